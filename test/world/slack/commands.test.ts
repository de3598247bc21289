import { describe, expect, it } from 'vitest'
import { openSocket, openWorkspace, respond } from '../support/open-workspace.ts'

describe('a slash command', () => {
  const prepare = async () => {
    const workspace = await openWorkspace()
    const socket = await openSocket(workspace)
    const ada = workspace.addUser({ name: 'ada' })
    const channel = workspace.addChannel({ name: 'sign-ups' })
    const type = () => workspace.slash({ user: ada, channel, command: '/confirm-user', text: 'grace' })
    return { workspace, socket, ada, channel, type }
  }

  it('arrives with what was typed, by whom and where', async () => {
    const { workspace, socket, ada, channel, type } = await prepare()

    const typed = await type()

    expect(await socket.next(1)).toMatchObject({
      type: 'slash_commands',
      accepts_response_payload: true,
      payload: {
        command: '/confirm-user',
        text: 'grace',
        user_id: ada,
        user_name: 'ada',
        channel_id: channel,
        channel_name: 'sign-ups',
        team_id: workspace.teamId,
        api_app_id: workspace.appId,
        trigger_id: typed.triggerId,
        response_url: expect.stringContaining('/commands/'),
      },
    })
  })

  it('is answered privately by its acknowledgement', async () => {
    const { workspace, socket, ada, channel, type } = await prepare()
    const typed = await type()
    socket.ack(typed.envelopeId, { text: 'Looking…' })
    expect(await typed.acked).toMatchObject({ kind: 'acked' })
    expect(workspace.ephemerals(ada)).toMatchObject([{ channel, text: 'Looking…', way: 'slash response' }])
  })

  it('is answered in the channel if the acknowledgement says so', async () => {
    const { workspace, socket, channel, type } = await prepare()
    const typed = await type()
    socket.ack(typed.envelopeId, { text: 'Done', response_type: 'in_channel' })
    await typed.acked
    expect(workspace.messages(channel)).toMatchObject([{ text: 'Done' }])
  })

  it('is answered later by its response_url', async () => {
    const { workspace, socket, ada, type } = await prepare()
    const typed = await type()
    socket.ack(typed.envelopeId)
    await typed.acked
    await respond(typed.responseUrl, { text: 'Done', replace_original: true })
    expect(workspace.ephemerals(ada)).toMatchObject([{ text: 'Done', way: 'response_url' }])
  })

  it('fails for the person if Slack cannot show the answer', async () => {
    const { workspace, socket, ada, type } = await prepare()
    const typed = await type()
    socket.ack(typed.envelopeId, { text: 'x', blocks: [{ type: 'marquee' }] })
    expect(await typed.acked).toMatchObject({ kind: 'failed', reason: 'invalid response' })
    expect(workspace.failures).toMatchObject([{ user: ada, what: 'command' }])
  })
})
