// Which user group a new card mentions; a card waits for none.
import { expect, test } from 'vitest'
import { createGroupDirectory } from '../../../src/slack/call/group-directory.ts'
import { createMentions } from '../../../src/slack/call/mentioned-groups.ts'
import { createHandClock, createReadableLog } from '../../shared/hand-clock.ts'
import { testPool } from '../../support/pool.ts'
import { connect } from './connect.ts'

async function open() {
  const { slack, client } = await connect()
  const clock = createHandClock()
  const log = createReadableLog()
  const group = slack.addGroup({ handle: 'approvers', members: [] })
  const ask = createMentions({ directory: createGroupDirectory({ slack: client, clock }), log })
  const mentioned = async (mention: string | null) => [...(await ask([testPool({ mention })])).values()]
  return { slack, clock, log, group, mentioned }
}

test('a handle means the group that has it, and an id means itself', async () => {
  const { group, mentioned } = await open()
  expect(await mentioned('@approvers')).toEqual([group])
  expect(await mentioned('S0SOMEWHERE')).toEqual(['S0SOMEWHERE'])
  expect(await mentioned(null)).toEqual([])
})

test('if nobody knows which group is meant, nobody is mentioned, and the log says so once', async () => {
  const { slack, clock, log, group, mentioned } = await open()
  slack.changeGroup(group, { handle: 'renamed' })
  expect(await mentioned('@approvers')).toEqual([])
  expect(await mentioned('@approvers')).toEqual([])
  expect(log.lines.map(({ level, facts }) => [level, facts['problem']])).toEqual([['warn', 'group-unknown']])
  slack.fail('usergroups.list', { kind: 'http', status: 500 }, Number.POSITIVE_INFINITY)
  await clock.advance(60_000)
  expect(await mentioned('@approvers')).toEqual([])
  expect(log.lines.at(-1)?.facts).toMatchObject({ problem: 'unread' })
  slack.heal()
  slack.changeGroup(group, { handle: 'approvers' })
  expect(await mentioned('@approvers')).toEqual([group])
})
