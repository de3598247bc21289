import { describe, expect, it, test } from 'vitest'
import { buttonRow, call, makeClock, openWorkspace, postCard, respond } from '../support/open-workspace.ts'

async function clickOnce() {
  const clock = makeClock()
  const workspace = await openWorkspace({ now: clock.now })
  const card = await postCard(workspace)
  const { responseUrl } = await workspace.click({ user: card.ada, channel: card.channel, ts: card.ts })
  return { clock, workspace, ...card, responseUrl }
}

const ok = { status: 200, text: 'ok' }

test('an answer to a response_url is seen only by the person who clicked', async () => {
  const { workspace, ada, channel, responseUrl } = await clickOnce()

  expect(new URL(responseUrl).pathname).toMatch(/^\/actions\/T[A-Z0-9]+\/\d+\/\w+$/)
  expect(await respond(responseUrl, { text: 'Not you', blocks: [buttonRow('Why?')] })).toEqual(ok)
  expect(workspace.ephemerals(ada)).toMatchObject([
    { channel, text: 'Not you', way: 'response_url', buttons: [{ label: 'Why?' }] },
  ])
  expect(workspace.callsOf('response_url')).toMatchObject([{ status: 200, args: { text: 'Not you' } }])
})

test('an answer in_channel is seen by everyone', async () => {
  const { workspace, ada, channel, responseUrl } = await clickOnce()

  await respond(responseUrl, { text: 'Hear, hear', response_type: 'in_channel' })

  expect(workspace.messages(channel).at(-1)).toMatchObject({ text: 'Hear, hear', appId: workspace.appId })
  expect(workspace.ephemerals(ada)).toEqual([])
})

describe('the message that was clicked', () => {
  it('is replaced', async () => {
    const { workspace, channel, ts, responseUrl } = await clickOnce()
    await respond(responseUrl, { text: 'done', replace_original: true })
    expect(workspace.messages(channel)).toMatchObject([{ ts, text: 'done', blocks: [] }])
  })

  it('is deleted', async () => {
    const { workspace, channel, responseUrl } = await clickOnce()
    expect(await respond(responseUrl, { delete_original: true })).toEqual(ok)
    expect(workspace.messages(channel)).toEqual([])
  })

  it('is replaced and deleted even if it is ephemeral', async () => {
    const { workspace, ada, channel } = await clickOnce()
    await call(workspace, 'chat.postEphemeral', { channel, user: ada, text: 'x', blocks: [buttonRow('Go')] })
    const ts = workspace.ephemerals(ada)[0]?.ts ?? ''
    const click = await workspace.click({ user: ada, channel, ts })

    await respond(click.responseUrl, { text: 'done', replace_original: true })
    expect(workspace.ephemerals(ada)).toMatchObject([{ ts, text: 'done', buttons: [] }])
    await respond(click.responseUrl, { delete_original: true })
    expect(workspace.ephemerals(ada)).toEqual([])
  })

  it('is gone: the answer is a new message', async () => {
    const { workspace, ada, channel, ts, responseUrl } = await clickOnce()
    await call(workspace, 'chat.delete', { channel, ts })
    await respond(responseUrl, { text: 'done', replace_original: true })
    expect(workspace.ephemerals(ada)).toMatchObject([{ text: 'done' }])
  })
})

test('a response_url is used up after five answers', async () => {
  const { workspace, ada, responseUrl } = await clickOnce()
  for (let count = 0; count < 5; count++) expect(await respond(responseUrl, { text: 'x' })).toEqual(ok)

  expect(await respond(responseUrl, { text: 'x' })).toEqual({ status: 404, text: 'used_url' })
  expect(workspace.ephemerals(ada)).toHaveLength(5)
})

test('a response_url expires after thirty minutes', async () => {
  const { clock, responseUrl } = await clickOnce()
  clock.advance(30 * 60_000)
  expect(await respond(responseUrl, { text: 'x' })).toEqual(ok)
  clock.advance(1)
  expect(await respond(responseUrl, { text: 'x' })).toEqual({ status: 404, text: 'expired_url' })
})

test('a guessed response_url is no_service', async () => {
  const { responseUrl } = await clickOnce()
  expect(await respond(`${responseUrl}x`, { text: 'x' })).toEqual({ status: 404, text: 'no_service' })
})

test.each([
  [{}, 'no_text'],
  [{ text: 'x', blocks: [{ type: 'marquee' }] }, 'invalid_blocks'],
  [{ text: 'x', blocks: 'divider' }, 'invalid_blocks_format'],
])('an invalid answer, %j, is refused and does not count as a use', async (message, error) => {
  const { workspace, responseUrl } = await clickOnce()
  expect(await respond(responseUrl, message)).toEqual({ status: 400, text: error })
  for (let count = 0; count < 5; count++) expect(await respond(responseUrl, { text: 'x' })).toEqual(ok)
  expect(workspace.callsOf('response_url')).toHaveLength(6)
})

test('an answer in an archived channel is refused', async () => {
  const { workspace, channel, responseUrl } = await clickOnce()
  workspace.archive(channel)
  expect(await respond(responseUrl, { text: 'x' })).toEqual({ status: 410, text: 'channel_is_archived' })
})

test('a response_url can fail like any method', async () => {
  const { workspace, ada, responseUrl } = await clickOnce()
  workspace.fail('response_url', { kind: 'http', status: 500, body: 'rollup_error' })
  workspace.fail('response_url', { kind: 'error', error: 'expired_url' })
  workspace.fail('response_url', { kind: 'resetBefore' })

  expect(await respond(responseUrl, { text: 'x' })).toEqual({ status: 500, text: 'rollup_error' })
  expect(await respond(responseUrl, { text: 'x' })).toEqual({ status: 404, text: 'expired_url' })
  await expect(respond(responseUrl, { text: 'x' })).rejects.toThrow('fetch failed')
  expect(workspace.ephemerals(ada)).toEqual([])
})
