// Details: everything about one sign-up, for approvers only. Looking is no click, but who was shown what is written down.
import type { CardEntry } from '../domain/card-entry.ts'
import type { Addressee, Click, ClickEnd } from '../domain/click.ts'
import type { DetailsPage, KnownDetails } from '../domain/details.ts'
import type { Evidence, EvidenceRules } from '../domain/evidence.ts'
import type { HistoryPlace } from '../domain/history-place.ts'
import { mayDecideAtAll } from '../domain/may-decide.ts'
import type { Person } from '../domain/person.ts'
import type { Pool } from '../domain/pool.ts'
import type { OpenDetails, TurnDetails } from '../domain/request.ts'
import type { SlackAnswer, SlackRefusal } from '../domain/slack-answer.ts'
import { isOfAnotherStore } from '../domain/store-id.ts'
import type { Clock } from '../shared/clock.ts'
import type { Log } from '../shared/log.ts'
import { again, done, retry } from '../shared/retry.ts'
import type { Authorise } from './authorise.ts'
import { askAbout, type InspectingParts } from './inspect-user.ts'

export interface DetailsParts extends InspectingParts {
  readonly ledger: {
    /** The page of the history that follows this place; the first if that is null. Null if the round is unknown. */
    details(roundId: string, after: HistoryPlace | null): Promise<KnownDetails | null>
    /** As it is now. Null if there is nothing that it could be about. */
    evidence(roundId: string, rules: EvidenceRules): Promise<Evidence | null>
    /** Null if the round is unknown. */
    entry(roundId: string): Promise<CardEntry | null>
    /** Writes down that somebody was shown these details. */
    noteLook(look: {
      readonly signUp: CardEntry['signUp']
      readonly roundId: string
      readonly by: Person
      readonly slackRequestId: string | null
    }): Promise<void>
  }
  readonly storeId: string
  readonly authorise: Authorise
  readonly views: {
    open(
      page: DetailsPage,
      trigger: string,
      askedBy: string,
      /** The modal on top of which it opens, if there is one. */
      under?: string,
    ): Promise<{ readonly kind: 'opened'; readonly view: string } | SlackRefusal>
    change(view: string, page: DetailsPage, askedBy: string): Promise<SlackAnswer>
  }
  readonly clock: Clock
  readonly log: Log
  /** How a pool's evidence is made. */
  evidenceRules(pool: Pool): EvidenceRules
  poolOf(poolId: string): Pool | null
  /** Tells it privately, or gives up after a few tries: the person can ask again. */
  answer(told: {
    readonly click: Addressee
    readonly end: ClickEnd
    readonly listed: readonly []
    readonly total: 0
    readonly reads: readonly []
  }): Promise<void>
}

/** Opens the modal before anything is known, because `trigger` is good for 3 s; then shows the facts, or why there are none. */
export async function openDetails(parts: DetailsParts, asked: OpenDetails, trigger: string): Promise<void> {
  const { request, by } = asked
  const opened = await parts.views.open({ kind: 'loading' }, trigger, by.userId, asked.view)
  if (opened.kind === 'refused' && opened.error === openedBefore) return
  if (opened.kind !== 'opened') return tellUnopened(parts, asked)
  await fill(parts, { view: opened.view, roundId: request.roundId, by, after: null }, async (page) => {
    if (page.kind !== 'details') return
    const { signUp, round } = page.details.entry
    // Before the facts are shown: nobody sees them without a record of that.
    await parts.ledger.noteLook({ signUp, roundId: round.id, by, slackRequestId: asked.slackRequestId })
    const who = { by: by.userId, team: by.teamId, pool: signUp.poolId, sub: signUp.sub, round: round.id }
    parts.log.info({ flow: 'details', ...who }, 'details were opened')
  })
}

/** Slack's word for a trigger that was used: this is a second delivery of the same request. */
export const openedBefore = 'exchanged_trigger_id'

/** Another page in the same modal. */
export async function turnDetails(parts: DetailsParts, { request, by, view }: TurnDetails): Promise<void> {
  if (view !== undefined) await fill(parts, { view, by, ...request })
}

/** Carries out what was decided in a modal of Details, and shows there what came of it. */
export async function decideInDetails(
  parts: DetailsParts,
  { roundId, by }: Pick<Click, 'roundId' | 'by'>,
  view: string,
  work: () => Promise<void>,
): Promise<void> {
  const shown = parts.views.change(view, { kind: 'deciding' }, by.userId)
  try {
    await work()
  } finally {
    await shown
    if (roundId !== null) await fill(parts, { view, roundId, by, after: null })
  }
}

interface Turn {
  readonly view: string
  readonly roundId: string
  readonly by: Person
  /** Null for the first page. */
  readonly after: HistoryPlace | null
}

/** `before` is called with what will be shown. */
function fill(
  parts: DetailsParts,
  turn: Turn,
  before: (page: DetailsPage) => Promise<void> = async () => {},
): Promise<void> {
  return showPage(parts, turn, async () => {
    const page = await pageFor(parts, turn)
    await before(page)
    return page
  })
}

/** Shows what `read` resolves to, or that it failed. */
export async function showPage(
  parts: Pick<DetailsParts, 'views' | 'clock' | 'log'>,
  turn: Pick<Turn, 'view' | 'by'>,
  read: () => Promise<DetailsPage>,
): Promise<void> {
  let page: DetailsPage
  try {
    page = await read()
  } catch (error) {
    await show(parts, turn, { kind: 'failed' })
    throw error
  }
  await show(parts, turn, page)
}

/** Authorises on each page, before anything about the sign-up is shown. */
async function pageFor(parts: DetailsParts, { roundId, by, after }: Turn): Promise<DetailsPage> {
  const { ledger, storeId, authorise, poolOf } = parts
  const entry = await ledger.entry(roundId)
  const pool = entry === null ? null : poolOf(entry.signUp.poolId)
  const withhold = (end: ClickEnd) =>
    ({ kind: 'withheld', end, clicker: by.userId, poolName: pool?.name ?? null }) as const
  const unknown = { kind: isOfAnotherStore(storeId, roundId) ? 'other-store' : 'unknown-round' } as const
  if (pool === null) return withhold(unknown)
  const verdict = await authorise(by, pool, mayDecideAtAll)
  if (verdict.kind === 'unchecked') return withhold(verdict)
  if (verdict.kind === 'may-not') return withhold({ kind: 'refused', because: verdict.because })

  const known = await ledger.details(roundId, after)
  if (known === null) return withhold(unknown)
  if (after !== null) return { kind: 'older', pool, known }
  const asked = await askAbout(parts, known.entry.signUp)
  const evidence = await ledger.evidence(known.entry.round.id, parts.evidenceRules(pool))
  return { kind: 'details', details: { ...known, pool, ...asked, evidence } }
}

const mostTries = 3

/** Slack's word for a modal that the person has closed. */
const closed = 'not_found'

async function show(
  { views, clock, log }: Pick<DetailsParts, 'views' | 'clock' | 'log'>,
  { view, by }: Pick<Turn, 'view' | 'by'>,
  page: DetailsPage,
): Promise<void> {
  const pause = { first: 500, most: 5000 }
  const refusal = await retry<string | null>({ clock, pause, tries: mostTries }, async () => {
    const answer = await views.change(view, page, by.userId)
    if (answer.kind === 'done') return done(null)
    if (answer.kind === 'refused') return done(answer.error)
    return again(answer.kind === 'rate-limited' ? answer.retryAfter : 0)
  })
  if (refusal === null || refusal === closed) return
  log.error({ flow: 'details', by: by.userId, slackError: refusal }, 'Slack did not show details')
  await views.change(view, { kind: 'refused-by-slack', error: refusal }, by.userId)
}

/** Whoever asked can ask again. */
export function tellUnopened(
  { clock, answer }: Pick<DetailsParts, 'clock' | 'answer'>,
  asked: Omit<OpenDetails, 'request'>,
): Promise<void> {
  const { by, channel, responseUrl, deliveryKey: id } = asked
  const end = { kind: 'answered', answer: { kind: 'details-unopened' } } as const
  return answer({
    click: { id, at: clock.now(), by, channel, responseUrl },
    end,
    listed: [],
    total: 0,
    reads: [],
  })
}
