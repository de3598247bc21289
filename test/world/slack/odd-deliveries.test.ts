import { describe, expect, it } from 'vitest'
import { openSocket, openWorkspace, postCard } from '../support/open-workspace.ts'

describe('an envelope can be delivered oddly:', () => {
  it('twice, to both sockets', async () => {
    const workspace = await openWorkspace()
    const [one, two] = [await openSocket(workspace), await openSocket(workspace)]
    const { ada, channel, ts } = await postCard(workspace)

    await workspace.click({ user: ada, channel, ts, delivery: { copies: 2 } })

    expect((await one.next(1)).envelope_id).toBe((await two.next(1)).envelope_id)
  })

  it('twice, to the same socket', async () => {
    const workspace = await openWorkspace()
    const [one, two] = [await openSocket(workspace), await openSocket(workspace)]
    const { ada, channel, ts } = await postCard(workspace)

    await workspace.click({ user: ada, channel, ts, delivery: { copies: 2, onOneSocket: true } })

    await one.next(2)
    expect(two.messages).toHaveLength(1)
  })

  it('in a different order from the clicks', async () => {
    const workspace = await openWorkspace()
    const socket = await openSocket(workspace)
    const { ada, channel, ts } = await postCard(workspace)
    const held = await workspace.click({ user: ada, channel, ts, delivery: { held: true } })
    const quick = await workspace.click({ user: ada, channel, ts })
    held.deliver()

    expect((await socket.next(1)).envelope_id).toBe(quick.envelopeId)
    expect((await socket.next(2)).envelope_id).toBe(held.envelopeId)
  })

  it('late', async () => {
    const workspace = await openWorkspace()
    const { ada, channel, ts } = await postCard(workspace)
    const socket = await openSocket(workspace)
    const clickedAt = performance.now()
    await workspace.click({ user: ada, channel, ts, delivery: { delayMs: 50 } })

    expect((await socket.next(1)).payload).toMatchObject({ type: 'block_actions' })
    expect(performance.now() - clickedAt).toBeGreaterThan(40)
  })

  it('again, to another socket, if its own is lost before the acknowledgement', async () => {
    const workspace = await openWorkspace()
    const first = await openSocket(workspace)
    const { ada, channel, ts } = await postCard(workspace)
    const click = await workspace.click({ user: ada, channel, ts, delivery: { redeliver: true } })
    await first.next(1)
    workspace.dropSockets()
    await first.closed

    const second = await openSocket(workspace)

    expect((await second.next(1)).envelope_id).toBe(click.envelopeId)
    second.ack(click.envelopeId)
    expect(await click.acked).toMatchObject({ kind: 'acked' })
    expect(workspace.envelopes[0]?.deliveries).toHaveLength(2)
  })
})
