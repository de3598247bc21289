// The database holds these as JSON or as one word: each comes back as it was written, and nothing else passes for one.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { clickEndFormat, type Teller, tellerFormat } from '../../src/domain/click.ts'
import { type CommandAnswer, commandAnswerFormat } from '../../src/domain/command.ts'
import { failureReasonFormat } from '../../src/domain/failure.ts'
import { refusalFormat } from '../../src/domain/may-decide.ts'
import { type MessageState, messageStateFormat } from '../../src/domain/message.ts'
import { personFormat } from '../../src/domain/person.ts'
import { type ClickRequest, clickRequestFormat, type ToldBy, toldByFormat } from '../../src/domain/request.ts'
import { endingFormat, type RoundState, roundStateFormat } from '../../src/domain/round.ts'
import { type RoundCard, roundCardFormat } from '../../src/domain/round-card.ts'
import { ada, at, clickEnds, endings, failure, reasons, refusals } from '../slack/draw/everything.ts'

/** One of each kind: the compiler sees to it that none is missing. */
type OneOfEach<Union extends { readonly kind: string }> = {
  readonly [Kind in Union['kind']]: Extract<Union, { kind: Kind }>
}

const requests: OneOfEach<ClickRequest> = {
  approve: { kind: 'approve', roundId: 'round-1' },
  withdraw: { kind: 'withdraw', roundId: 'round-1' },
  'look-into': { kind: 'look-into', roundId: 'round-1' },
  'stop-looking': { kind: 'stop-looking', roundId: 'round-1' },
  'open-approval': { kind: 'open-approval', roundId: 'round-1' },
  'open-denial': { kind: 'open-denial', roundId: 'round-1' },
  deny: { kind: 'deny', roundId: 'round-1', reason: 'Other', note: null, onDeny: 'keep' },
  reopen: { kind: 'reopen', roundId: 'round-1' },
  undo: { kind: 'undo', roundId: 'round-1' },
  'let-in': { kind: 'let-in', roundId: 'round-1' },
  'try-again': { kind: 'try-again', roundId: 'round-1', place: 1 },
  command: { kind: 'command', text: 'list Customers' },
  'open-form': {
    kind: 'open-form',
    decision: 'deny',
    source: { kind: 'host', roundId: 'round-1' },
  },
}

const unsearched = [{ poolName: 'Partners', problem: 'forbidden' }] as const

const answers: OneOfEach<CommandAnswer> = {
  help: { kind: 'help' },
  list: { kind: 'list', poolIds: ['eu-west-1_A', 'eu-west-1_B'], offset: 10 },
  candidates: {
    kind: 'candidates',
    decision: 'approve',
    user: 'ada@example.com',
    roundIds: ['round-1'],
    unsearched,
  },
  nearest: {
    kind: 'nearest',
    decision: 'deny',
    user: 'ada',
    poolIds: ['eu-west-1_A'],
    roundIds: ['round-1'],
    isWhole: false,
    unsearched: [],
  },
  'unknown-user': {
    kind: 'unknown-user',
    decision: 'deny',
    user: 'nobody',
    poolNames: ['Customers'],
    isWhole: true,
    unsearched: [],
  },
  'too-many': { kind: 'too-many', user: 'ada@example.com' },
  'approve-form': { kind: 'approve-form', roundId: 'round-1' },
  'not-askable': { kind: 'not-askable', user: 'x'.repeat(300) },
  'not-waiting': {
    kind: 'not-waiting',
    users: endings.map((ending) => {
      return { poolName: 'Customers', userName: 'grace', status: 'CONFIRMED', isEnabled: true, ending }
    }),
  },
  decided: { kind: 'decided', user: 'ada', roundIds: ['round-1'], unsearched },
  history: { kind: 'history', roundId: 'round-1' },
  'unknown-pool': { kind: 'unknown-pool', given: 'Nowhere', poolNames: [] },
  'could-not-look': { kind: 'could-not-look', unsearched },
  'list-of-another': { kind: 'list-of-another' },
  'test-button': { kind: 'test-button', would: 'approve', poolName: 'Customers' },
  'list-unknown': { kind: 'list-unknown' },
  'approve-all': { kind: 'approve-all', roundIds: ['round-1', 'round-2'] },
  'deny-all': {
    kind: 'deny-all',
    roundIds: ['round-1'],
    onDeny: 'disable',
    reasons: ['Other'],
    host: 'x.example',
  },
  'host-kept': { kind: 'host-kept', host: null, because: 'no-address' },
  'deny-form': { kind: 'deny-form', roundId: 'round-1', onDeny: 'disable', reasons: ['Other'] },
  'details-unopened': { kind: 'details-unopened' },
  'none-left': { kind: 'none-left' },
}

const claim: Extract<RoundState, { kind: 'claimed' }>['claim'] = {
  clickId: 'click-1',
  decision: 'approve',
  by: ada,
  holder: 'process 1',
  fence: 3,
  since: at,
  until: at,
}
const tally = {
  given: [{ by: ada, clickId: 'click-1', at }],
  dropped: { all: [{ by: ada, because: 'lapsed' }], at },
} as const
const counting: readonly RoundState[] = [
  { kind: 'waiting', failure: null, tally, looking: { by: ada, since: at, until: at } },
  { kind: 'claimed', claim: { ...claim, tally, factsChanged: true } },
]
const rounds: OneOfEach<RoundState> = {
  waiting: { kind: 'waiting', failure: null },
  claimed: { kind: 'claimed', claim },
  settled: { kind: 'settled', ending: { kind: 'gone', at } },
}

const drawing = { by: 'process 1', fence: 3, until: at, isCrossed: true }
const messages: OneOfEach<MessageState> = {
  planned: { kind: 'planned', doubt: null },
  posting: { kind: 'posting', attempt: 'attempt-1', since: at, doubt: at },
  live: {
    kind: 'live',
    ts: '1.1',
    drawn: { version: 2, rounds: { mia: 3 } },
    fence: 3,
    drawing,
    doubt: null,
  },
  gone: { kind: 'gone', ts: null, at, doubt: at },
}

const unions: readonly (readonly [string, z.ZodType, readonly { readonly kind: string }[]])[] = [
  ['request', clickRequestFormat, Object.values(requests)],
  ['end of a click', clickEndFormat, clickEnds],
  [
    'answer to a command',
    clickEndFormat,
    Object.values(answers).map((answer) => ({ kind: 'answered', answer })),
  ],
  ['answer', commandAnswerFormat, Object.values(answers)],
  ['reason', failureReasonFormat, reasons],
  ['ending', endingFormat, endings],
  ['state of a round', roundStateFormat, Object.values(rounds)],
  ['failure', roundStateFormat, reasons.map((reason) => ({ kind: 'waiting', failure: failure(reason) }))],
  ['end of a round', roundStateFormat, endings.map((ending) => ({ kind: 'settled', ending }))],
  ['state of a message', messageStateFormat, Object.values(messages)],
]

const stored = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

/** Not every member has them. */
const optional: readonly string[] = ['approvers', 'of', 'confirmed-elsewhere functionError']

describe.each(unions)('a stored %s', (_, format, members) => {
  it.each(members)('comes back as it was written: $kind', (member) => {
    expect(format.parse(stored(member))).toEqual(member)
  })

  it.each(members)('is refused if anything of it is missing: $kind', (member) => {
    const isNeeded = (name: string) =>
      !optional.includes(name) && !optional.includes(`${member.kind} ${name}`)
    for (const left of Object.keys(member).filter(isNeeded)) {
      const rest = Object.entries(member).filter(([name]) => name !== left)
      expect(format.safeParse(stored(Object.fromEntries(rest)))).toMatchObject({ success: false })
    }
  })

  it('is refused if it is of a kind that nobody knows', () => {
    for (const member of members)
      expect(format.safeParse(stored({ ...member, kind: '' }))).toMatchObject({ success: false })
    expect(format.safeParse(null)).toMatchObject({ success: false })
  })
})

it.each(counting)(
  'a round that counts approvals, and that somebody looks into, comes back as it was written: $kind',
  (state) => {
    expect(roundStateFormat.parse(stored(state))).toEqual(state)
  },
)

const tellers: { readonly [Word in Teller]: Word } = {
  card: 'card',
  bulk: 'bulk',
  form: 'form',
  'newer-click': 'newer-click',
  'earlier-answer': 'earlier-answer',
  slack: 'slack',
  'private-answer': 'private-answer',
}
const toldBy: { readonly [Word in ToldBy]: Word } = { card: 'card', privately: 'privately', bulk: 'bulk' }
const roundCards: { readonly [Word in RoundCard]: Word } = {
  wanted: 'wanted',
  shown: 'shown',
  digest: 'digest',
  none: 'none',
}

describe.each([
  ['who tells an end', tellerFormat, Object.values(tellers)],
  ['where an end is told', toldByFormat, Object.values(toldBy)],
  ['what there is of a card', roundCardFormat, Object.values(roundCards)],
  ['why somebody may not decide', refusalFormat, refusals],
])('the word for %s', (_, format, words) => {
  it.each(words)('is one that we know: %s', (word) => {
    expect(format.parse(word)).toBe(word)
  })

  it('is refused otherwise', () => {
    const others = fc.string().filter((text) => !words.some((word) => word === text))
    fc.assert(
      fc.property(others, (text) => {
        expect(format.safeParse(text)).toMatchObject({ success: false })
      }),
    )
  })
})

it('a form of which the store of an earlier version tells approved those in a message', () => {
  expect(clickRequestFormat.parse({ kind: 'open-form', messageId: 'message-1' })).toEqual({
    kind: 'open-form',
    decision: 'approve',
    source: { kind: 'message', messageId: 'message-1' },
  })
})

it('a person comes back by id and workspace, and not without one of them', () => {
  const person = fc.record({ userId: fc.string(), teamId: fc.string() })
  fc.assert(
    fc.property(person, ({ userId, teamId }) => {
      expect(personFormat.parse(stored({ userId, teamId }))).toEqual({ userId, teamId })
      expect(personFormat.safeParse({ userId })).toMatchObject({ success: false })
      expect(personFormat.safeParse({ teamId })).toMatchObject({ success: false })
    }),
  )
})

it('whatever people type comes back as they typed it', () => {
  const anyText = fc.array(fc.nat(0xffff)).map((codes) => String.fromCharCode(...codes))
  fc.assert(
    fc.property(anyText, (text) => {
      const request: ClickRequest = { kind: 'command', text }
      expect(clickRequestFormat.parse(stored(request))).toEqual(request)
    }),
  )
})
