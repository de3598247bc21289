// Several replicas in HTTP mode behind one balancer: any of them takes a click, and the store decides which click counts.
import { connect, createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { decisionsIn } from '../../support/decisions.ts'
import { findPort } from '../../support/delivery.ts'
import { runMain } from '../../support/run-main.ts'
import { openStage } from '../../support/stage.ts'
import { approve, callsOf, cardSays, cardWithButton, privatelyTold } from '../../support/story.ts'

/** Passes each connection on to the chosen port. */
async function balance(port: number): Promise<{ chosen: number }> {
  const choice = { chosen: 0 }
  const server = createServer((incoming) => {
    const outgoing = connect(choice.chosen, '127.0.0.1')
    incoming.on('error', () => outgoing.destroy()).pipe(outgoing)
    outgoing.on('error', () => incoming.destroy()).pipe(incoming)
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return choice
}

test('a click that another replica takes counts as well, and a later one is told who was first', async () => {
  const stage = await openStage({ isNotStarted: true, delivery: 'http' })
  const { slack, cognito, environment, channel, ada, bob } = stage
  const user = cognito.signUp({ email: 'mia@visitors.example' })
  const ports = [await findPort(), await findPort()] as const
  const replicas = ports.map((port) =>
    runMain({ ...environment, PORT: String(port), REPLICAS: '2' }, cognito.endpoint),
  )
  await Promise.all(replicas.map((replica) => replica.prints('Countersign runs')))
  const balancer = await balance(Number(environment['PORT']))
  await slack.waitFor('the balancer', () => slack.sockets > 0)
  const card = await cardWithButton(stage)

  balancer.chosen = ports[0]
  await approve({ ...stage, card })
  await cardSays({ ...stage, card }, `✅ Approved by <@${ada}>`)
  balancer.chosen = ports[1]
  const late = await slack.clickAsSeen({ user: bob, message: card, label: 'Approve' })

  expect(await late.acked).toMatchObject({ kind: 'acked' })
  await privatelyTold(stage, bob, `<@${ada}>`)
  expect(callsOf(stage, 'AdminConfirmSignUp')).toBe(1)
  expect(decisionsIn(slack.message(channel, card.ts))).toEqual([])
  expect(cognito.user(user.sub)?.status).toBe('CONFIRMED')
})
