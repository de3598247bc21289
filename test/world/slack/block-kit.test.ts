import { describe, expect, it, test } from 'vitest'
import { call, openWorkspace } from '../support/open-workspace.ts'
import { checkBlocks } from './block-kit/check-blocks.ts'
import { readWords } from './block-kit/read-words.ts'

type Fields = Readonly<Record<string, unknown>>

const x = (length: number) => 'x'.repeat(length)
const plain = (text: string) => ({ type: 'plain_text', text })
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text })
const section = (more: Fields) => ({ type: 'section', ...more })
const actions = (...elements: unknown[]) => ({ type: 'actions', elements })
const button = (more: Fields = {}) => ({ type: 'button', text: plain('Go'), ...more })
const rich = (...elements: unknown[]) => ({ type: 'rich_text', elements })
const inline = (...elements: unknown[]) => rich({ type: 'rich_text_section', elements })
const input = (element: Fields) => ({ type: 'input', label: plain('Why?'), element })
const option = (text: string, value: string) => ({ text: plain(text), value })
const boxes = (more: Fields) => ({ type: 'checkboxes', options: [option('a', '1')], ...more })
const times = (count: number, thing: unknown) => Array.from({ length: count }, () => thing)
const confirm = (more: Fields = {}) => ({
  title: plain('Sure?'),
  text: mrkdwn('Really?'),
  confirm: plain('Yes'),
  deny: plain('No'),
  ...more,
})

describe('accepts what is just within the limits', () => {
  it.each<[string, unknown[]]>([
    ['50 blocks', times(50, { type: 'divider' })],
    ['a section of 3,000 characters', [section({ text: mrkdwn(x(3000)) })]],
    ['10 fields', [section({ fields: times(10, plain(x(100))) })]],
    ['a field of 2,000 characters', [section({ fields: [plain(x(2000))] })]],
    ['a header of 150 characters', [{ type: 'header', text: plain(x(150)) }]],
    ['25 buttons in a row', [actions(...times(25, button()))]],
    ['a button of 75 characters', [actions(button({ text: plain(x(75)) }))]],
    ['a value of 2,000 characters', [actions(button({ value: x(2000) }))]],
    ['a url of 3,000 characters', [actions(button({ url: x(3000) }))]],
    ['ids of 255 characters', [{ ...actions(button({ action_id: x(255) })), block_id: x(255) }]],
    ['10 elements in a context', [{ type: 'context', elements: times(10, mrkdwn('x')) }]],
    [
      'a confirm dialog of 100, 300, 30, 30 characters',
      [
        actions(
          button({
            confirm: confirm({
              title: plain(x(100)),
              text: plain(x(300)),
              confirm: plain(x(30)),
              deny: plain(x(30)),
              style: 'danger',
            }),
          }),
        ),
      ],
    ],
    [
      'an overflow menu',
      [section({ text: plain('x'), accessory: { type: 'overflow', options: [option('a', '1')] } })],
    ],
    [
      'a select',
      [actions({ type: 'static_select', placeholder: plain('Pick'), options: [option('a', '1')] })],
    ],
    ['an image', [{ type: 'image', image_url: 'https://example.com/a.png', alt_text: 'A' }]],
    ['a markdown block', [{ type: 'markdown', text: '**x**' }]],
    ['an input', [input({ type: 'plain_text_input', multiline: true })]],
    [
      'every kind of rich text',
      [
        inline(
          { type: 'text', text: 'x', style: { bold: true, code: true } },
          { type: 'user', user_id: 'U1' },
          { type: 'usergroup', usergroup_id: 'S1' },
          { type: 'channel', channel_id: 'C1' },
          { type: 'emoji', name: 'wave' },
          { type: 'link', url: 'https://example.com', text: 'there' },
          {
            type: 'date',
            timestamp: 1_700_000_000,
            format: '{date_short_pretty} at {time}',
            fallback: 'then',
          },
          { type: 'broadcast', range: 'here' },
        ),
        rich(
          {
            type: 'rich_text_list',
            style: 'bullet',
            indent: 8,
            elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'x' }] }],
          },
          { type: 'rich_text_quote', elements: [{ type: 'text', text: 'x' }] },
          { type: 'rich_text_preformatted', border: 1, elements: [{ type: 'text', text: 'x' }] },
        ),
      ],
    ],
  ])('%s', (_, blocks) => {
    expect(checkBlocks(blocks, 'message')).toMatchObject({ kind: 'taken' })
  })
})

describe('refuses what is beyond the limits, and says where', () => {
  it.each<[string, unknown[], string]>([
    ['51 blocks', times(51, { type: 'divider' }), 'no more than 50 items allowed [json-pointer:/blocks]'],
    ['an unknown block', [{ type: 'marquee' }], 'unsupported type [json-pointer:/blocks/0/type]'],
    [
      'an unknown field',
      [{ type: 'divider', color: 'red' }],
      'invalid additional property: color [json-pointer:/blocks/0]',
    ],
    [
      'a section of 3,001 characters',
      [section({ text: mrkdwn(x(3001)) })],
      'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      '11 boxes',
      [section({ text: plain('x'), accessory: boxes({ options: times(11, option('a', '1')) }) })],
      'no more than 10 items allowed [json-pointer:/blocks/0/accessory/options]',
    ],
    [
      'ticks of none',
      [section({ text: plain('x'), accessory: boxes({ initial_options: [] }) })],
      'no fewer than 1 items allowed [json-pointer:/blocks/0/accessory/initial_options]',
    ],
    [
      'ticks of what is no option',
      [section({ text: plain('x'), accessory: boxes({ initial_options: [option('b', '1')] }) })],
      'must define `initial_options` that exactly match some of `options` [json-pointer:/blocks/0/accessory]',
    ],
    [
      'an empty text',
      [section({ text: mrkdwn('') })],
      'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      'a section with nothing in it',
      [section({})],
      'must define either `text` or `fields` [json-pointer:/blocks/0]',
    ],
    [
      '11 fields',
      [section({ fields: times(11, plain('x')) })],
      'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
    ],
    [
      'a field of 2,001 characters',
      [section({ fields: [plain(x(2001))] })],
      'must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]',
    ],
    [
      'emoji in mrkdwn',
      [section({ text: { ...mrkdwn('x'), emoji: true } })],
      'invalid additional property: emoji [json-pointer:/blocks/0/text]',
    ],
    [
      'a header of 151 characters',
      [{ type: 'header', text: plain(x(151)) }],
      'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      'mrkdwn in a header',
      [{ type: 'header', text: mrkdwn('x') }],
      'must be one of plain_text [json-pointer:/blocks/0/text/type]',
    ],
    [
      '26 buttons in a row',
      [actions(...times(26, button()))],
      'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
    ],
    ['a row of no buttons', [actions()], 'no fewer than 1 items allowed [json-pointer:/blocks/0/elements]'],
    [
      'a button of 76 characters',
      [actions(button({ text: plain(x(76)) }))],
      'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
    ],
    [
      'mrkdwn on a button',
      [actions(button({ text: mrkdwn('x') }))],
      'must be one of plain_text [json-pointer:/blocks/0/elements/0/text/type]',
    ],
    [
      'a button without text',
      [actions({ type: 'button' })],
      'missing required field: text [json-pointer:/blocks/0/elements/0/text]',
    ],
    [
      'a value of 2,001 characters',
      [actions(button({ value: x(2001) }))],
      'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
    ],
    [
      'a url of 3,001 characters',
      [actions(button({ url: x(3001) }))],
      'must be less than 3001 characters [json-pointer:/blocks/0/elements/0/url]',
    ],
    [
      'an unknown style',
      [actions(button({ style: 'neon' }))],
      'must be one of primary, danger [json-pointer:/blocks/0/elements/0/style]',
    ],
    [
      'an action_id of 256 characters',
      [actions(button({ action_id: x(256) }))],
      'must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]',
    ],
    [
      'an action_id twice in a block',
      [actions(button({ action_id: 'a' }), button({ action_id: 'a' }))],
      'action_id "a" already exists [json-pointer:/blocks/0]',
    ],
    [
      'a block_id of 256 characters',
      [{ type: 'divider', block_id: x(256) }],
      'must be less than 256 characters [json-pointer:/blocks/0/block_id]',
    ],
    [
      'a block_id twice',
      times(2, { type: 'divider', block_id: 'a' }),
      'block_id "a" already exists [json-pointer:/blocks/1/block_id]',
    ],
    [
      '11 elements in a context',
      [{ type: 'context', elements: times(11, mrkdwn('x')) }],
      'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
    ],
    [
      'a button in a context',
      [{ type: 'context', elements: [button()] }],
      'unsupported type [json-pointer:/blocks/0/elements/0/type]',
    ],
    [
      'a dialog title of 101 characters',
      [actions(button({ confirm: confirm({ title: plain(x(101)) }) }))],
      'must be less than 101 characters [json-pointer:/blocks/0/elements/0/confirm/title/text]',
    ],
    [
      'a dialog of 301 characters',
      [actions(button({ confirm: confirm({ text: mrkdwn(x(301)) }) }))],
      'must be less than 301 characters [json-pointer:/blocks/0/elements/0/confirm/text/text]',
    ],
    [
      'a confirm button of 31 characters',
      [actions(button({ confirm: confirm({ confirm: plain(x(31)) }) }))],
      'must be less than 31 characters [json-pointer:/blocks/0/elements/0/confirm/confirm/text]',
    ],
    [
      'a deny button of 31 characters',
      [actions(button({ confirm: confirm({ deny: plain(x(31)) }) }))],
      'must be less than 31 characters [json-pointer:/blocks/0/elements/0/confirm/deny/text]',
    ],
    [
      '6 choices in an overflow',
      [actions({ type: 'overflow', options: times(6, option('a', '1')) })],
      'no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]',
    ],
    [
      '101 choices in a select',
      [actions({ type: 'static_select', options: times(101, option('a', '1')) })],
      'no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]',
    ],
    [
      'a select with no choices',
      [actions({ type: 'static_select' })],
      'must define either `options` or `option_groups` [json-pointer:/blocks/0/elements/0]',
    ],
    [
      'an image without an alt text',
      [{ type: 'image', image_url: 'https://example.com/a.png' }],
      'missing required field: alt_text [json-pointer:/blocks/0/alt_text]',
    ],
    [
      'empty rich text',
      [inline({ type: 'text', text: '' })],
      'must be more than 0 characters [json-pointer:/blocks/0/elements/0/elements/0/text]',
    ],
    [
      'an unknown rich text element',
      [inline({ type: 'mrkdwn', text: 'x' })],
      'unsupported type [json-pointer:/blocks/0/elements/0/elements/0/type]',
    ],
    [
      'a date with half a second',
      [inline({ type: 'date', timestamp: 1.5, format: '{date}' })],
      'must provide a int [json-pointer:/blocks/0/elements/0/elements/0/timestamp]',
    ],
    [
      'an invalid date format',
      [inline({ type: 'date', timestamp: 1, format: '{year}' })],
      'must be a valid date format [json-pointer:/blocks/0/elements/0/elements/0/format]',
    ],
    [
      'a user in preformatted text',
      [rich({ type: 'rich_text_preformatted', elements: [{ type: 'user', user_id: 'U1' }] })],
      'unsupported type [json-pointer:/blocks/0/elements/0/elements/0/type]',
    ],
    [
      'a list of an unknown style',
      [
        rich({
          type: 'rich_text_list',
          style: 'roman',
          elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'x' }] }],
        }),
      ],
      'must be one of bullet, ordered [json-pointer:/blocks/0/elements/0/style]',
    ],
    [
      'a text that is a number',
      [section({ text: { type: 'mrkdwn', text: 7 } })],
      'must provide a string [json-pointer:/blocks/0/text/text]',
    ],
  ])('%s', (_, blocks, message) => {
    const checked = checkBlocks(blocks, 'message')
    expect(checked).toMatchObject({ kind: 'refused', error: 'invalid_blocks' })
    expect(checked.kind === 'refused' && checked.messages).toContain(message)
  })
})

test('a message whose blocks hold more than about 13,200 characters is msg_blocks_too_long', async () => {
  const workspace = await openWorkspace()
  const channel = workspace.addChannel({ name: 'sign-ups' })
  const blocks = [...times(4, section({ text: mrkdwn(x(3000)) })), section({ text: mrkdwn(x(1201)) })]

  expect(await call(workspace, 'chat.postMessage', { channel, text: 'x', blocks })).toMatchObject({
    error: 'msg_blocks_too_long',
  })
  expect(workspace.messages(channel)).toEqual([])
})

test('a refusal carries its reasons where Slack puts them', async () => {
  const workspace = await openWorkspace()
  const channel = workspace.addChannel({ name: 'sign-ups' })
  const blocks = [section({ text: mrkdwn('') })]

  expect(await call(workspace, 'chat.postMessage', { channel, text: 'x', blocks })).toMatchObject({
    ok: false,
    error: 'invalid_blocks',
    errors: ['must be more than 0 characters [json-pointer:/blocks/0/text/text]'],
    response_metadata: {
      messages: ['[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]'],
    },
  })
})

test('a modal accepts 100 blocks, and no markdown', () => {
  expect(checkBlocks(times(100, { type: 'divider' }), 'view')).toMatchObject({ kind: 'taken' })
  expect(checkBlocks(times(101, { type: 'divider' }), 'view')).toMatchObject({ kind: 'refused' })
  expect(checkBlocks([{ type: 'markdown', text: 'x' }], 'view')).toMatchObject({ kind: 'refused' })
})

test('the words of a message are what a person reads in it', () => {
  const blocks = [
    { type: 'header', block_id: '1', text: plain('Sign-up') },
    {
      block_id: '2',
      ...inline({ type: 'text', text: 'by ' }, { type: 'user', user_id: 'U1' }, { type: 'text', text: '.' }),
    },
    { block_id: '3', ...actions(button({ value: 'secret', confirm: confirm() })) },
  ]

  expect(readWords(blocks)).toBe('Sign-up\nby <@U1>.\nGo')
})
