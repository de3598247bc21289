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
  await mia.getByText(/Added to group/).waitFor()
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
  await jonas.getByText(/Added to group/).waitFor()
  await page.locator('#drawer > summary').click()
  await page.locator('#happened').getByText('chat.update').first().waitFor()
  await take(page, 'dark')

  await page.locator('#drawer > summary').click()
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await takeSteps(page)
  await takeQueue(page)
  await takeDigest(page)
}

/** What follows a confirmation: a step that was done, and one that can be tried again. */
async function takeSteps(page: Page): Promise<void> {
  await page.getByLabel('Make it fail').selectOption('group-denied')
  await page.getByText('Chosen.').waitFor()
  await page.getByRole('button', { name: 'Sign up' }).click()
  const newest = page.locator('#messages article:not(.private)').last()
  await approve(page, newest)
  await newest.getByText('Not added to group').waitFor()
  await newest.getByRole('button', { name: 'Try again' }).waitFor()
  await page.mouse.move(0, 0)
  await take(page.locator('.slack'), 'steps')
}

/** Of fifty, who share messages. */
async function takeQueue(page: Page): Promise<void> {
  await page.getByRole('button', { name: '50 sign-ups at once' }).click()
  await page.getByText('50 people have signed up.').waitFor()
  await page.getByRole('button', { name: 'Countersign: Home' }).click()
  await page.locator('#home').getByText('50 are waiting').waitFor()
  await page.mouse.move(0, 0)
  await take(page.locator('.slack'), 'queue')
  await page.getByRole('button', { name: 'sign-ups', exact: true }).click()
}

/** Of five hundred: the message that stands for them, and its list to choose from. */
async function takeDigest(page: Page): Promise<void> {
  await page.getByRole('button', { name: '500 sign-ups at once' }).click()
  await page.getByText('500 people have signed up.').waitFor({ timeout: 180_000 })
  const digest = page.locator('#messages article', { hasText: 'This message stands for them' })
  await digest.getByText(/^[2-5]\d\d sign-ups are waiting/).waitFor({ timeout: 180_000 })
  await digest.getByRole('button', { name: 'Choose whom to approve' }).click()
  const form = page.getByRole('dialog', { name: 'Whom to approve?' })
  await form.getByRole('checkbox').nth(1).uncheck()
  await form.getByText('199 of 200 chosen.').waitFor()
  await take(form, 'choose')
  await form.getByRole('button', { name: 'Approve chosen' }).click()
  await digest.getByText('is approving 199').waitFor({ timeout: 60_000 })
  await page.mouse.move(0, 0)
  await take(page.locator('.slack'), 'digest')
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
