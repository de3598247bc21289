// What goes wrong in the forms and in Cognito, and what the page says about it: at the field, and on the card.
import { expect, test } from 'vitest'
import { approve, cardOf, fillSignUp, openDemo, says, signIn } from '../support/open-demo.ts'

const { demo, open, signUp } = openDemo()

test('a taken e-mail, a weak password and an empty form are reported at the field, in Cognito’s own words', async () => {
  const page = await open('ada')
  const stranger = await signUp(page)
  const email = page.locator('#sign-up-email-error')
  const password = page.locator('#sign-up-password-error')

  await fillSignUp(page, stranger)
  await says(email, 'An account with the given email already exists.')
  expect(await page.locator('#sign-up').getByLabel('E-mail').getAttribute('aria-invalid')).toBe('true')
  expect(await password.isVisible()).toBe(false)

  await fillSignUp(page, { name: 'Weak', email: 'weak@visitors.example', password: 'short' })
  await says(password, 'Password did not conform with policy: Password not long enough')
  expect(await email.isVisible()).toBe(false)

  await fillSignUp(page, { name: '', email: '', password: '' })
  await says(email, 'Member must have length greater than or equal to 1')
  expect(await email.innerText()).not.toContain('password')
  await says(password, /^Value at 'password' failed to satisfy constraint/)
  expect(await page.locator('#sign-up-email:focus').count()).toBe(1)
})

test('a name that is too long is reported at its field, in Cognito’s own words', async () => {
  const page = await open('ada')
  const name = page.locator('#sign-up-name-error')

  await fillSignUp(page, { name: 'x'.repeat(2049), email: 'long@visitors.example' })

  await says(name, 'Member must have length less than or equal to 2048')
  expect(await page.locator('#sign-up').getByLabel('Name').getAttribute('aria-invalid')).toBe('true')
  expect(await page.locator('#sign-up-email-error').isVisible()).toBe(false)
})

test('an unknown user is reported in Cognito’s own words', async () => {
  const page = await open('ada')
  const form = page.locator('#sign-in')

  await form.getByLabel('E-mail').fill('nobody@visitors.example')

  await says(await signIn(page), 'User does not exist.')
})

test('a script in a name is text', async () => {
  const page = await open('ada')
  const hostile = '<img src=x onerror="document.title=1"><script>document.title=1</script>'

  await fillSignUp(page, { name: hostile, email: 'hostile@visitors.example' })

  await says(cardOf(page, { email: 'hostile@visitors.example' }), hostile.replaceAll('"', "'"))
  await page.locator('#drawer > summary').click()
  await says(page.locator('#happened'), 'hostile@visitors.example signed up')
  expect(await page.title()).toBe('Countersign: try it')
  expect(await page.locator('img').count()).toBe(0)
})

test('every choice reaches Cognito, and can be withdrawn', async () => {
  const page = await open('ada')
  const choice = page.getByLabel('Make it fail')
  const note = page.locator('#fault-note [data-fault]')
  const { cognito } = demo()

  const faults = ['throttled', 'access-denied', 'function-failed', 'deleted', 'lost-answer', 'group-denied']
  for (const fault of [...faults, '']) {
    await choice.selectOption(fault)
    await page.locator(`#fault-note [data-fault="${fault}"]`).waitFor({ state: 'attached' })
    expect(cognito.kind === 'running' && cognito.cognito.proxy.nextFault).toBe(fault === '' ? null : fault)
  }
  expect(await note.innerText()).toBe('')
})

test.each([
  ['access-denied', 'Ask an operator to allow cognito-idp:AdminConfirmSignUp', true],
  ['function-failed', 'but the pool’s post confirmation function failed: “', false],
  ['deleted', 'Deleted from the pool', false],
  ['lost-answer', 'approval, which got no answer', false],
])('%s, chosen as Cognito’s next answer, is shown on the card, and used up', async (fault, words, isOpen) => {
  const page = await open('ada')
  const stranger = await signUp(page)
  const card = cardOf(page, stranger)
  const choice = page.getByLabel('Make it fail')

  await choice.selectOption(fault)
  await says(page.locator('#fault-note'), 'Chosen.')
  await approve(page, card)

  await says(card, words)
  await says(page.locator('#fault-note'), 'Cognito answers as usual again.')
  expect(await choice.inputValue()).toBe('')
  if (!isOpen) return
  await approve(page, card)
  await says(card, 'They can sign in now')
})

test('a user who can’t be added to the group is let in all the same, and Try again adds them', async () => {
  const page = await open('ada')
  const stranger = await signUp(page)
  const card = cardOf(page, stranger)

  await page.getByLabel('Make it fail').selectOption('group-denied')
  await says(page.locator('#fault-note'), 'Chosen.')
  await approve(page, card)

  await says(card, 'They can sign in now')
  await says(card, 'Ask an operator to allow cognito-idp:AdminAddUserToGroup')
  await card.getByRole('button', { name: 'Try again' }).click()
  await says(card, 'Added to group “customers”.')
})
