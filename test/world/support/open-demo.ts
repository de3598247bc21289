// The demo and a real browser for one file of tests, and what a visitor does on the page.
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest'
import { openBrowser } from '../../support/browser.ts'
import { type Demo, startDemo } from '../page/start-demo.ts'

export interface Stranger {
  readonly name: string
  readonly email: string
}

export interface DemoForTests {
  readonly demo: () => Demo
  readonly browser: () => Browser
  /** The page in its own browser context, as this person; the test fails if its console shows an error. */
  readonly open: (as: string, options?: BrowserContextOptions) => Promise<Page>
  /** Signs up a stranger whom no other test of the file uses; resolves when their card is in the channel. */
  readonly signUp: (page: Page) => Promise<Stranger>
}

/** Everything starts before the file's tests and ends after them. */
export function openDemo(): DemoForTests {
  let started: { readonly demo: Demo; readonly browser: Browser } | undefined
  const demo = () => known(started).demo
  const browser = () => known(started).browser
  let strangers = 0

  beforeAll(async () => {
    const [aDemo, aBrowser] = await Promise.all([startDemo({ port: 0 }), openBrowser()])
    started = { demo: aDemo, browser: aBrowser }
    await aDemo.slack.waitFor('the bot to connect', () => aDemo.slack.sockets > 0, 25_000)
  })
  afterAll(async () => {
    await started?.browser.close()
    await started?.demo.stop()
  })

  return {
    demo,
    browser,
    open: (as, options) => openPage(browser(), `${demo().url}?as=${as}`, options),
    signUp: async (page) => {
      strangers += 1
      const stranger = { name: `Stranger ${strangers}`, email: `stranger${strangers}@visitors.example` }
      await fillSignUp(page, stranger)
      await cardOf(page, stranger).getByRole('button', { name: 'Approve' }).waitFor()
      return stranger
    },
  }
}

function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The demo has not started')
  return value
}

/** A page in its own browser context, which closes with the test; the test fails if its console shows an unexpected error. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
  expected?: RegExp,
): Promise<Page> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
  const page = await context.newPage()
  const errors: string[] = []
  page.on('console', (message) => {
    const isProblem = message.type() === 'error' || message.type() === 'warning'
    if (isProblem && !expected?.test(message.text())) errors.push(message.text())
  })
  page.on('pageerror', (error) => errors.push(String(error)))
  onTestFinished(async () => {
    await context.close()
    expect(errors).toEqual([])
  })
  await page.goto(url)
  return page
}

/** Fills in the sign-up form and sends it. */
export async function fillSignUp(
  page: Page,
  { name, email, password = 'Correct-horse-7' }: Stranger & { readonly password?: string },
): Promise<void> {
  const form = page.locator('#sign-up')
  await form.getByLabel('Name').fill(name)
  await form.getByLabel('E-mail').fill(email)
  await form.getByLabel('Password').fill(password)
  await form.getByRole('button', { name: 'Sign up' }).click()
}

/** Sends the sign-in form, which is filled in for the person who signed up last. */
export async function signIn(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Sign in' }).click()
  return page.locator('#sign-in .answer')
}

/** The card in the channel, not a private answer about the same person. */
export function cardOf(page: Page, { email }: Pick<Stranger, 'email'>): Locator {
  return page.locator('#messages article:not(.private)', { hasText: email })
}

/** The last message with these words that only this person sees. */
export function privateAnswer(page: Page, words: string): Locator {
  return page.locator('#messages article.private', { hasText: words }).last()
}

/** Presses Approve and confirms the dialog. */
export async function approve(page: Page, where: Locator): Promise<void> {
  await where.getByRole('button', { name: 'Approve' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
}

/** Switches the page to another person. */
export async function become(page: Page, name: string): Promise<void> {
  await page.getByRole('radio', { name }).check()
}

/** Resolves once the element shows these words. */
export function says(where: Locator, words: string | RegExp): Promise<void> {
  return where.getByText(words).first().waitFor()
}
