// Modals that a small app opens with views.open, with kinds of fields that the bot does not use.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { axe, openBrowser } from '../../support/browser.ts'
import { openPage, says } from '../support/open-demo.ts'
import { openPageOnly } from '../support/open-page-only.ts'
import { buttonRow, call, openSocket } from '../support/open-workspace.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

const plain = (text: string) => ({ type: 'plain_text', text })

const modal = {
  type: 'modal',
  title: plain('Deny *this* sign-up?'),
  submit: plain('Deny'),
  close: plain('Keep'),
  notify_on_close: true,
  blocks: [
    { type: 'section', text: plain('*Stars* and <!channel> stay as they are.') },
    {
      type: 'input',
      block_id: 'why',
      label: plain('Why?'),
      element: { type: 'plain_text_input', action_id: 'reason', max_length: 20 },
    },
    {
      type: 'input',
      block_id: 'kind',
      optional: true,
      label: plain('Kind'),
      element: {
        type: 'static_select',
        action_id: 'pick',
        options: [
          { text: plain('Spam'), value: 'spam' },
          { text: plain('Mistake'), value: 'mistake' },
        ],
      },
    },
    buttonRow('Help'),
  ],
}

const clicked = z.looseObject({
  trigger_id: z.string(),
  actions: z.array(z.looseObject({ action_id: z.string() })),
})
const submitted = z.looseObject({
  type: z.string(),
  view: z.looseObject({ state: z.looseObject({ values: z.record(z.string(), z.unknown()) }) }),
})

/** A channel with one button, which opens the modal for Ada. */
async function openModal() {
  const { slack, cast, url } = await openPageOnly()
  const app = await openSocket(slack)
  await call(slack, 'chat.postMessage', { channel: cast.channel, text: 'Deny', blocks: [buttonRow('Deny…')] })
  const page = await openPage(browser, `${url}?as=ada`)
  await page.getByRole('button', { name: 'Deny…' }).click()
  const click = await app.next(1)
  app.ack(click.envelope_id)
  const { trigger_id } = clicked.parse(click.payload)
  await call(slack, 'views.open', { trigger_id, view: modal })
  const dialog = page.getByRole('dialog', { name: 'Deny *this* sign-up?' })
  await dialog.waitFor()
  return { slack, app, page, dialog, url }
}

const isFocused = (page: Page, name: string) => page.locator(`[name=${name}]:focus`).waitFor()

test('a modal is a dialog with labelled fields, in which plain text is not parsed', async () => {
  const { dialog, page } = await openModal()

  await says(dialog, '*Stars* and <!channel> stay as they are.')
  await dialog.getByRole('textbox', { name: 'Why?' }).waitFor()
  await dialog.getByRole('combobox', { name: 'Kind' }).waitFor()
  expect(await axe(page)).toEqual([])
})

test('only the person who clicked sees it', async () => {
  const { url } = await openModal()
  const bens = await openPage(browser, `${url}?as=ben`)

  await bens.getByRole('button', { name: 'Deny…' }).waitFor()

  expect(await bens.getByRole('dialog').count()).toBe(0)
})

test('what was entered is sent; an error is shown at its field, and what was typed stays', async () => {
  const { app, dialog, page } = await openModal()
  await dialog.getByRole('textbox', { name: 'Why?' }).fill('No idea')
  await dialog.getByRole('combobox', { name: 'Kind' }).selectOption('mistake')
  await dialog.getByRole('button', { name: 'Deny' }).click()

  const first = await app.next(2)
  expect(submitted.parse(first.payload)).toMatchObject({
    type: 'view_submission',
    view: {
      state: {
        values: {
          why: { reason: { value: 'No idea' } },
          kind: { pick: { selected_option: { value: 'mistake' } } },
        },
      },
    },
  })
  app.ack(first.envelope_id, { response_action: 'errors', errors: { why: 'Please tell more.' } })
  await says(dialog, 'Please tell more.')
  expect(await dialog.getByRole('textbox', { name: 'Why?' }).inputValue()).toBe('No idea')
  expect(await dialog.getByRole('combobox', { name: 'Kind' }).inputValue()).toBe('mistake')

  await dialog.getByRole('textbox', { name: 'Why?' }).fill('Nobody knows them')
  await page.keyboard.press('Enter')
  const second = await app.next(3)
  app.ack(second.envelope_id)
  await dialog.waitFor({ state: 'detached' })
})

test('a required field has to be filled in before anything is sent', async () => {
  const { slack, dialog, page } = await openModal()
  const before = slack.envelopes.length

  await dialog.getByRole('button', { name: 'Deny' }).click()

  await isFocused(page, 'why')
  expect(slack.envelopes.length).toBe(before)
})

test('a modal that the app changes stays open, with the focus where it was, and may be as long as Slack allows', async () => {
  const { slack, dialog, page } = await openModal()
  await dialog.getByRole('button', { name: 'Help' }).focus()
  const [view] = slack.views()

  const lines = Array.from({ length: 99 }, (_, line) => ({ type: 'section', text: plain(`Line ${line}`) }))
  const { submit, ...rest } = modal
  await call(slack, 'views.update', {
    view_id: view?.id,
    view: { ...rest, blocks: [...lines, buttonRow('Help')] },
  })

  await says(dialog, 'Line 98')
  expect(await page.locator('button:focus').innerText()).toBe('Help')
})

test('a button in it can be pressed, and Escape closes it, which the app is told', async () => {
  const { slack, app, dialog, page } = await openModal()

  await dialog.getByRole('button', { name: 'Help' }).click()
  const help = await app.next(2)
  app.ack(help.envelope_id)
  expect(clicked.parse(help.payload).actions).toMatchObject([{ action_id: 'Help' }])

  await page.keyboard.press('Escape')
  const closed = await app.next(3)
  app.ack(closed.envelope_id)
  expect(closed.payload).toMatchObject({ type: 'view_closed' })
  await dialog.waitFor({ state: 'detached' })
  expect(slack.views().map(({ state }) => state)).toEqual(['closed'])
})
