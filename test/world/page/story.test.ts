// The page from end to end in a real browser, as a visitor uses it.
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { approve, become, cardOf, openDemo, privateAnswer, says, signIn } from '../support/open-demo.ts'

const { demo, open, signUp } = openDemo()

/** Resolves once this first step is ticked. */
const isDone = (page: Page, step: string) =>
  page
    .locator('#first-steps')
    .getByRole('listitem')
    .filter({ hasText: `${step} (done)` })
    .waitFor()

test('throttling lasts while the bot retries, and the page does not say that it is over', async () => {
  const page = await open('ada')
  const stranger = await signUp(page)
  const note = page.locator('#fault-note')
  await page.getByLabel('Make it fail').selectOption('throttled')
  await says(note, 'Chosen.')

  await approve(page, cardOf(page, stranger))

  await says(cardOf(page, stranger), 'Confirming…')
  await says(note, 'Every attempt at that approval gets this answer; the next approval is answered as usual.')
  expect(await note.innerText()).not.toContain('Cognito answers as usual again')
})

test('a visitor signs someone up, is refused as a colleague, approves as an approver, and signs in', async () => {
  const page = await open('eve')
  const stranger = await signUp(page)
  const card = cardOf(page, stranger)
  await says(card, 'New sign-up')
  await isDone(page, 'Sign somebody up')
  await says(await signIn(page), 'User is not confirmed.')
  await isDone(page, 'See that they can’t sign in yet')

  await approve(page, card)
  await says(privateAnswer(page, stranger.email), 'You are not an approver')
  expect(await privateAnswer(page, stranger.email).innerText()).toContain('Only visible to you')
  await isDone(page, 'Be refused as Eve')
  await says(await signIn(page), 'User is not confirmed.')

  await become(page, 'Ada Lindqvist')
  await page.getByText('Only visible to you').waitFor({ state: 'detached' })
  await approve(page, card)
  await says(card, 'They can sign in now')
  expect(await card.innerText()).toMatch(/✅\s*Approved by @Ada Lindqvist, today at \d\d:\d\d\./)
  expect(await card.getByRole('button').allInnerTexts()).toEqual(['Undo…', 'Details'])
  await says(card, 'Added to group “customers”.')
  const answer = await signIn(page)
  await says(answer, 'You are in.')
  await says(answer, 'Groups: customers.')
  await isDone(page, 'Approve as Ada, and sign in')
  const ada = demo().cast.person('ada').id
  expect(await answer.innerText()).toContain(`Approved by Ada Lindqvist (${ada})`)
  expect(await answer.innerText()).toContain(`"approvedBy": "${ada}"`)
  expect(await answer.innerText()).toContain('Countersign has approved exactly this user.')
})

test.each([
  ['gus', 'Guests can’t approve sign-ups'],
  ['ola', 'You belong to another workspace'],
])('%s may not approve, and is told why', async (as, words) => {
  const page = await open(as)
  const stranger = await signUp(page)

  await approve(page, cardOf(page, stranger))

  await says(privateAnswer(page, stranger.email), words)
  await says(await signIn(page), 'User is not confirmed.')
})

test('of two approvers in two browsers, one is first, and the other is told so', async () => {
  const adas = await open('ada')
  const bens = await open('ben')
  const stranger = await signUp(adas)
  // Both have the dialog open when the first one confirms.
  for (const page of [adas, bens])
    await cardOf(page, stranger).getByRole('button', { name: 'Approve' }).click()
  await adas.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
  for (const page of [adas, bens]) await says(cardOf(page, stranger), 'They can sign in now')

  await bens.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()

  await says(privateAnswer(bens, stranger.email), 'was first and approved this')
  expect(await privateAnswer(adas, stranger.email).count()).toBe(0)
})

test('an approver denies a stranger with a form, and the card says who did, why, and what was done', async () => {
  const page = await open('ada')
  const stranger = await signUp(page)
  await cardOf(page, stranger).getByRole('button', { name: 'Deny' }).click()
  const form = page.getByRole('dialog', { name: 'Deny this sign-up?' })
  await says(form, 'The account is disabled in Cognito')
  await form.getByLabel('Reason').selectOption({ label: 'Spam or a bot' })
  await form.getByLabel('Note').fill('Nobody knows them')
  await form.getByRole('button', { name: 'Deny', exact: true }).click()

  await says(cardOf(page, stranger), 'Denied by')
  await says(cardOf(page, stranger), 'Nobody knows them')
  await says(cardOf(page, stranger), 'The account is disabled')
  await isDone(page, 'Deny somebody')
})

test('an approver looks at the details, approves there, and sees what came of it', async () => {
  const page = await open('ada')
  const stranger = await signUp(page)
  await cardOf(page, stranger).getByRole('button', { name: 'Details' }).click()
  const modal = page.getByRole('dialog', { name: 'Details' })
  await says(modal, 'In Cognito just now: UNCONFIRMED, enabled')
  await says(modal, 'Countersign noticed the sign-up.')
  await modal.getByRole('button', { name: 'Approve' }).click()
  await page.getByRole('dialog', { name: 'Approve' }).getByRole('button', { name: 'Approve' }).click()

  await says(cardOf(page, stranger), 'They can sign in now')
  await says(modal, 'In Cognito just now: CONFIRMED, enabled')
  expect(await modal.getByRole('button').allInnerTexts()).toEqual(['Undo…', 'Close'])
  // It stays open for Ada in other tests, too.
  await modal.getByRole('button', { name: 'Close' }).click()
  await modal.waitFor({ state: 'detached' })
})

test('cancelling the dialog changes nothing', async () => {
  const page = await open('ada')
  const stranger = await signUp(page)
  const button = cardOf(page, stranger).getByRole('button', { name: 'Approve' })
  const before = demo().slack.envelopes.length

  await button.click()
  await says(page.getByRole('dialog'), `${stranger.email} will be able to sign in`)
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()

  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  expect(await cardOf(page, stranger).locator('button:focus').count()).toBe(1)
  expect(demo().slack.envelopes.length).toBe(before)
})

test('the whole story works with the keyboard', async () => {
  const page = await open('ada')
  const stranger = await signUp(page)
  const card = cardOf(page, stranger)

  await card.getByRole('button', { name: 'Approve' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')

  await says(card, 'They can sign in now')
  // The button is gone with the old card, but the focus stays on the card.
  await page.waitForFunction(
    `document.activeElement.closest('article')?.textContent.includes('${stranger.email}')`,
  )
})

test('a command is completed with the arrow keys, and answered privately with buttons that work', async () => {
  const page = await open('ada')
  const stranger = await signUp(page)
  const box = page.getByRole('combobox', { name: 'Command' })
  await page
    .locator(`#completions [data-command="/confirm-user ${stranger.email}"]`)
    .waitFor({ state: 'attached' })

  await box.fill('/confirm-user st')
  await page.getByRole('option', { name: stranger.email }).waitFor()
  expect(await box.getAttribute('aria-expanded')).toBe('true')
  await box.press('ArrowDown')
  await box.press('Enter')
  expect(await box.inputValue()).toBe(`/confirm-user ${stranger.email}`)
  await box.press('Enter')

  const answer = privateAnswer(page, `1 sign-up is waiting under ${stranger.email}.`)
  await approve(page, answer)
  await says(cardOf(page, stranger), 'They can sign in now')
})

test.each([
  ['hello', 'This box takes commands'],
  ['/remind me', '/remind is not a valid command.'],
])('"%s" is not a command, and the box says so at once', async (words, answer) => {
  const page = await open('ada')

  await page.getByRole('combobox', { name: 'Command' }).fill(words)
  await page.getByRole('button', { name: 'Send command' }).click()

  await says(page.locator('#composer'), answer)
})

test('the drawer shows the envelope, the ack, the confirmation and the update, and no token', async () => {
  const page = await open('ada')
  const stranger = await signUp(page)
  await approve(page, cardOf(page, stranger))
  await says(cardOf(page, stranger), 'They can sign in now')

  await page.getByText('What just happened').click()

  const drawer = page.locator('#happened')
  const click = drawer.locator('.happening', { hasText: 'Ada Lindqvist pressed Approve' }).first()
  for (const name of ['interactive', 'ack', 'AdminConfirmSignUp', 'chat.update'])
    await click
      .locator('.step-name', { hasText: new RegExp(`^${name}$`) })
      .first()
      .waitFor()
  const words = await drawer.textContent()
  expect(words).toContain('"approvedBy": "U')
  expect(words).toMatch(/after \d+ ms/)
  const { slack } = demo()
  for (const secret of [slack.botToken, slack.appToken, slack.apiUrl, 'Correct-horse-7'])
    expect(words).not.toContain(secret)
})

test('the address says who the page is for, even after a reload', async () => {
  const page = await open('eve')
  expect(await page.getByRole('radio', { name: 'Eve Laurent' }).isChecked()).toBe(true)

  await become(page, 'Gus Moreno')
  await page.reload()

  expect(await page.getByRole('radio', { name: 'Gus Moreno' }).isChecked()).toBe(true)
})
