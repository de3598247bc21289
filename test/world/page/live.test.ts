// What changes by itself on the page, and what stays meanwhile.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from '../../support/browser.ts'
import { openPage, says } from '../support/open-demo.ts'
import { openPageOnly } from '../support/open-page-only.ts'
import { buttonRow, call, openSocket } from '../support/open-workspace.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

type PageOnly = Awaited<ReturnType<typeof openPageOnly>>

/** Posts as the app, without its rate limits. */
function post({ slack, cast }: PageOnly, text: string): string {
  const { channel } = cast
  return slack.say({ user: slack.botUserId, appId: slack.appId, channel, text, blocks: [buttonRow(text)] })
}

test('a new message appears at the end, and a page that shows the end still shows it', async () => {
  const here = await openPageOnly()
  for (let number = 1; number <= 30; number += 1) post(here, `Message ${number}`)
  const page = await openPage(browser, here.url)

  post(here, 'The newest')

  await page.getByRole('button', { name: 'The newest' }).waitFor()
  await page.waitForFunction(
    '(({ scrollTop, clientHeight, scrollHeight }) => scrollTop + clientHeight >= scrollHeight - 2)(document.querySelector("#scroller"))',
  )
})

test('a page that shows earlier messages does not move', async () => {
  const here = await openPageOnly()
  for (let number = 1; number <= 30; number += 1) post(here, `Message ${number}`)
  const page = await openPage(browser, here.url)
  await page.evaluate('document.querySelector("#scroller").scrollTop = 100')

  post(here, 'The newest')

  await page.getByRole('button', { name: 'The newest' }).waitFor()
  expect(await page.evaluate('document.querySelector("#scroller").scrollTop')).toBe(100)
})

test('a changed message changes in its place, and the focus stays on its button', async () => {
  const here = await openPageOnly()
  const { slack, cast, url } = here
  const first = post(here, 'First')
  post(here, 'Second')
  const page = await openPage(browser, url)
  await page.getByRole('button', { name: 'First' }).focus()
  await page.evaluate('window.untouched = document.querySelector("#messages").children[1].firstElementChild')

  const blocks = [{ type: 'header', text: { type: 'plain_text', text: 'Changed' } }, buttonRow('First')]
  await call(slack, 'chat.update', { channel: cast.channel, ts: first, text: 'First', blocks })

  await says(page.locator('#messages > :first-child'), 'Changed')
  await says(page.locator('#messages > :first-child'), '(edited)')
  expect(await page.locator('button:focus').innerText()).toBe('First')
  expect(await page.evaluate('window.untouched.isConnected')).toBe(true)
})

test('a deleted message is gone', async () => {
  const here = await openPageOnly()
  const ts = post(here, 'First')
  const page = await openPage(browser, here.url)
  await page.getByRole('button', { name: 'First' }).waitFor()

  await call(here.slack, 'chat.delete', { channel: here.cast.channel, ts })

  await says(page.locator('main'), 'No messages yet.')
  expect(await page.locator('article').count()).toBe(0)
})

test('a page that has lost its server says so, and reconnects by itself', async () => {
  const here = await openPageOnly()
  const page = await openPage(browser, here.url, {}, /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING/)
  const lost = page.getByText('This page has lost its server.')
  await page.getByText('No messages yet.').waitFor()

  await here.vanish()
  await lost.waitFor()
  await here.comeBack()
  await lost.waitFor({ state: 'hidden' })

  post(here, 'After all')
  await page.getByRole('button', { name: 'After all' }).waitFor()
})

test('an answer that is not an event stream is requested again', async () => {
  const here = await openPageOnly()
  const page = await openPage(browser, here.url, {}, /503/)
  await page.getByText('No messages yet.').waitFor()
  let refusals = 0
  await page.route('**/events?*', (route) => {
    refusals += 1
    return refusals > 2 ? route.continue() : route.fulfill({ status: 503 })
  })

  await page.getByRole('radio', { name: 'Ben Okafor' }).check()

  await page.getByText('This page has lost its server.').waitFor()
  await page.getByText('This page has lost its server.').waitFor({ state: 'hidden' })
  post(here, 'After all')
  await page.getByRole('button', { name: 'After all' }).waitFor()
})

test('if a click got no answer in time, the page does not say that nothing was changed', async () => {
  const here = await openPageOnly(0, 1)
  await openSocket(here.slack)
  post(here, 'Press')
  const page = await openPage(browser, here.url)

  await page.getByRole('button', { name: 'Press' }).click()

  const failure = page.locator('article.failure')
  await says(failure, 'Countersign may still have received it. Check the channel before you try again.')
  expect(await failure.innerText()).not.toContain('Nothing was changed')
})

test('on a phone, the page tells that a card has come while the channel is out of sight, and leads to it', async () => {
  const here = await openPageOnly()
  const page = await openPage(browser, here.url, { viewport: { width: 390, height: 844 } })
  await page.getByText('No messages yet.').waitFor({ state: 'attached' })
  const news = page.getByRole('status').filter({ hasText: 'A new card is in #sign-ups.' })

  const ts = post(here, 'Approve')
  await news.getByRole('link').click()

  await news.waitFor({ state: 'detached' })
  expect(await page.locator('article:focus').getAttribute('data-ts')).toBe(ts)
  post(here, 'Deny')
  await page.getByRole('button', { name: 'Deny' }).waitFor()
  expect(await page.locator('#news').innerText()).toBe('')
})

test('a direct message is shown to its reader only, and its buttons work', async () => {
  const here = await openPageOnly()
  const { slack, cast } = here
  const app = await openSocket(slack)
  const page = await openPage(browser, `${here.url}?as=eve`)
  const blocks = [buttonRow('Press')]
  await call(slack, 'chat.postMessage', {
    channel: cast.person('eve').id,
    text: 'For Eve',
    blocks,
  })

  const message = page.locator('article.private', { hasText: 'Direct message to you' })
  await message.getByRole('button', { name: 'Press' }).click()
  const envelope = await app.next(1)
  app.ack(envelope.envelope_id)
  expect(envelope.payload).toMatchObject({
    channel: { name: 'directmessage' },
    user: { id: cast.person('eve').id },
  })

  await page.getByRole('radio', { name: 'Ben Okafor' }).check()
  await message.waitFor({ state: 'detached' })
})

test('with the keyboard, browsing a menu sends nothing, and Enter takes the choice', async () => {
  const here = await openPageOnly()
  const { slack, cast } = here
  const app = await openSocket(slack)
  const option = (text: string) => ({ text: { type: 'plain_text', text }, value: text })
  const menu = { type: 'static_select', action_id: 'pick', options: ['One', 'Two', 'Three'].map(option) }
  const blocks = [{ type: 'actions', elements: [menu] }]
  slack.say({ user: slack.botUserId, appId: slack.appId, channel: cast.channel, text: 'Pick', blocks })
  const page = await openPage(browser, here.url)
  const select = page.locator('article select')

  await select.focus()
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key)
  expect(await select.inputValue()).toBe('Three')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')

  const envelope = await app.next(1)
  app.ack(envelope.envelope_id)
  expect(envelope.payload).toMatchObject({ actions: [{ selected_option: { value: 'Two' } }] })
  expect(slack.envelopes).toHaveLength(1)
})
