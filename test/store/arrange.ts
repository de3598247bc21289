// What the store's tests start from: sign-ups, clicks, claims, endings, and the audit log.

import { randomUUID } from 'node:crypto'
import type { CardEntry } from '../../src/domain/card-entry.ts'
import type { BegunPosting, PostingPlace, Shown } from '../../src/domain/card-view.ts'
import type { Click, ClickEnd, NewClick } from '../../src/domain/click.ts'
import type { Person } from '../../src/domain/person.ts'
import type { Confirmed, Failure, KnownRound } from '../../src/domain/round.ts'
import type { SeenSignUp } from '../../src/domain/sign-up.ts'
import { evidenceRules } from '../../src/evidence/evidence-rules.ts'
import { testPool } from '../support/pool.ts'
import type { Store } from './open-store.ts'

export const poolId = 'eu-west-1_TestPool1'
export const channel = 'C0SIGNUPS'
export const ada: Person = { userId: 'U0ADA', teamId: 'T0HOME' }
export const bob: Person = { userId: 'U0BOB', teamId: 'T0HOME' }

export function grace(change: Partial<SeenSignUp> = {}): SeenSignUp {
  return {
    poolId,
    sub: 'sub-grace',
    userName: 'grace',
    signedUpAt: new Date('2026-05-01T11:00:00Z'),
    attributes: { email: 'grace@example.com' },
    ...change,
  }
}

/** Writes a sign-up down and resolves to its round. */
export async function waitingRound(
  { ledger }: Pick<Store, 'ledger'>,
  signUp: SeenSignUp = grace(),
): Promise<KnownRound> {
  await ledger.record([signUp])
  const round = (await ledger.waiting(signUp.poolId)).find(({ sub }) => sub === signUp.sub)
  if (round === undefined) throw new Error(`${signUp.sub} is not waiting`)
  return round
}

let deliveries = 0

/** A click as Slack delivers it; each call makes a different one. */
export function newClick(roundId: string, change: Partial<NewClick> = {}): NewClick {
  deliveries += 1
  return {
    request: { kind: 'approve', roundId },
    toldBy: 'card',
    by: ada,
    channel,
    pressedOn: { channel, ts: '1.1' },
    responseUrl: 'https://hooks.slack.com/actions/secret',
    deliveryKey: randomUUID(),
    slackRequestId: `envelope ${deliveries}`,
    ...change,
  }
}

export async function writtenClick(
  { ledger }: Pick<Store, 'ledger'>,
  roundId: string,
  change: Partial<NewClick> = {},
): Promise<Click> {
  const written = await ledger.writeDown(newClick(roundId, change))
  if (written === null) throw new Error('The click was written down before')
  return written.click
}

export interface TestClaim {
  readonly roundId: string
  readonly clickId: string
  readonly fence: number
  /** The call that its claim begins with. */
  readonly attemptId: string
}

/** A click that holds the claim on its round. */
export async function claimedClick(
  store: Pick<Store, 'ledger'>,
  roundId: string,
  by: Person = ada,
): Promise<TestClaim> {
  const { id: clickId } = await writtenClick(store, roundId, { by })
  const claim = await store.ledger.claim(clickId, roundId, 'process 1')
  if (claim.kind !== 'claimed') throw new Error(`The claim is ${claim.kind}`)
  return { roundId, clickId, fence: claim.fence, attemptId: claim.attempt?.id ?? '' }
}

export async function entryOf({ ledger }: Pick<Store, 'ledger'>, roundId: string): Promise<CardEntry> {
  const entry = await ledger.entry(roundId)
  if (entry === null) throw new Error(`No round ${roundId}`)
  return entry
}

export function confirmedBy(by: Person, at: Date): Confirmed {
  return { kind: 'confirmed', by, at, certainty: 'answered', functionError: null }
}

export function settlement(store: Pick<Store, 'clock'>, claim: TestClaim, by: Person = ada) {
  const ending = confirmedBy(by, store.clock.now())
  const end: ClickEnd = { kind: 'confirmed', ending }
  return { ...claim, ending, end, answered: null, awsRequestId: 'aws 1' }
}

export function tooBusy(store: Pick<Store, 'clock'>, by: Person = ada): Failure {
  return { decision: 'approve', reason: { kind: 'throttled' }, by, at: store.clock.now(), requestId: 'aws 2' }
}

/** Releases a claim because Cognito was too busy. */
export function giveBack(store: Pick<Store, 'clock'>, claim: TestClaim, by: Person = ada) {
  const end: ClickEnd = { kind: 'failed', decision: 'approve', reason: { kind: 'throttled' } }
  return { ...claim, failure: tooBusy(store, by), end, answered: null }
}

/** The audit log, oldest first, and by kind where several are of the same moment. */
export async function auditLog({ database }: Store) {
  const rows = await database
    .selectFrom('audit_events')
    .selectAll()
    .where('kind', '<>', 'seed')
    .orderBy('at')
    .orderBy('kind')
    .execute()
  return rows.map((row) => ({
    kind: row.kind,
    round: row.round_id,
    click: row.click_id,
    by: row.user_id,
    team: row.team_id,
    sub: row.sub,
    pool: row.pool_id,
    slack: row.slack_request_id,
    aws: row.aws_request_id,
    at: new Date(row.at),
  }))
}

/** Where the pool's cards are posted, with room for many in one message. */
export const cardPlace: PostingPlace = {
  channel,
  rushAt: 1000,
  pools: [
    {
      poolId,
      isRead: false,
      howManyShare: ({ length }) => Math.min(length, 20),
      evidenceRules: evidenceRules(testPool()),
    },
  ],
  pausing: [],
}

/** Begins to post what is next. */
export async function begunPosting(
  { ledger }: Pick<Store, 'ledger'>,
  place: PostingPlace = cardPlace,
): Promise<BegunPosting> {
  const begun = await ledger.beginPosting(place)
  if (begun === null) throw new Error('Nothing is to be posted')
  return begun
}

/** Posts what is next, up to date. */
export async function postedMessage(
  store: Pick<Store, 'ledger'>,
  ts = '1.1',
  place = cardPlace,
): Promise<BegunPosting> {
  const begun = await begunPosting(store, place)
  await store.ledger.notePosted(begun.messageId, begun.attemptId, { channel: place.channel, ts }, begun)
  return begun
}

/** The rounds that a message shows. */
export function entriesIn({ shown }: { readonly shown: Shown }): readonly CardEntry[] {
  return shown.kind === 'cards' ? shown.entries : []
}
