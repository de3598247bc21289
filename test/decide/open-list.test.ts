// "Approve all…", "Deny all…", "Deny all from a host": whom the list that opens holds, and to whom none opens.
import { expect, it } from 'vitest'
import { type OpeningParts, openList } from '../../src/decide/open-list.ts'
import type { CardEntry } from '../../src/domain/card-entry.ts'
import type { ListForm, Waiting } from '../../src/domain/choosing.ts'
import type { Click, ClickEnd } from '../../src/domain/click.ts'
import type { Evidence } from '../../src/domain/evidence.ts'
import type { ListSource, ManyDecision } from '../../src/domain/list-source.ts'
import type { Verdict } from '../../src/domain/may-decide.ts'
import type { Pool } from '../../src/domain/pool.ts'
import type { SlackAnswer } from '../../src/domain/slack-answer.ts'
import { evidenceRules } from '../../src/evidence/evidence-rules.ts'
import { fitsOnList } from '../../src/slack/draw/list-form.ts'
import { confirmed, grace, pool, roundOf } from '../slack/draw/everything.ts'
import { may } from './may.ts'

/** Nothing is known of the address. */
const quiet: Evidence = {
  host: 'x.example',
  domain: 'x.example',
  standing: 'unknown',
  punycode: null,
  lately: 1,
  address: { refused: null, approved: null },
  decided: { approved: 0, refused: 0 },
}

function waitingFrom(email: string, index = 1): CardEntry {
  const round = { ...roundOf({ kind: 'waiting', failure: null }), id: `round-${index}`, evidence: quiet }
  return { signUp: grace({ sub: `sub-${index}`, attributes: { email } }), round }
}

interface Opening {
  readonly source?: ListSource
  readonly decision?: ManyDecision
  readonly entries?: readonly CardEntry[]
  readonly leftOut?: number
  readonly verdict?: Verdict
  readonly ofPool?: Pool
  readonly answer?: SlackAnswer
}

/** What became of a click that asks for a list. */
async function opening({
  source = { kind: 'message', messageId: 'message-1' },
  decision = 'approve',
  entries = [waitingFrom('a@x.example', 1), waitingFrom('b@x.example', 2)],
  leftOut = 0,
  verdict = may,
  ofPool = pool,
  answer = { kind: 'done' },
}: Opening) {
  const opened: ListForm[] = []
  const ends: ClickEnd[] = []
  const told: string[] = []
  const asked: string[] = []
  const waiting: Waiting = { poolId: ofPool.id, entries, leftOut }
  const parts: OpeningParts = {
    ledger: {
      shownBy: async (id) => (id === 'message-1' ? waiting : null),
      waitingInDigest: async (id, poolId) => {
        asked.push(id)
        return id === 'digest-1' && poolId === ofPool.id ? waiting : null
      },
      waitingFrom: async (_, host) => {
        asked.push(host)
        return waiting
      },
      entry: async (id) => entries.find(({ round }) => round.id === id) ?? null,
      openList: async (_, end) => ends.push(end) > 0,
      end: async (_, end) => ends.push(end) > 0,
      noteTold: async (id) => void told.push(`${id} by its form`),
    },
    storeId: 'ours',
    authorise: async () => verdict,
    forms: {
      openList: async (form) => {
        opened.push(form)
        return answer
      },
    },
    pagesOf: (_, all) => all.flatMap((__, place) => (place % 2 === 0 ? [place] : [])),
    fitsOnList,
    evidenceRules,
    poolOf: () => ofPool,
    closeIfStray: () => {},
    tell: async (id) => void told.push(id),
  }
  const click: Click = {
    id: 'click-1',
    request: { kind: 'open-form', decision, source },
    toldBy: 'privately',
    by: { userId: 'UADA', teamId: 'T1' },
    channel: 'C1',
    pressedOn: null,
    responseUrl: null,
    deliveryKey: 'k',
    slackRequestId: null,
    roundId: null,
    bulkId: null,
    at: new Date(0),
  }
  await openList(parts, click, 'trigger')
  return { opened, ends, told, asked }
}

const fromHost = { kind: 'host', roundId: 'round-1' } as const

it('a message’s list holds who can be decided about, all of them chosen about whom nothing warns', async () => {
  const settled = { ...waitingFrom('c@x.example', 3), round: roundOf({ kind: 'settled', ending: confirmed }) }
  const imitation = waitingFrom('d@x.example', 4)
  const odd = waitingFrom('grаce@x.example', 5)
  const { opened, ends, told } = await opening({
    entries: [
      waitingFrom('a@x.example', 1),
      settled,
      { ...imitation, signUp: { ...imitation.signUp, isImitation: true } },
      odd,
      waitingFrom('b@x.example', 2),
    ],
  })
  expect(ends).toEqual([
    { kind: 'answered', answer: { kind: 'approve-all', roundIds: ['round-1', 'round-5', 'round-2'] } },
  ])
  expect(opened).toMatchObject([{ page: 0, turn: 0, starts: [0, 2], shown: [{ place: 0 }, { place: 1 }] }])
  expect(opened[0]?.ticks.map(({ isChosen }) => isChosen)).toEqual([true, false, true])
  expect(told).toEqual(['click-1 by its form'])
})

it.each(['approve', 'deny'] as const)(
  'to %s, nobody is chosen who has no box, being too long',
  async (decision) => {
    const { signUp, round } = waitingFrom('long@x.example', 3)
    const attributes = { name: 'n'.repeat(2048), email: `${'e'.repeat(1000)}@x.example` }
    const long = { signUp: { ...signUp, attributes }, round }
    const { opened } = await opening({ decision, entries: [waitingFrom('a@x.example', 1), long] })
    expect(opened[0]?.ticks.map(({ isChosen }) => isChosen)).toEqual([true, false])
  },
)

it('a denial says what it does to the accounts, and offers the pool’s reasons', async () => {
  const ofPool: Pool = { ...pool, onDeny: 'keep', denyReasons: ['Spam'] }
  const { ends } = await opening({ decision: 'deny', ofPool })
  const answer = { kind: 'deny-all', onDeny: 'keep', reasons: ['Spam'], host: null }
  expect(ends).toMatchObject([{ kind: 'answered', answer }])
})

it('a digest’s list says how many it leaves out', async () => {
  const source = { kind: 'digest', messageId: 'digest-1', poolId: pool.id } as const
  const { opened } = await opening({ source, leftOut: 143 })
  expect(opened).toMatchObject([{ leftOut: 143 }])
})

it('a host is exactly what follows the @, never the domain that it is a part of', async () => {
  const { asked, ends } = await opening({
    source: fromHost,
    decision: 'deny',
    entries: [waitingFrom('a@Tenant.OnMicrosoft.com', 1)],
  })
  expect(asked).toEqual(['tenant.onmicrosoft.com'])
  expect(ends).toMatchObject([{ answer: { kind: 'deny-all', host: 'tenant.onmicrosoft.com' } }])
})

it.each([
  ['of free mail', 'a@gmail.com', 'free-mail'],
  ['that the pool expects', 'a@acme.example', 'expected'],
  ['of no address', 'nobody', 'no-address'],
] as const)('nobody is denied by a host %s', async (_, email, because) => {
  const { asked, opened, ends, told } = await opening({
    source: fromHost,
    decision: 'deny',
    entries: [waitingFrom(email)],
    ofPool: { ...pool, expectedDomains: ['acme.example'] },
  })
  expect([asked, opened]).toEqual([[], []])
  expect(ends).toMatchObject([{ kind: 'answered', answer: { kind: 'host-kept', because } }])
  expect(told).toEqual(['click-1'])
})

const inDigest = { kind: 'digest', messageId: 'digest-1', poolId: pool.id } as const

it.each([fromHost, inDigest])(
  'whoever may not decide sees no list, and nobody is looked for: $kind',
  async (source) => {
    const refused = { kind: 'may-not', because: 'not-an-approver' } as const
    const { opened, ends, asked, told } = await opening({ source, verdict: refused })
    expect([opened, asked]).toEqual([[], []])
    expect(ends).toEqual([{ kind: 'refused', because: 'not-an-approver' }])
    expect(told).toEqual(['click-1'])
  },
)

it('where nobody waits any more, that is said', async () => {
  const { opened, ends } = await opening({ entries: [] })
  expect(opened).toEqual([])
  expect(ends).toEqual([{ kind: 'answered', answer: { kind: 'none-left' } }])
})

it.each([
  ['ours.unknown', 'unknown-round'],
  ['0123456789abcdef.message', 'other-store'],
] as const)('a message that the store does not know opens none: %s', async (messageId, kind) => {
  expect((await opening({ source: { kind: 'message', messageId } })).ends).toEqual([{ kind }])
  expect((await opening({ source: { ...inDigest, messageId } })).ends).toEqual([{ kind }])
})

it('a list that Slack did not open is told about', async () => {
  expect((await opening({ answer: { kind: 'no-answer' } })).told).toEqual(['click-1'])
})
