// Fifty sign-ups at one press: they share messages, and are decided one by one, or all of a message at once.
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { axe } from '../../support/browser.ts'
import { openDemo, says } from '../support/open-demo.ts'

const { demo, open } = openDemo()

const rushButton = (page: Page) => page.getByRole('button', { name: '50 sign-ups at once', exact: true })

function cognito() {
  const { cognito: state } = demo()
  if (state.kind !== 'running') throw new Error('Cognito is not running')
  return state.cognito
}

function confirmations(): number {
  return cognito().proxy.calls.filter(({ operation }) => operation === 'AdminConfirmSignUp').length
}

/** A shared message in which nothing is decided yet; starts another rush if there is none. */
async function sharedMessage(page: Page) {
  const { slack, cast } = demo()
  const find = () =>
    slack.messages(cast.channel).find(({ words, buttons }) => {
      const waiting = buttons.filter(({ label }) => label === 'Approve').length
      return waiting > 5 && words.startsWith(`${waiting} new sign-ups`)
    })
  if (find() === undefined) await rushButton(page).click()
  const { ts, words } = await slack.waitFor('a shared message', find)
  const message = page.locator(`[id="message-${ts}"] article`)
  await message.waitFor()
  const emails = [...words.matchAll(/\S+@visitors\.example/g)].map(([email]) => email)
  return { message, emails }
}

async function openForm(page: Page, message: Locator): Promise<Locator> {
  await message.getByRole('button', { name: 'Approve all who' }).first().click()
  const form = page.getByRole('dialog', { name: 'Whom to approve?' })
  await form.waitFor()
  return form
}

test('fifty people sign up at one press of a button, which is busy until the end, and they share messages', async () => {
  const page = await open('ada')
  const button = rushButton(page)
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  let presses = 0
  await page.route('**/rush', async (route) => {
    presses += 1
    await held
    await route.continue()
  })

  await button.click()
  await page.locator('#rush-50 button[aria-busy=true][aria-disabled=true]').waitFor()
  await button.click({ force: true })
  release()

  await says(page.locator('#rush-50'), '50 people have signed up. They share messages in #sign-ups.')
  expect(await button.isEnabled()).toBe(true)
  expect(presses).toBe(1)
  const { slack, cast } = demo()
  const emails = await slack.waitFor('all fifty', () => {
    const words = slack.messages(cast.channel).map((message) => message.words)
    const found = new Set(words.join().match(/\S+@visitors\.example/g))
    return found.size === 50 ? found : undefined
  })
  expect(emails).not.toContain(await page.locator('#sign-up-email').inputValue())
  expect(slack.messages(cast.channel).length).toBeLessThan(20)
  await page.locator('#messages article', { hasText: 'Each is decided separately.' }).first().waitFor()
  await page.locator('#drawer > summary').click()
  await says(page.locator('#happened'), '50 people signed up at once')
  await says(page.locator('#happened'), 'and 47 more SignUp')
})

test('a single click in a shared message shows its result in its place', async () => {
  const page = await open('ada')
  const { message, emails } = await sharedMessage(page)

  await message.locator('[data-action=approve]').nth(2).click()
  await says(page.getByRole('dialog'), emails[2] ?? '')
  await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()

  await says(message, `${emails.length} sign-ups, ${emails.length - 1} waiting`)
  await says(message, 'They can sign in now')
  expect((await message.innerText()).replaceAll('\n', ' ')).toMatch(
    new RegExp(` 3\\. [^✅]*${emails[2]}[^✅]*✅ ?Approved by @Ada Lindqvist[^✅]* 4\\. `),
  )
  expect(await message.locator('[data-action=approve]').count()).toBe(emails.length - 1)
})

test('the form lists all sign-ups of a message, and Cancel changes nothing', async () => {
  const page = await open('ada')
  const { message, emails } = await sharedMessage(page)
  const before = confirmations()

  const form = await openForm(page, message)
  for (const email of emails) await says(form, email)
  expect(await axe(page)).toEqual([])
  await form.getByRole('button', { name: 'Cancel' }).click()

  await form.waitFor({ state: 'detached' })
  expect(confirmations()).toBe(before)
  expect(await message.locator('[data-action=approve]').count()).toBe(emails.length)
  expect(demo().slack.views().at(-1)?.state).toBe('closed')
})

test('when it is sent, the form confirms those whose boxes are ticked, and a line says so at the end', async () => {
  const page = await open('ben')
  const { message, emails } = await sharedMessage(page)

  const form = await openForm(page, message)
  await form.getByRole('checkbox').nth(1).uncheck()
  const chosen = emails.length - 1
  await says(form, `${chosen} of ${emails.length} chosen.`)
  await form.getByRole('button', { name: 'Approve chosen' }).click()

  await form.waitFor({ state: 'detached' })
  await says(message, `${emails.length} sign-ups, 1 waiting`)
  expect((await message.innerText()).replaceAll('\n', ' ')).toMatch(
    new RegExp(`✅ ?@Ben Okafor approved ${chosen} sign-ups at once: ${chosen} confirmed\\.`),
  )
  expect(await message.locator('[data-action=approve]').count()).toBe(1)
})

test('a person who may not approve gets no form, and is told why', async () => {
  const page = await open('eve')
  const { message } = await sharedMessage(page)

  await message.getByRole('button', { name: 'Approve all who' }).first().click()

  await says(page.locator('#messages article.private'), 'You are not an approver')
  expect(await page.getByRole('dialog').count()).toBe(0)
})

test('the sign-ups that Cognito refuses are counted, with its own words', async () => {
  const page = await open('ada')
  await sharedMessage(page)
  // The page forgets whom it has signed up, and tries the same people again.
  cognito().tried.clear()

  await rushButton(page).click()

  const answer = page.locator('#rush-50 .answer')
  await says(answer, /^\d+ of 50 people have signed up\. Cognito refused the others:/)
  await says(answer, /An account with the given email already exists\. \(\d+ times\)/)
  await says(answer, 'UsernameExistsException')
})

test('one message stands for five hundred at once, and its list can be opened', async () => {
  const page = await open('ada')
  await page.getByRole('button', { name: '500 sign-ups at once' }).click()
  const words = '500 people have signed up. One message stands for most of them in #sign-ups.'
  await page.locator('#rush-500').getByText(words).waitFor({ timeout: 90_000 })

  const digest = page.locator('#messages article', { hasText: 'sign-ups are waiting' }).last()
  await digest.getByRole('button', { name: 'Choose whom to approve' }).click()

  const form = page.getByRole('dialog', { name: 'Whom to approve?' })
  await form.waitFor()
  await says(form, '@visitors.example')
}, 120_000)
