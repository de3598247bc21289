import { describe, expect, it, test } from 'vitest'
import { call, makeClient, makeClock, openWorkspace } from '../support/open-workspace.ts'

async function openWithClock() {
  const clock = makeClock()
  const workspace = await openWorkspace({ now: clock.now })
  const channel = workspace.addChannel({ name: 'sign-ups' })
  return { clock, workspace, channel }
}

test('after a burst of two, a post within the same second has to wait', async () => {
  const { clock, workspace, channel } = await openWithClock()
  const post = () => call(workspace, 'chat.postMessage', { channel, text: 'x' })
  await post()
  await post()

  const third = await post()

  expect(third).toMatchObject({ status: 429, ok: false, error: 'ratelimited' })
  expect(third.headers.get('retry-after')).toBe('1')
  clock.advance(1000)
  expect(await post()).toMatchObject({ status: 200, ok: true })
  expect(await post()).toMatchObject({ status: 429 })
  expect(workspace.messages(channel)).toHaveLength(3)
})

test('each channel has its own rate', async () => {
  const { workspace, channel } = await openWithClock()
  const other = workspace.addChannel({ name: 'other' })
  for (const _ of [1, 2]) await call(workspace, 'chat.postMessage', { channel, text: 'x' })

  expect(await call(workspace, 'chat.postMessage', { channel: other, text: 'x' })).toMatchObject({ ok: true })
})

test('the real client learns how long to wait', async () => {
  const { workspace, channel } = await openWithClock()
  const client = makeClient(workspace)
  for (const _ of [1, 2]) await client.chat.postMessage({ channel, text: 'x' })

  await expect(client.chat.postMessage({ channel, text: 'x' })).rejects.toMatchObject({
    code: 'slack_webapi_rate_limited_error',
    retryAfter: 1,
  })
})

describe.each([
  ['chat.update', 50],
  ['chat.delete', 50],
  ['chat.postEphemeral', 100],
  ['conversations.info', 50],
  ['conversations.history', 50],
  ['conversations.open', 50],
  ['usergroups.list', 20],
  ['usergroups.users.list', 20],
  ['users.info', 100],
  ['views.open', 100],
  ['views.update', 100],
  ['views.publish', 100],
])('%s', (method, most) => {
  it(`may be called ${most} times in any minute`, async () => {
    const { clock, workspace, channel } = await openWithClock()
    const args = { channel, ts: '1.0', user: 'U1', usergroup: 'S1', text: 'x' }
    await Promise.all(Array.from({ length: most }, () => call(workspace, method, args)))
    clock.advance(20_000)

    const tooMany = await call(workspace, method, args)

    expect(tooMany).toMatchObject({ status: 429, error: 'ratelimited' })
    expect(tooMany.headers.get('retry-after')).toBe('40')
    clock.advance(40_000)
    expect((await call(workspace, method, args)).status).toBe(200)
  })
})
