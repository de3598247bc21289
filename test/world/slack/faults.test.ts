import { expect, test } from 'vitest'
import { call, makeClient, openSocket, openWorkspace } from '../support/open-workspace.ts'

async function prepare() {
  const workspace = await openWorkspace()
  const channel = workspace.addChannel({ name: 'sign-ups' })
  const post = (text = 'x') => makeClient(workspace).chat.postMessage({ channel, text })
  return { workspace, channel, post, texts: () => workspace.messages(channel).map(({ text }) => text) }
}

test('a rate limit is played with its Retry-After', async () => {
  const { workspace, post, texts } = await prepare()
  workspace.fail('chat.postMessage', { kind: 'rateLimited', retryAfter: 7 })

  await expect(post()).rejects.toMatchObject({ code: 'slack_webapi_rate_limited_error', retryAfter: 7 })
  expect(texts()).toEqual([])
})

test('a rate limit may come without a Retry-After', async () => {
  const { workspace, channel } = await prepare()
  workspace.fail('chat.postMessage', { kind: 'rateLimited' })

  const answer = await call(workspace, 'chat.postMessage', { channel, text: 'x' })

  expect(answer).toMatchObject({ status: 429, error: 'ratelimited' })
  expect(answer.headers.get('retry-after')).toBeNull()
})

test("any of Slack's errors can be played", async () => {
  const { workspace, post } = await prepare()
  workspace.fail('chat.postMessage', { kind: 'error', error: 'ekm_access_denied' })

  await expect(post()).rejects.toMatchObject({ data: { ok: false, error: 'ekm_access_denied' } })
})

test('an HTTP error is played with its body', async () => {
  const { workspace, post } = await prepare()
  workspace.fail('chat.postMessage', { kind: 'http', status: 503, body: 'upstream' })

  await expect(post()).rejects.toMatchObject({
    code: 'slack_webapi_http_error',
    statusCode: 503,
    body: 'upstream',
  })
})

test('a web page may come with status 200', async () => {
  const { workspace, post } = await prepare()
  workspace.fail('chat.postMessage', { kind: 'html' })

  await expect(post()).rejects.toMatchObject({ data: { error: expect.stringContaining('<!doctype html>') } })
})

test('a connection cut before the work leaves nothing behind', async () => {
  const { workspace, post, texts } = await prepare()
  workspace.fail('chat.postMessage', { kind: 'resetBefore' })

  await expect(post()).rejects.toMatchObject({ code: 'slack_webapi_request_error' })
  expect(texts()).toEqual([])
})

test('a connection cut after the work leaves the work', async () => {
  const { workspace, post, texts } = await prepare()
  workspace.fail('chat.postMessage', { kind: 'resetAfter' })

  await expect(post('sent')).rejects.toMatchObject({ code: 'slack_webapi_request_error' })
  expect(texts()).toEqual(['sent'])
  expect(workspace.callsOf('chat.postMessage')).toMatchObject([{ fault: 'resetAfter', status: undefined }])
})

test.each([
  ['hang', []],
  ['hangAfter', ['sent']],
] as const)('a call that meets "%s" is never answered', async (kind, left) => {
  const { workspace, channel, texts } = await prepare()
  workspace.fail('chat.postMessage', { kind })
  const hanging = call(workspace, 'chat.postMessage', { channel, text: 'sent' })
  await workspace.waitFor('the call', () => workspace.callsOf('chat.postMessage').length > 0)
  expect(texts()).toEqual(left)

  await workspace.stop()

  await expect(hanging).rejects.toThrow('fetch failed')
})

test('a slow answer comes after its work', async () => {
  const { workspace, post, texts } = await prepare()
  workspace.fail('chat.postMessage', { kind: 'slow', ms: 30 })

  const posting = post('sent')
  await workspace.waitFor('the message', () => texts().length > 0)

  expect(workspace.callsOf('chat.postMessage')).toMatchObject([{ status: undefined }])
  expect(await posting).toMatchObject({ ok: true })
})

test('a stopping workspace does not wait for slow answers', async () => {
  const { workspace, channel } = await prepare()
  workspace.fail('chat.postMessage', { kind: 'slow', ms: 60_000 })
  const slow = call(workspace, 'chat.postMessage', { channel, text: 'x' })
  await workspace.waitFor('the call', () => workspace.callsOf('chat.postMessage').length > 0)

  await workspace.stop()

  await expect(slow).rejects.toThrow('fetch failed')
})

test('faults are played one after the other, each as often as asked for; then calls succeed again', async () => {
  const { workspace } = await prepare()
  workspace.fail('auth.test', { kind: 'error', error: 'internal_error' }, 2)
  workspace.fail('auth.test', { kind: 'error', error: 'fatal_error' })

  const answers = []
  for (let count = 0; count < 4; count++) answers.push((await call(workspace, 'auth.test')).error)

  expect(answers).toEqual(['internal_error', 'internal_error', 'fatal_error', undefined])
})

test('an endless fault lasts until it is healed', async () => {
  const { workspace, channel } = await prepare()
  workspace.fail('auth.test', { kind: 'error', error: 'internal_error' }, Number.POSITIVE_INFINITY)
  workspace.fail('conversations.info', { kind: 'error', error: 'internal_error' }, Number.POSITIVE_INFINITY)
  for (let count = 0; count < 5; count++) {
    expect(await call(workspace, 'auth.test')).toMatchObject({ error: 'internal_error' })
  }

  workspace.heal('auth.test')
  expect(await call(workspace, 'auth.test')).toMatchObject({ ok: true })
  expect(await call(workspace, 'conversations.info', { channel })).toMatchObject({ error: 'internal_error' })
  workspace.heal()
  expect(await call(workspace, 'conversations.info', { channel })).toMatchObject({ ok: true })
})

test('opening a connection can fail like any method', async () => {
  const { workspace } = await prepare()
  workspace.fail('apps.connections.open', { kind: 'error', error: 'internal_error' })

  expect(await call(workspace, 'apps.connections.open', {}, workspace.appToken)).toMatchObject({ ok: false })
  expect((await openSocket(workspace)).first).toMatchObject({ type: 'hello' })
})

test('a page that is not part of Slack is not found', async () => {
  const { workspace } = await prepare()
  expect((await fetch(new URL('/', workspace.apiUrl))).status).toBe(404)
})
