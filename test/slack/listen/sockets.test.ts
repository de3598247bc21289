// Connections that end as soon as they open are reopened, but not without a pause.
import { expect, onTestFinished, test } from 'vitest'
import { openStage } from '../../support/stage.ts'

test('a Slack that hangs up after every hello is not called without a pause', async () => {
  const { slack } = await openStage({ environment: { SLACK_SOCKETS: '1' } })
  let hellos = 0
  const hangUp = slack.subscribe((change) => {
    if (change === 'socket' && slack.sockets > 0) {
      hellos += 1
      queueMicrotask(() => slack.dropSockets())
    }
  })
  onTestFinished(hangUp)
  slack.dropSockets()
  await slack.waitFor('a second connection', () => slack.callsOf('apps.connections.open').length >= 3)
  const at = slack.callsOf('apps.connections.open').map((call) => call.at.getTime())
  expect(hellos).toBeGreaterThan(0)
  // After the first loss it reconnects at once; from the second on it pauses for at least half a second.
  expect((at[2] ?? 0) - (at[1] ?? 0)).toBeGreaterThan(400)
})
