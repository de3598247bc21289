// Which deed a call followed from: known by facts, or not at all.
import { expect, test } from 'vitest'
import type { ProxiedCall } from '../cognito/start-proxy.ts'
import type { Envelope } from '../slack/records.ts'
import type { ProductDeed, SlackDeed } from './deeds.ts'
import type { BotCall } from './follow-deed.ts'
import { joinCalls } from './join-calls.ts'

const at = (ms: number) => new Date(1_800_000_000_000 + ms)

const card = { channel: 'C1', ts: '1.0' }

/** Ada presses a button of the card that shows Mia, which is acknowledged 10 ms later. */
function press(key: string, ms: number, change: Partial<SlackDeed> = {}): SlackDeed {
  const envelope: Envelope = {
    envelopeId: key,
    type: 'interactive',
    payload: {},
    deliveries: [{ at: at(ms), socket: 's1' }],
    ackedAt: at(ms + 10),
    ackPayload: undefined,
    acks: 1,
  }
  return {
    kind: 'slack',
    key,
    at: at(ms).getTime(),
    envelope,
    type: 'button',
    by: 'UADA',
    triggerId: `trigger-${key}`,
    responsePath: `/actions/${key}`,
    message: card,
    isInEphemeral: false,
    view: undefined,
    emails: new Set(['mia@x.example']),
    ...change,
  }
}

function slack(
  method: string,
  ms: number,
  args: object,
  answer: unknown = { ok: true },
  path?: string,
): BotCall {
  const call = {
    method,
    args: { ...args },
    at: at(ms),
    responsePath: path,
    scopesNeeded: [],
    fault: undefined,
    status: 200,
    answer,
  }
  return { kind: 'slack', key: `${method} ${ms}`, at: at(ms).getTime(), call }
}

function cognito(operation: string, ms: number, input: object, tookMs = 5): BotCall {
  const call: ProxiedCall = {
    id: ms,
    operation,
    input: { ...input },
    at: at(ms),
    status: 200,
    answer: {},
    tookMs,
    fault: undefined,
  }
  return { kind: 'cognito', key: `${operation} ${ms}`, at: at(ms).getTime(), call }
}

const redraw = (ms: number, words: string, message = card) =>
  slack('chat.update', ms, { ...message, blocks: [{ type: 'section', text: words }] })

const confirm = (ms: number, approvedAt: number, approvedBy = 'UADA') =>
  cognito('AdminConfirmSignUp', ms, {
    Username: 'sub-mia',
    ClientMetadata: { approvedBy, approvedAt: at(approvedAt).toISOString() },
  })

/** Each deed's key with its calls; under `alone`, those that stand on their own. */
function join(deeds: readonly (SlackDeed | ProductDeed)[], ...calls: readonly BotCall[]) {
  const around = {
    subs: new Map([['mia@x.example', 'sub-mia']]),
    approvers: new Set(['UADA', 'UBEN']),
    personIn: (channel: string) => (channel === 'D1' ? 'UADA' : undefined),
  }
  const { joined, alone } = joinCalls(deeds, calls, around)
  const keyed = joined.map(({ deed, followed }) => [deed.key, followed.map(({ call }) => call.key)])
  return { ...Object.fromEntries(keyed), alone: alone.map(({ key }) => key) }
}

test('an approval’s call is known by its metadata, and its redraws by the message and the name in it', () => {
  const calls = [
    redraw(11, '⏳ Confirming… Approved by UADA'),
    confirm(12, 5),
    redraw(20, '✅ Approved by UADA'),
    slack('users.info', 21, { user: 'UADA' }),
  ]

  expect(join([press('p', 0)], ...calls)).toEqual({
    p: ['chat.update 11', 'AdminConfirmSignUp 12', 'chat.update 20'],
    alone: ['users.info 21'],
  })
})

test.each([
  ['approvedAt lies after the acknowledgement', confirm(12, 11)],
  ['somebody else approved', confirm(12, 5, 'UBEN')],
])('an approval stands on its own if %s', (_, call) => {
  expect(join([press('p', 0)], call)).toEqual({ p: [], alone: ['AdminConfirmSignUp 12'] })
})

test('after the end of a deed, a redraw of its message stands on its own', () => {
  const calls = [confirm(12, 5), redraw(20, '✅ Approved by UADA'), redraw(99, '❌ Not after all, UADA')]

  expect(join([press('p', 0)], ...calls).alone).toEqual(['chat.update 99'])
})

test('a redraw that names somebody else, or of which two clicks could be the cause, stands on its own', () => {
  const twice = [press('first', 0), press('second', 1)]

  expect(join([press('p', 0)], redraw(20, '✅ Approved by UBEN')).alone).toEqual(['chat.update 20'])
  expect(join(twice, redraw(20, '✅ Approved by UADA')).alone).toEqual(['chat.update 20'])
})

test('a denial is followed from its button to the form, the calls about the same user, and the card', () => {
  const view = { view: { submit: { text: 'Deny' } } }
  const sent = press('sent', 50, { type: 'form', view: 'V1', message: undefined, triggerId: undefined })
  const calls = [
    slack('views.open', 11, { trigger_id: 'trigger-p', ...view }, { ok: true, view: { id: 'V1' } }),
    redraw(62, '⏳ Denying… Denied by UADA'),
    cognito('ListUsers', 63, { Filter: 'sub = "sub-mia"' }),
    cognito('AdminDisableUser', 70, { Username: 'sub-mia' }),
    cognito('AdminDisableUser', 71, { Username: 'sub-tom' }),
    redraw(90, '🚫 Denied by UADA'),
  ]

  expect(join([press('p', 0), sent], ...calls)).toEqual({
    p: ['views.open 11'],
    sent: ['chat.update 62', 'ListUsers 63', 'AdminDisableUser 70', 'chat.update 90'],
    alone: ['AdminDisableUser 71'],
  })
})

test('a reopening is followed to the new card, although the old one is redrawn before the first call', () => {
  const blocks = [{ type: 'section', text: 'mia@x.example, reopened by UADA' }]
  const calls = [
    redraw(11, '🚫 Denied by UADA'),
    cognito('AdminEnableUser', 20, { Username: 'sub-mia' }),
    cognito('ListUsers', 30, { Filter: 'sub = "sub-mia"' }),
    slack('chat.postMessage', 40, { channel: 'C1', blocks }),
  ]

  expect(join([press('p', 0)], ...calls)).toEqual({ p: calls.map(({ key }) => key), alone: [] })
})

test('between two calls that change the user, the card may be redrawn', () => {
  const calls = [
    cognito('AdminDisableUser', 11, { Username: 'sub-mia' }),
    redraw(20, '✅ Approved by UADA'),
    cognito('AdminUserGlobalSignOut', 30, { Username: 'sub-mia' }),
    redraw(40, 'Undone by UADA'),
  ]
  const later = cognito('ListUsers', 50, { Filter: 'sub = "sub-mia"' })

  expect(join([press('p', 0)], ...calls, later)).toEqual({
    p: calls.map(({ key }) => key),
    alone: ['ListUsers 50'],
  })
})

test.each([
  [
    'another approver’s command may be about them',
    press('c', 5, { by: 'UBEN', message: undefined, emails: new Set() }),
  ],
  ['another approver’s click on the card is about them', press('c', 5, { by: 'UBEN' })],
])('a call that names a user stands on its own if %s', (_, other) => {
  const call = cognito('AdminDisableUser', 20, { Username: 'sub-mia' })

  expect(join([press('p', 0), other], call).alone).toEqual(['AdminDisableUser 20'])
})

test.each([
  ['is no approver’s', press('p', 0, { by: 'UEVE' }), 20],
  ['is two minutes old', press('p', 0), 120_001],
])('a call that names a user is not joined to a deed that %s', (_, deed, ms) => {
  expect(join([deed], cognito('AdminDisableUser', ms, { Username: 'sub-mia' })).alone).toHaveLength(1)
})

test('a modal that only shows something is followed until it is filled', () => {
  const calls = [
    slack('views.open', 11, { trigger_id: 'trigger-p', view: {} }, { ok: true, view: { id: 'V1' } }),
    cognito('ListUsers', 12, { Filter: 'sub = "sub-mia"' }),
    slack('views.update', 20, { view_id: 'V1' }),
    cognito('ListUsers', 30, { Filter: 'sub = "sub-mia"' }),
  ]

  expect(join([press('p', 0)], ...calls)).toEqual({
    p: ['views.open 11', 'ListUsers 12', 'views.update 20'],
    alone: ['ListUsers 30'],
  })
})

test('a private answer is known by its response_url, or by the person if they have nothing else under way', () => {
  const eve = press('eve', 0, { by: 'UEVE' })
  const answered = slack('response_url', 20, {}, 'ok', '/actions/eve')
  const message = slack('chat.postMessage', 30, { channel: 'D1', blocks: [] })

  expect(join([eve], answered)).toEqual({ eve: ['response_url 20'], alone: [] })
  expect(join([eve, press('p', 1)], message)).toEqual({ eve: [], p: ['chat.postMessage 30'], alone: [] })
  expect(join([press('p', 0), press('q', 1)], message).alone).toEqual(['chat.postMessage 30'])
})

test('a private answer after the end is known by its link to the message, if the person pressed nothing else there', () => {
  const link = { type: 'section', text: 'https://sandbox.slack.com/archives/C1/p10' }
  const linked = slack('chat.postEphemeral', 30, { channel: 'C1', user: 'UADA', blocks: [link] })
  const end = redraw(20, '✅ Approved by UADA')

  expect(join([press('p', 0)], end, linked)).toEqual({
    p: ['chat.update 20', 'chat.postEphemeral 30'],
    alone: [],
  })
  expect(join([press('p', 0), press('q', 25)], end, linked).alone).toEqual(['chat.postEphemeral 30'])
})

test('a card belongs to the sign-up that it shows for the first time', () => {
  const emails = new Set(['mia@x.example'])
  const signUp = { kind: 'product', key: 's', at: at(0).getTime(), calls: [], emails } as const
  const blocks = [{ type: 'section', text: 'Mia@X.example' }]
  const calls = [1, 2].map((ms) => slack('chat.postMessage', ms, { channel: 'C1', blocks }))

  expect(join([signUp], ...calls)).toEqual({ s: ['chat.postMessage 1'], alone: ['chat.postMessage 2'] })
})
