// One line says what runs once everything is checked and the bot is connected.
import { expect, test } from 'vitest'
import { openStage } from '../support/stage.ts'
import { begin, inTime } from './begin.ts'

test('the line names pools and channels, and how many people may approve and sign-ups are waiting', async () => {
  const stage = await openStage({ isNotStarted: true })
  const { slack, cognito, ada, eve } = stage
  cognito.addPool('us-east-1_Partners')
  for (const name of ['ann', 'ben', 'cem']) cognito.signUp({ email: `${name}@visitors.example` })
  cognito.signUp({ poolId: 'us-east-1_Partners', email: 'dee@visitors.example' })
  cognito.disable(cognito.signUp({ email: 'disabled@visitors.example' }).sub)
  const fay = slack.addUser({ name: 'fay' })
  const { log } = begin(stage, (config) => ({
    ...config,
    pools: config.pools.flatMap((pool) => [
      { ...pool, approvers: { ...pool.approvers, users: [eve, ada] } },
      {
        ...pool,
        id: 'us-east-1_Partners',
        name: 'Partners',
        approvers: { groups: [], users: [fay] },
        visibility: 'masked',
      },
    ]),
  }))
  const line = () => log.filter(({ message }) => message === 'Countersign runs')
  await expect.poll(line, inTime).toHaveLength(1)
  expect(line()[0]?.facts).toEqual({ flow: 'start', pools: 2, channels: 1, approvers: 4, waiting: 4 })
  // A public channel that sees everything is warned of.
  const warned = log.filter(({ message }) => message === 'everybody in the workspace can read who signs up')
  expect(warned.map(({ level, facts }) => [level, facts['pool']])).toEqual([['warn', cognito.poolId]])
})
