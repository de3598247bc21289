import { App, SocketModeReceiver } from '@slack/bolt'
import { expect, onTestFinished, test } from 'vitest'
import { buttonRow, openWorkspace, silent } from '../support/open-workspace.ts'

test('a real Bolt app posts a card, hears a click and a command, and answers both', async () => {
  const workspace = await openWorkspace()
  const ada = workspace.addUser({ name: 'ada' })
  const channel = workspace.addChannel({ name: 'sign-ups' })
  const clientOptions = { slackApiUrl: workspace.apiUrl }
  const receiver = new SocketModeReceiver({
    appToken: workspace.appToken,
    logger: silent,
    installerOptions: { clientOptions: { ...clientOptions } },
  })
  const app = new App({
    token: workspace.botToken,
    receiver,
    logger: silent,
    clientOptions: { ...clientOptions },
    deferInitialization: true,
  })
  app.action({ action_id: 'Approve', type: 'block_actions' }, async ({ ack, body, client, respond }) => {
    await ack()
    await client.chat.update({
      channel,
      ts: body.message?.['ts'] ?? '',
      text: `by ${body.user.id}`,
      blocks: [],
    })
    await respond({ text: 'Thank you', replace_original: false })
  })
  app.command('/confirm-user', ({ ack, command }) => ack({ text: `Looking for ${command.text}` }))
  await app.init()
  await app.start()
  onTestFinished(async () => {
    await app.stop()
  })

  const { ts = '' } = await app.client.chat.postMessage({
    channel,
    text: 'Grace',
    blocks: [buttonRow('Approve')],
  })
  const click = await workspace.click({ user: ada, channel, ts, label: 'Approve' })
  const command = await workspace.slash({ user: ada, channel, command: '/confirm-user', text: 'grace' })

  expect(await click.acked).toMatchObject({ kind: 'acked' })
  expect(await command.acked).toMatchObject({ kind: 'acked' })
  await workspace.waitFor('the thanks', () =>
    workspace.ephemerals(ada).find(({ text }) => text === 'Thank you'),
  )
  expect(workspace.messages(channel)).toMatchObject([{ text: `by ${ada}`, buttons: [] }])
  expect(workspace.ephemerals(ada).map(({ text }) => text)).toContain('Looking for grace')
  expect(workspace.failures).toEqual([])
})
