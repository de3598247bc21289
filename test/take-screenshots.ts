// npm run screenshots: drives the demo's page in a real browser, and writes the pictures that the README shows.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Locator, Page } from 'playwright-core'
import { launchBrowser } from './support/launch-browser.ts'
import { type Demo, startDemo } from './world/page/start-demo.ts'

const pictures = fileURLToPath(new URL('../.github/pictures/', import.meta.url))
const mostBytes = 150_000

process.exitCode = await main()
process.exit()

async function main(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'screenshots-'))
  const demo = await startDemo({ port: 0 })
  const browser = await launchBrowser(folder)
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce' })
    await page.goto(`${demo.url}?as=eve`)
    await takeAll(page, demo)
    return 0
  } finally {
    await browser.close()
    await demo.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function takeAll(page: Page, demo: Demo): Promise<void> {
  const slackHalf = page.locator('.slack')
  await demo.slack.waitFor('the bot to connect', () => demo.slack.sockets > 0)
  await page.getByText('Countersign is connected').waitFor()
  await page.getByRole('button', { name: 'Sign up' }).click()
  const mia = cardOf(page, 'mia@')
  await mia.getByRole('button', { name: 'Approve' }).waitFor()
  await take(page, 'card')

  await page.getByRole('button', { name: 'Sign in' }).click()
  await approve(page, mia)
  await page.getByText('You are not an approver').first().waitFor()
  await take(slackHalf, 'refusal')

  await page.getByRole('radio', { name: 'Ada Lindqvist' }).check()
  await approve(page, mia)
  await mia.getByText('They can sign in now').waitFor()
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('You are in.').waitFor()
  await take(page, 'result')

  await page.getByLabel('Make it fail').selectOption('access-denied')
  await page.getByText('Chosen.').waitFor()
  await page.getByRole('button', { name: 'Sign up' }).click()
  const jonas = cardOf(page, 'jonas@')
  await approve(page, jonas)
  await jonas.getByText('Not confirmed: AWS does not allow').waitFor()
  await page.getByText('Cognito answers as usual again').waitFor()
  await take(slackHalf, 'failure')

  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  await approve(page, jonas)
  await jonas.getByText('They can sign in now').waitFor()
  await page.locator('#drawer > summary').click()
  await page.locator('#happened').getByText('chat.update').first().waitFor()
  await take(page, 'dark')

  await page.locator('#drawer > summary').click()
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await takeRush(page)
  await takeQueue(page)
}

/** The end of a message that is decided, and the beginning of one that is not. */
async function takeRush(page: Page): Promise<void> {
  await page.getByRole('button', { name: '50 sign-ups at once' }).click()
  await page.getByText('50 people have signed up.').waitFor()
  const waiting = page.locator('#messages article', { hasText: '20 new sign-ups' })
  await waiting.nth(1).waitFor()
  const id = await waiting.first().getAttribute('data-ts')
  const decided = page.locator(`#messages article[data-ts="${id}"]`)
  await decided.getByRole('button', { name: 'Approve all who' }).first().click()
  await page.getByRole('dialog').getByRole('button', { name: 'Approve chosen' }).click()
  await decided.getByText(': 20 confirmed.').waitFor()
  await page.mouse.move(0, 0)
  await page.evaluate(`{
    const scroller = document.querySelector('#scroller').getBoundingClientRect()
    const message = document.querySelector('article[data-ts="${id}"]').getBoundingClientRect()
    document.querySelector('#scroller').scrollBy(0, message.bottom - scroller.top - 190)
  }`)
  await take(page.locator('.slack'), 'rush')
}

async function takeQueue(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Countersign: Home' }).click()
  await page.locator('#home').getByText('are waiting').waitFor()
  await page.mouse.move(0, 0)
  await take(page.locator('.slack'), 'queue')
}

async function take(what: Page | Locator, name: string): Promise<void> {
  const path = join(pictures, `${name}.png`)
  await what.screenshot({ path, caret: 'hide' })
  const { size } = statSync(path)
  process.stdout.write(`${path}: ${Math.ceil(size / 1000)} kB\n`)
  if (size > mostBytes) throw new Error(`${name}.png is larger than ${mostBytes / 1000} kB.`)
}

function cardOf(page: Page, words: string): Locator {
  return page.locator('#messages article:not(.private)', { hasText: words })
}

async function approve(page: Page, card: Locator): Promise<void> {
  await card.getByRole('button', { name: 'Approve' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
}
