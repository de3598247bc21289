// The page is accessible: axe-core finds nothing serious, in light and dark, on a desktop and on a phone.
import { expect, test } from 'vitest'
import { axe } from '../../support/browser.ts'
import { approve, cardOf, fillSignUp, openDemo, privateAnswer, says } from '../support/open-demo.ts'

const { open, signUp } = openDemo()

const desktop = { width: 1280, height: 800 }
const phone = { width: 390, height: 844 }

test.each([
  ['light, on a desktop', { colorScheme: 'light', viewport: desktop }],
  ['dark, on a desktop', { colorScheme: 'dark', viewport: desktop }],
  ['light, on a phone', { colorScheme: 'light', viewport: phone }],
  ['dark, on a phone', { colorScheme: 'dark', viewport: phone }],
] as const)('nothing serious is found: %s', async (name, options) => {
  const page = await open('eve', options)
  const stranger = await signUp(page)
  await approve(page, cardOf(page, stranger))
  // The same refusal is told once in 30 seconds: to the first of the four.
  if (name === 'light, on a desktop')
    await says(privateAnswer(page, stranger.email), 'You are not an approver')
  await page.locator('#drawer > summary').click()
  await says(page.locator('#happened'), 'Eve Laurent pressed Approve')
  expect(await axe(page)).toEqual([])

  await page.locator('#drawer > summary').click()
  await page.locator('#sign-up').getByLabel('E-mail').fill(stranger.email)
  await page.getByRole('button', { name: 'Sign up' }).click()
  await says(page.locator('#sign-up-email-error'), 'already exists')
  await page.getByRole('combobox', { name: 'Command' }).fill('/')
  await page.getByRole('option', { name: 'list' }).waitFor()
  expect(await axe(page)).toEqual([])

  await page.keyboard.press('Escape')
  await cardOf(page, stranger).getByRole('button', { name: 'Approve' }).click()
  await page.getByRole('dialog').waitFor()
  expect(await axe(page)).toEqual([])
})

test.each([
  ['a desktop', desktop],
  ['a phone', phone],
])('nothing is wider than the screen of %s', async (_, viewport) => {
  const page = await open('ada', { viewport })
  await signUp(page)

  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(viewport.width)
})

test('a long e-mail stays within the dialog', async () => {
  const page = await open('ada', { viewport: phone })
  const email = `${'x'.repeat(100)}@visitors.example`
  await fillSignUp(page, { name: 'Long', email })

  await cardOf(page, { email }).getByRole('button', { name: 'Approve' }).click()

  await says(page.getByRole('dialog'), `${'x'.repeat(30)}@visitors.example`)
  expect(
    await page.evaluate(
      '(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector("#confirm"))',
    ),
  ).toBe(0)
})

test('on a desktop, all people are in one row, and what happened is a landmark', async () => {
  const page = await open('ada', { viewport: desktop })

  const people = page.locator('.person')
  const boxes = await Promise.all((await people.all()).map((person) => person.boundingBox()))
  const tops = boxes.map((box) => box?.y)
  expect(tops).toEqual(Array(5).fill(tops[0]))
  expect(
    await page.getByRole('complementary', { name: 'What just happened' }).locator('#happened').count(),
  ).toBe(1)
})

test('on a desktop, the page does not scroll, and both halves are visible', async () => {
  const page = await open('ada', { viewport: desktop })

  expect(await page.evaluate('document.documentElement.scrollHeight')).toBe(desktop.height)
  for (const title of ['Your product', 'Slack'])
    expect(await page.getByRole('heading', { name: title, exact: true }).isVisible()).toBe(true)
})
