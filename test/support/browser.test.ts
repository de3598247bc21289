// The browser of the page's tests is real, and axe-core finds what is wrong.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { startLoopbackServer } from '../world/cognito/loopback-server.ts'
import { axe, openBrowser } from './browser.ts'

const sound = '<label>Name <input></label><button>Sign up</button>'
let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})

afterAll(() => browser.close())

test('the browser opens a page of this machine, and runs its script', async () => {
  const page = await open(`${sound}<script>document.querySelector('button').textContent += '!'</script>`)

  expect(await page.getByRole('button').textContent()).toBe('Sign up!')
})

test('two contexts of one browser share nothing', async () => {
  const first = await open(sound)
  const second = await open(sound)

  await first.evaluate("document.cookie = 'who=ada'")

  expect(await first.evaluate('document.cookie')).toBe('who=ada')
  expect(await second.evaluate('document.cookie')).toBe('')
})

test('axe finds nothing serious on a sound page', async () => {
  expect(await axe(await open(sound))).toEqual([])
})

test('axe names a field without a label and its element, under a strict content security policy too', async () => {
  const page = await open('<input id="nameless">', "default-src 'none'")

  const findings = await axe(page)

  expect(findings).toHaveLength(1)
  expect(findings[0]).toContain('critical label: Form elements must have labels')
  expect(findings[0]).toContain('at #nameless: <input id="nameless">')
})

async function open(main: string, policy?: string) {
  const server = await startLoopbackServer(0, async (_, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    if (policy !== undefined) response.setHeader('Content-Security-Policy', policy)
    response.end(`<!doctype html><html lang="en"><title>Page</title><main><h1>Page</h1>${main}</main></html>`)
  })
  onTestFinished(server.goDown)
  const context = await browser.newContext()
  onTestFinished(() => context.close())
  const page = await context.newPage()
  await page.goto(server.endpoint)
  return page
}
