// Whatever strangers type: Slack takes the card, and nothing in it mentions, links, hides or pretends.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FailureReason } from '../../src/domain/failure.ts'
import type { Pool } from '../../src/domain/pool.ts'
import type { Ending, Round, RoundState } from '../../src/domain/round.ts'
import type { SignUp } from '../../src/domain/sign-up.ts'
import { type Drawn, drawCard } from '../../src/slack/draw/card.ts'
import { drawPrivateAnswer } from '../../src/slack/draw/private-answer.ts'
import { fallbackText } from '../../src/slack/draw/render-sentence.ts'
import { drawSharedCard } from '../../src/slack/draw/shared-card.ts'
import { person, untrusted } from '../../src/wording/sentence.ts'
import { hostileText, insides, unseen } from '../support/hostile-text.ts'
import { testPool } from '../support/pool.ts'
import { checkBlocks } from '../world/slack/block-kit/check-blocks.ts'

const at = new Date('2026-11-23T10:00:00Z')
const by = { userId: 'U0APPROVER', teamId: 'T0' }

const pools: fc.Arbitrary<Pool> = hostileText.map((name) =>
  testPool({
    id: 'us-east-1_Sandbox01',
    region: 'us-east-1',
    name,
    channel: 'C0SIGNUPS',
    approvers: { groups: [], users: [by.userId] },
    attributes: ['custom:company', 'locale'],
  }),
)

const signUps: fc.Arbitrary<SignUp> = fc
  .record({
    userName: hostileText.map((text) => text.slice(0, 128)),
    email: fc.option(hostileText, { nil: undefined }),
    name: fc.option(hostileText, { nil: undefined }),
    phone: fc.option(hostileText, { nil: undefined }),
    company: hostileText,
    isImitation: fc.boolean(),
  })
  .map(({ userName, isImitation, email, name, phone, company }) => {
    const given = { email, name, phone_number: phone, 'custom:company': company }
    const attributes = Object.fromEntries(
      Object.entries(given).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
    )
    return { poolId: 'us-east-1_Sandbox01', sub: 'a-sub', userName, signedUpAt: at, attributes, isImitation }
  })

const reasons: fc.Arbitrary<FailureReason> = fc.oneof(
  fc.constant<FailureReason>({ kind: 'throttled' }),
  hostileText.map((message): FailureReason => ({ kind: 'function-failed', message })),
  hostileText.map((name): FailureReason => ({ kind: 'unheard-of', name })),
)

const endings: fc.Arbitrary<Ending> = fc.oneof(
  hostileText.map(
    (functionError): Ending => ({ kind: 'confirmed', by, at, certainty: 'answered', functionError }),
  ),
  hostileText.map((status): Ending => ({ kind: 'confirmed-elsewhere', status, at })),
)

const states: fc.Arbitrary<RoundState> = fc.oneof(
  fc.constant<RoundState>({ kind: 'waiting', failure: null }),
  fc.record({ reason: reasons, requestId: fc.option(hostileText) }).map(
    ({ reason, requestId }): RoundState => ({
      kind: 'waiting',
      failure: { decision: 'approve', reason, by, at, requestId },
    }),
  ),
  endings.map((ending): RoundState => ({ kind: 'settled', ending })),
)

const rounds: fc.Arbitrary<Round> = states.map((state) => ({
  id: 'a-round',
  number: 1,
  version: 1,
  fence: 0,
  state,
}))

const runs = { numRuns: 100 }

test('whatever a stranger types, Slack takes the card, and it does what it says and nothing else', () => {
  fc.assert(
    fc.property(pools, signUps, rounds, (pool, signUp, round) => {
      const drawn = drawCard({ signUp, round }, pool)
      expectHarmless(drawn)
      expectLines(drawn, Object.keys(signUp.attributes).length)
    }),
    runs,
  )
})

test('whatever strangers type, Slack takes a message that they share, and it does what it says and nothing else', () => {
  fc.assert(
    fc.property(pools, signUps, rounds, signUps, rounds, (pool, one, itsRound, other, otherRound) => {
      const entries = [
        { signUp: one, round: itsRound },
        { signUp: other, round: { ...otherRound, id: 'another-round' } },
      ]
      const drawn = drawSharedCard({ messageId: 'a-message', pool, entries, bulks: [] })
      expectHarmless(drawn)
      const numbered = insides(drawn.blocks).texts.flatMap((text) => text.match(/^\d+\. /gm) ?? [])
      expect(numbered).toEqual(['1. ', '2. '])
    }),
    runs,
  )
})

test('whatever a stranger types, Slack takes the private answer, and it says nothing else', () => {
  const ends = fc.oneof(
    endings.map((ending) => ({ kind: 'overtaken', ending }) as const),
    endings.map((ending) => ({ kind: 'late', first: by, ending }) as const),
    reasons.map((reason) => ({ kind: 'failed', decision: 'approve', reason }) as const),
    fc.constant({ kind: 'refused', because: 'not-an-approver' } as const),
    fc.constant({ kind: 'unchecked', because: { kind: 'group-unknown', group: '@<!channel>' } } as const),
  )
  const click = { id: 'a-click', at, by, channel: 'C0SIGNUPS', responseUrl: null }
  fc.assert(
    fc.property(pools, signUps, ends, ({ name }, signUp, end) => {
      expectHarmless(
        drawPrivateAnswer({ click, end, signUp, poolName: name, listed: [], total: 0, reads: [] }),
      )
    }),
    runs,
  )
})

test('a fallback text of any length is cut without tearing anything apart', () => {
  const pieces = fc.array(
    fc.oneof(
      hostileText.map((text) => untrusted(text)),
      fc.constant(person(by.userId)),
    ),
    {
      maxLength: 60,
    },
  )
  fc.assert(
    fc.property(pieces, (sentence) => {
      const text = fallbackText(sentence)
      expect(text.length).toBeLessThanOrEqual(3500)
      expectEscaped(text)
    }),
    runs,
  )
})

function expectHarmless({ text, blocks }: Drawn): void {
  expect(checkBlocks(blocks, 'message')).toMatchObject({ kind: 'taken' })
  expect(text.length).toBeLessThanOrEqual(3500)
  const { types, texts } = insides(blocks)
  const harmless = /^(header|rich_text|rich_text_section|text|user|date|plain_text|actions|button|section)$/
  expect(types.filter((type) => !harmless.test(type))).toEqual([])
  expect(JSON.stringify(blocks)).not.toMatch(/"emoji":true|"mrkdwn"/)
  expect(JSON.stringify(blocks).match(/"user_id":"[^"]*"/g) ?? []).toSatisfy((ids: string[]) =>
    ids.every((id) => id === `"user_id":"${by.userId}"`),
  )
  for (const shown of [text, ...texts]) {
    expect(unseen(shown.replaceAll('\n', ''))).toEqual([])
    expect(shown).not.toMatch(/\p{M}{6}/u)
  }
  expectEscaped(text)
}

/** Of what Slack interprets in a fallback text, only our own mention and our own times are left. */
function expectEscaped(text: string): void {
  const own = /<@U0APPROVER>|<!date\^\d+\^\{date_short_pretty\} at \{time\}\|[\d: -]+ UTC>/g
  expect(text.replace(own, '')).not.toMatch(/[<>]|&(?!(?:amp|lt|gt);)/)
}

/** A stranger's text adds no line of its own to the facts. */
function expectLines(drawn: Drawn, attributes: number): void {
  const [, facts] = drawn.blocks
  const breaks = insides(facts).texts.filter((text) => text.includes('\n'))
  expect(breaks.every((text) => text === '\n')).toBe(true)
  expect(breaks.length).toBeLessThanOrEqual(attributes + 1)
}
