import { describe, expect, it } from 'vitest'
import { type Received, readPayload } from '../../../src/slack/listen/read-payload.ts'

const ignore = () => {}

/** What was asked for; throws if Countersign does not know it. */
function read(body: unknown, envelope: string | null = null) {
  const received = readPayload(body, envelope, ignore)
  if (received.kind === 'unsupported') throw new Error(`${received.what} is unsupported`)
  return received.asked
}

/** As https://docs.slack.dev/reference/interaction-payloads/block_actions-payload shows it. */
const payload = {
  type: 'block_actions',
  user: { id: 'U0ADA', username: 'ada', name: 'ada', team_id: 'T0HOME' },
  api_app_id: 'A0BOT',
  token: 'verification',
  container: {
    type: 'message',
    message_ts: '1777636800.000100',
    channel_id: 'C0SIGNUPS',
    is_ephemeral: false,
  },
  trigger_id: '12345.98765.abcd',
  team: { id: 'T0HOME', domain: 'our-company' },
  enterprise: null,
  is_enterprise_install: false,
  channel: { id: 'C0SIGNUPS', name: 'sign-ups' },
  message: { type: 'message', ts: '1777636800.000100', text: 'New sign-up' },
  state: { values: {} },
  response_url: 'https://hooks.slack.com/actions/T0HOME/1/secret',
  actions: [
    {
      action_id: 'approve',
      block_id: 'b1',
      text: { type: 'plain_text', text: 'Approve', emoji: false },
      value: 'round-1',
      style: 'primary',
      type: 'button',
      action_ts: '1777636805.000200',
    },
  ],
}
const [action] = payload.actions

describe('a click on a card', () => {
  it('says who clicked, where, on which message, about which round', () => {
    expect(read(payload, 'envelope-1')).toEqual({
      request: { kind: 'approve', roundId: 'round-1' },
      toldBy: 'card',
      by: { userId: 'U0ADA', teamId: 'T0HOME' },
      channel: 'C0SIGNUPS',
      pressedOn: { channel: 'C0SIGNUPS', ts: '1777636800.000100' },
      responseUrl: 'https://hooks.slack.com/actions/T0HOME/1/secret',
      deliveryKey: expect.any(String),
      slackRequestId: 'envelope-1',
    })
  })

  it('is known by its trigger where there is no envelope, over HTTP', () => {
    expect(read(payload).slackRequestId).toBe('12345.98765.abcd')
    expect(read({ ...payload, trigger_id: undefined }).slackRequestId).toBeNull()
  })

  it('is by the person Slack names, never by one that the button’s value names', () => {
    const forged = { ...payload, actions: [{ ...action, value: '{"user":"U0MALLORY"}' }] }
    expect(read(forged)).toMatchObject({
      by: { userId: 'U0ADA' },
      request: { kind: 'approve', roundId: '{"user":"U0MALLORY"}' },
    })
  })

  it('on a button that we can’t have made is about a round that nobody knows', () => {
    for (const value of ['round-1\0', 'round-1\ud83d', `round-1${'x'.repeat(1000)}`])
      expect(read({ ...payload, actions: [{ ...action, value }] }).request).toEqual({
        kind: 'approve',
        roundId: '…',
      })
  })

  it('by a stranger in a shared channel is from their own workspace, not the card’s', () => {
    const stranger = { ...payload, user: { id: 'U0EVE', team_id: 'T0OTHER' } }
    expect(read(stranger).by).toEqual({ userId: 'U0EVE', teamId: 'T0OTHER' })
  })

  it('on Enterprise Grid is from the organisation, if Slack says nothing else', () => {
    const grid = {
      ...payload,
      user: { id: 'U0ADA' },
      team: null,
      enterprise: { id: 'E0ORGANISATION', name: 'Us' },
    }
    expect(read(grid).by.teamId).toBe('E0ORGANISATION')
  })

  it('without a workspace is from an unknown one, which is nobody’s home', () => {
    const nowhere = { ...payload, user: { id: 'U0ADA' }, team: undefined, enterprise: undefined }
    expect(read(nowhere).by.teamId).toBe('unknown')
  })

  it('on a message that only one person sees is private, and comes without a copy of that message', () => {
    const { message: _, ...rest } = payload
    const ephemeral = { ...rest, container: { ...payload.container, is_ephemeral: true } }
    expect(read(ephemeral)).toMatchObject({ toldBy: 'privately', pressedOn: { ts: '1777636800.000100' } })
  })

  it('fills in what an old payload leaves out from the rest', () => {
    const { container: _, response_url: __, ...rest } = payload
    expect(read(rest)).toMatchObject({
      channel: 'C0SIGNUPS',
      pressedOn: { channel: 'C0SIGNUPS', ts: '1777636800.000100' },
      responseUrl: null,
    })
  })

  it('in a direct message is told privately', () => {
    const direct = { ...payload, channel: { id: 'D0ADA', name: 'directmessage' } }
    expect(read(direct)).toMatchObject({ toldBy: 'privately', channel: 'D0ADA' })
  })

  it('without a channel is on no message that can be found', () => {
    const { container: _, channel: __, ...nowhere } = payload
    expect(read(nowhere)).toMatchObject({ channel: null, pressedOn: null, toldBy: 'card' })
  })

  it('on “Show more” asks for the next page, privately', () => {
    const more = { ...payload, actions: [{ ...action, action_id: 'more', value: 'click-7 round-9' }] }
    expect(read(more)).toMatchObject({
      request: { kind: 'more', listId: 'click-7', after: 'round-9' },
      toldBy: 'privately',
    })
  })

  it('on “Approve all” asks for a form, and its end is told privately', () => {
    const all = { ...payload, actions: [{ ...action, action_id: 'approve-all', value: 'message-3' }] }
    expect(readPayload(all, null, ignore)).toMatchObject({
      asked: {
        request: {
          kind: 'open-form',
          decision: 'approve',
          source: { kind: 'message', messageId: 'message-3' },
        },
        toldBy: 'privately',
      },
      trigger: '12345.98765.abcd',
    })
  })

  it.each([
    ['approve-listed', 'approve'],
    ['deny-listed', 'deny'],
  ])('on a digest asks for the list of one of its pools: %s', (actionId, decision) => {
    const value = 'message-3 us-east-1_Pool1'
    const source = { kind: 'digest', messageId: 'message-3', poolId: 'us-east-1_Pool1' }
    expect(read({ ...payload, actions: [{ ...action, action_id: actionId, value }] })).toMatchObject({
      request: { kind: 'open-form', decision, source },
      toldBy: 'privately',
    })
  })

  it.each([
    ['deny-all', { kind: 'message', messageId: 'id-3' }],
    ['deny-host', { kind: 'host', roundId: 'id-3' }],
  ])('on %s asks for a form to deny many', (action_id, source) => {
    const all = { ...payload, actions: [{ ...action, action_id, value: 'id-3' }] }
    expect(read(all)).toMatchObject({ request: { kind: 'open-form', decision: 'deny', source } })
  })
})

it('“Withdraw” takes back the approval of one round, and the card tells it', () => {
  const pressed = { ...payload, actions: [{ ...action, action_id: 'withdraw', value: 'round-7' }] }
  expect(readPayload(pressed, null, ignore)).toMatchObject({
    asked: { request: { kind: 'withdraw', roundId: 'round-7' }, toldBy: 'card' },
  })
})

it.each(['look-into', 'stop-looking'] as const)(
  '“%s” is about one round, and its card tells what comes of it',
  (kind) => {
    const pressed = { ...payload, actions: [{ ...action, action_id: kind, value: 'round-7' }] }
    expect(readPayload(pressed, null, ignore)).toMatchObject({
      asked: { request: { kind, roundId: 'round-7' }, toldBy: 'card' },
    })
  },
)

describe('“Deny…”', () => {
  const pressed = { ...payload, actions: [{ ...action, action_id: 'deny', value: 'round-7' }] }

  it('asks for a form about one round, and the card tells what comes of it', () => {
    expect(readPayload(pressed, null, ignore)).toMatchObject({
      asked: { request: { kind: 'open-denial', roundId: 'round-7' }, toldBy: 'card' },
      trigger: '12345.98765.abcd',
    })
  })

  it('under a private answer is told privately', () => {
    const container = { ...payload.container, is_ephemeral: true }
    expect(read({ ...pressed, container })).toMatchObject({ toldBy: 'privately' })
  })
})

describe('“Details”', () => {
  const press = (action_id: string, private_metadata?: string) => {
    const { channel: _, container: __, message: ___, response_url: ____, ...rest } = payload
    const actions = [{ ...action, action_id, value: 'round-7' }]
    const view = { id: 'V0DETAILS', private_metadata }
    return private_metadata === undefined
      ? read({ ...payload, actions })
      : read({ ...rest, container: { type: 'view', view_id: 'V0DETAILS' }, view, actions })
  }

  it('asks for all about one round, and is answered privately if it can’t be shown', () => {
    expect(press('details')).toMatchObject({
      request: { kind: 'open-details', roundId: 'round-7' },
      toldBy: 'privately',
    })
    expect(press('details').view).toBeUndefined()
  })

  it('goes on where its page ended, as the modal says, in the same modal', () => {
    const older = { kind: 'turn-details', roundId: 'round-7' }
    expect(press('older', '1777636800000 a1.5')).toMatchObject({
      request: { ...older, after: { at: 1777636800000, id: 'a1.5' } },
      view: 'V0DETAILS',
      channel: null,
    })
    for (const metadata of ['', 'altered', '-5 x'])
      expect(press('older', metadata).request).toEqual({ ...older, after: null })
    expect(press('newest', '1777636800000 a1.5').request).toEqual({ ...older, after: null })
  })

  it('has buttons whose end is told privately, since no message tells it', () => {
    const seen = { toldBy: 'privately', view: 'V0DETAILS', responseUrl: null, pressedOn: null }
    expect(press('approve', '')).toMatchObject({ request: { kind: 'approve', roundId: 'round-7' }, ...seen })
    expect(press('deny', '')).toMatchObject({ request: { kind: 'open-denial', roundId: 'round-7' }, ...seen })
  })
})

describe('what is pressed in App Home', () => {
  const { message: _, channel: __, response_url: ___, ...rest } = payload
  const place = { id: 'store.20', signedUpAt: 2000, warnings: 0 }
  const look = { order: 'longest', poolId: null, host: 'acme.example', page: null }
  const metadata = JSON.stringify({ look, first: place, last: place })
  const press = (pressed: object, private_metadata = metadata) =>
    read({
      ...rest,
      container: { type: 'view', view_id: 'V0HOME' },
      view: { id: 'V0HOME', type: 'home', private_metadata },
      actions: [{ ...action, ...pressed }],
    })

  it('is told privately, and opens a form that has nothing under it', () => {
    const request = { kind: 'open-denial', roundId: 'round-7' }
    const asked = press({ action_id: 'deny', value: 'round-7' })
    expect(asked).toMatchObject({
      request,
      toldBy: 'privately',
      isInHome: true,
      channel: null,
      responseUrl: null,
    })
    expect(asked.view).toBeUndefined()
  })

  it('turns to another page or another choice of what its view shows', () => {
    const { value: _value, ...bare } = action ?? {}
    expect(press({ ...bare, action_id: 'home-next' }).request).toEqual({
      kind: 'turn-home',
      look: { ...look, page: { number: 2, from: 'after', place } },
    })
    const selected_option = { text: { type: 'plain_text', text: 'Most warnings first' }, value: 'warnings' }
    expect(press({ action_id: 'home-order', type: 'static_select', selected_option }).request).toEqual({
      kind: 'turn-home',
      look: { ...look, order: 'warnings' },
    })
  })

  it('turns to the first page of everything if its view says nothing that makes sense', () => {
    for (const hostile of ['', '{}', '{"look":{"order":"__proto__"}}', 'null'])
      expect(press({ action_id: 'home-next' }, hostile).request).toEqual({
        kind: 'turn-home',
        look: { order: 'longest', poolId: null, host: null, page: null },
      })
  })
})

describe('a denial that was submitted', () => {
  const denial = (values: object) => ({
    type: 'view_submission',
    user: { id: 'U0ADA', team_id: 'T0HOME' },
    team: { id: 'T0HOME' },
    view: { callback_id: 'deny', private_metadata: 'click-7', state: { values } },
  })
  const chosen = (value: string) => ({ reason: { reason: { selected_option: { value } } } })
  const request = { kind: 'submit-denial', formId: 'click-7', choice: 2, note: null }

  it('says which reason of the form’s list was chosen, and what was added to it', () => {
    const note = { note: { note: { type: 'plain_text_input', value: ' Not on the list.\nAsked Grace. ' } } }
    expect(read(denial({ ...chosen('2'), ...note }))).toMatchObject({
      request: { ...request, note: 'Not on the list.\nAsked Grace.' },
      by: { userId: 'U0ADA', teamId: 'T0HOME' },
    })
  })

  it.each([{}, { note: { note: { value: null } } }, { note: { note: { value: '  ' } } }])(
    'needs no note: %o',
    (note) => {
      expect(read(denial({ ...chosen('2'), ...note }))).toMatchObject({ request })
    },
  )

  it.each([{}, chosen('second'), chosen('-1'), { reason: { reason: { selected_option: null } } }])(
    'whose reason is none of the list names a place that no list has: %o',
    (values) => {
      expect(read(denial(values))).toMatchObject({ request: { ...request, choice: -1 } })
    },
  )

  it('says over which Details its form was', () => {
    const { view, ...rest } = denial(chosen('2'))
    expect(read({ ...rest, view: { ...view, previous_view_id: 'V0DETAILS' } }).view).toBe('V0DETAILS')
    expect(read({ ...rest, view: { ...view, previous_view_id: null } }).view).toBeUndefined()
  })

  it('keeps no more of a note than the form takes, and nothing that a database refuses', () => {
    const note = { note: { note: { value: `\0${'x'.repeat(9000)}` } } }
    const asked = read(denial({ ...chosen('2'), ...note }))
    expect(JSON.stringify(asked)).not.toContain('\\u0000')
    expect(asked).toMatchObject({ request: { note: expect.stringMatching(/^.{400,500}$/) } })
  })
})

describe('the form that approves one', () => {
  it('is asked for by its button, and told on the card', () => {
    const asked = read({ ...payload, actions: [{ ...action, action_id: 'open-approval', value: 'round-7' }] })
    expect(asked).toMatchObject({ request: { kind: 'open-approval', roundId: 'round-7' }, toldBy: 'card' })
  })

  it('comes back with the click that opened it', () => {
    const view = { id: 'V0', callback_id: 'approve-one', private_metadata: 'click-7', state: { values: {} } }
    const submission = { type: 'view_submission', user: { id: 'U0ADA', team_id: 'T0HOME' }, view }
    expect(read(submission)).toMatchObject({ request: { kind: 'submit-approval', formId: 'click-7' } })
  })
})

describe('a list with boxes', () => {
  const option = { text: { type: 'plain_text', text: 'Approve' }, value: '3' }
  const box = (isTicked: boolean) => ({
    choose: { type: 'checkboxes', selected_options: isTicked ? [option] : [] },
  })
  const values = { '3.1': box(true), '4.1': box(false), '0.0': box(true), other: { choose: {} } }
  const told = {
    turn: 1,
    boxes: [
      { place: 3, isTicked: true },
      { place: 4, isTicked: false },
    ],
  }
  const view = { id: 'V0', callback_id: 'approve-all', private_metadata: 'click-7', state: { values } }
  const inView = (changed: object) => ({
    ...payload,
    view,
    actions: [{ ...action, action_ts: '1700000000.250000', ...changed }],
  })

  it.each([
    ['ticked', [option], true],
    ['emptied', [], false],
    ['emptied, which not every Slack says in a list', null, false],
  ])('tells which one was %s, and when', (_, selected_options, isTicked) => {
    const asked = read(inView({ type: 'checkboxes', action_id: 'choose', block_id: '3.1', selected_options }))
    expect(asked).toMatchObject({
      request: {
        kind: 'choose',
        formId: 'click-7',
        at: 1_700_000_000_250,
        told: { turn: 0, boxes: [{ place: 3, isTicked }] },
        toPage: null,
      },
      view: 'V0',
      toldBy: 'privately',
    })
  })

  it('tells all boxes of its latest page when it is turned', () => {
    const asked = read(inView({ action_id: 'more-people', block_id: 'b', value: '2' }))
    expect(asked).toMatchObject({ request: { kind: 'choose', told, toPage: 2 } })
  })

  it('tells them when it is submitted, with the reason of a denial', () => {
    const reason = { reason: { reason: { selected_option: { value: '1' } } } }
    const submitted = { ...view, callback_id: 'deny-all', state: { values: { ...values, ...reason } } }
    const submission = { type: 'view_submission', user: { id: 'U0ADA', team_id: 'T0HOME' }, view: submitted }
    expect(read(submission)).toMatchObject({
      request: { kind: 'submit-form', formId: 'click-7', told, choice: 1, note: null },
      toldBy: 'bulk',
    })
  })
})

describe('a form that was submitted', () => {
  const submission = {
    type: 'view_submission',
    user: { id: 'U0ADA', team_id: 'T0HOME' },
    team: { id: 'T0HOME', domain: 'our-company' },
    trigger_id: '1.2.3',
    view: { id: 'V0', callback_id: 'approve-all', private_metadata: 'click-7', state: { values: {} } },
  }

  it('says who submitted which form', () => {
    expect(read(submission, 'envelope-1')).toMatchObject({
      request: { kind: 'submit-form', formId: 'click-7', told: { turn: 0, boxes: [] } },
      toldBy: 'bulk',
      by: { userId: 'U0ADA', teamId: 'T0HOME' },
      slackRequestId: 'envelope-1',
    })
  })

  it('without a person or a form makes no sense', () => {
    expect(() => readPayload({ ...submission, user: {} }, null, ignore)).toThrow()
    expect(() => readPayload({ ...submission, view: undefined }, null, ignore)).toThrow()
  })
})

describe('what Countersign does not know', () => {
  it.each<readonly [string, object]>([
    ['the action "dismiss"', { ...payload, actions: [{ ...action, action_id: 'dismiss' }] }],
    ['the command "/refuse-user"', { command: '/refuse-user', user_id: 'U0ADA' }],
    [
      'the form "survey"',
      { type: 'view_submission', user: { id: 'U0ADA' }, view: { callback_id: 'survey' } },
    ],
    ['a payload of type shortcut', { type: 'shortcut', user: { id: 'U0ADA' } }],
  ])('is unsupported: %s', (what, body) => {
    expect(readPayload(body, null, ignore)).toEqual<Received>({ kind: 'unsupported', what })
  })
})

const typed = {
  command: '/confirm-user',
  text: 'grace',
  user_id: 'U0ADA',
  user_name: 'ada',
  team_id: 'T0HOME',
  channel_id: 'C0SIGNUPS',
  trigger_id: '1.2.3',
  response_url: 'https://hooks.slack.com/commands/T0HOME/1/secret',
}

describe('two deliveries', () => {
  const key = (body: object, envelope: string | null = null) => read(body, envelope).deliveryKey

  it('of one click have the same key', () => {
    expect(key(payload, 'envelope-1')).toBe(key({ ...payload, state: {} }, 'envelope-2'))
  })

  it('have a key of one length, from which no credential can be read', () => {
    const long = { ...payload, trigger_id: '1'.repeat(9000) }
    const command = { ...typed, text: 'x'.repeat(5000) }
    for (const body of [payload, long, typed, command]) expect(key(body)).toMatch(/^[0-9a-f]{64}$/)
  })

  it('of two commands that differ only beyond what is kept have different keys', () => {
    const [one, other] = ['a', 'b'].map((end) => ({ ...typed, text: 'x'.repeat(5000) + end }))
    expect(key(one ?? {})).not.toBe(key(other ?? {}))
    expect(key(typed)).toBe(key({ ...typed }))
  })

  it.each([
    ['of two people', { ...payload, user: { id: 'U0BOB', team_id: 'T0HOME' } }],
    ['of two clicks', { ...payload, trigger_id: '2', actions: [{ ...action, action_ts: '1777636806.0' }] }],
    ['on two messages', { ...payload, container: { message_ts: '1777636900.000100' } }],
    ['about two rounds', { ...payload, actions: [{ ...action, value: 'round-2' }] }],
  ])('%s have different ones', (_, other) => {
    expect(key(other)).not.toBe(key(payload))
  })
})

describe('a payload that makes no sense', () => {
  it.each<readonly [string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'block_actions'],
    ['another interaction', { ...payload, type: 'view_submission' }],
    ['no clicker', { ...payload, user: undefined }],
    ['a clicker without an id', { ...payload, user: { id: '' } }],
    ['an id that is no text', { ...payload, user: { id: 7 } }],
    ['an id that can’t be kept', { ...payload, user: { id: 'U0\0ADA' } }],
    ['an id that is too long', { ...payload, user: { id: 'U'.repeat(256) } }],
    ['no action', { ...payload, actions: [] }],
    ['an action that is none', { ...payload, actions: ['approve'] }],
    ['a value that is no text', { ...payload, actions: [{ ...action, value: { round: 1 } }] }],
    ['a value longer than Slack’s', { ...payload, actions: [{ ...action, value: 'x'.repeat(2001) }] }],
  ])('is thrown, so that it is not acknowledged: %s', (_, body) => {
    expect(() => readPayload(body, null, ignore)).toThrow()
  })
})

describe('a slash command', () => {
  it('is a private click about what was typed', () => {
    expect(read(typed, 'envelope-1')).toMatchObject({
      request: { kind: 'command', text: 'grace' },
      toldBy: 'privately',
      by: { userId: 'U0ADA', teamId: 'T0HOME' },
      channel: 'C0SIGNUPS',
      pressedOn: null,
      slackRequestId: 'envelope-1',
    })
  })

  const textOf = (text: string) => {
    const { request } = read({ ...typed, text })
    return request.kind === 'command' ? request.text : ''
  }

  it('is cut if it is too long, and never to something that it did not say', () => {
    expect(textOf('x'.repeat(5000))).toHaveLength(999)
    expect(textOf(`sub-grace${' '.repeat(5000)}and all others`).trim()).not.toBe('sub-grace')
  })

  it('is kept without NUL and half characters, which no database keeps', () => {
    expect(textOf('gra\0ce \ud83d')).toBe('grace \ufffd')
  })

  it('is answered another way if its response_url can’t be kept', () => {
    for (const odd of [`https://hooks.slack.com/${'x'.repeat(5000)}`, 'https://hooks.slack.com/\0'])
      expect(read({ ...typed, response_url: odd }).responseUrl).toBeNull()
  })

  it('without a person makes no sense', () => {
    expect(() => readPayload({ ...typed, user_id: undefined }, null, ignore)).toThrow()
  })
})
