// The app's Home tab on the page: an approver pages, filters and approves there; a colleague sees one sentence.
import { expect, test } from 'vitest'
import { axe } from '../../support/browser.ts'
import { become, openDemo, says } from '../support/open-demo.ts'

const { demo, open } = openDemo()

test('in the Home tab one pages, filters and decides, as the person one is', async () => {
  const page = await open('ada')
  await page.getByRole('button', { name: '50 sign-ups at once' }).click()
  await page.getByText('50 people have signed up.').waitFor()
  await demo().slack.waitFor('cards of all', () => demo().slack.messages(demo().cast.channel)[2])
  await page.getByRole('button', { name: 'Countersign: Home' }).click()
  const home = page.locator('#home')
  await says(home, '50 are waiting. Page 1, 20 of them:')
  await home.getByRole('button', { name: 'Next page' }).click()
  await says(home, 'Page 2, 20 of them:')

  await home.getByLabel('Choose').last().selectOption({ index: 2 })
  await says(home, 'Page 1, 20 of them:')
  await home
    .getByRole('button', { name: /^Approve / })
    .first()
    .click()
  await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
  await says(home, 'Last 24 hours: 1 approved')
  expect(await axe(page)).toEqual([])

  await become(page, 'Eve Laurent')
  await says(home, 'This tab is for approvers only')
  await page.getByRole('button', { name: 'sign-ups', exact: true }).click()
  await page.locator('#messages article').first().waitFor()
})
