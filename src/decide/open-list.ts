// "Approve all…", "Deny all…": opens the form that lists whom to decide about at once, if the clicker may decide. Submitting it is
// a request of its own.
import { type CardEntry, isOpen } from '../domain/card-entry.ts'
import { hostOf, isChosenAtFirst, type ListAnswer, type ListForm, type Waiting } from '../domain/choosing.ts'
import { claimedAddress } from '../domain/claimed-address.ts'
import type { Click, ClickEnd } from '../domain/click.ts'
import type { CommandAnswer } from '../domain/command.ts'
import type { EvidenceRules } from '../domain/evidence.ts'
import { whyNotByHost } from '../domain/host-refusal.ts'
import type { ListSource, ManyDecision } from '../domain/list-source.ts'
import { mayDecideAtAll } from '../domain/may-decide.ts'
import type { Pool } from '../domain/pool.ts'
import { idNamedBy } from '../domain/request.ts'
import type { Failure } from '../domain/round.ts'
import type { SlackAnswer } from '../domain/slack-answer.ts'
import { isOfAnotherStore } from '../domain/store-id.ts'
import { never } from '../shared/never.ts'
import type { Authorise } from './authorise.ts'

export interface OpeningParts {
  readonly ledger: {
    /** The sign-ups that a message shows; null if it is unknown. */
    shownBy(
      messageId: string,
    ): Promise<{ readonly poolId: string; readonly entries: readonly CardEntry[] } | null>
    /** Those of this pool who wait in a digest; null if it is unknown or gone. */
    waitingInDigest(messageId: string, poolId: string): Promise<Waiting | null>
    /** Who waits in this pool with an address at exactly this host. */
    waitingFrom(poolId: string, host: string): Promise<Waiting>
    /** Null if the round is unknown. */
    entry(roundId: string): Promise<CardEntry | null>
    /** Ends the click and writes the form down. False if the click has ended. */
    openList(
      clickId: string,
      end: ClickEnd,
      form: Pick<ListForm, 'leftOut' | 'ticks' | 'starts'>,
    ): Promise<boolean>
    /** False if the click has ended. */
    end(clickId: string, end: ClickEnd, failure: Failure | null): Promise<boolean>
    noteTold(clickId: string): Promise<void>
  }
  readonly storeId: string
  readonly authorise: Authorise
  readonly forms: {
    /** On top of `view`, if there is one. */
    openList(form: ListForm, pool: Pool, trigger: string, view?: string): Promise<SlackAnswer>
  }
  /** Where each page of a list begins: the form has room for a page in full. Pure. */
  pagesOf(pool: Pool, entries: readonly CardEntry[]): readonly number[]
  /** Whether the form can show them in full at this place: nobody is chosen whom it does not show. Pure. */
  fitsOnList(pool: Pool, entry: CardEntry, place: number): boolean
  /** How a pool's evidence is made. */
  evidenceRules(pool: Pool): EvidenceRules
  poolOf(poolId: string): Pool | null
  /** The click's message shows no round of ours. */
  closeIfStray(click: Click): void
  tell(clickId: string): Promise<void>
}

/** With `trigger`, Slack lets us open a form within 3 s. If that is too short, the clicker is told to press again. */
export async function openList(
  parts: OpeningParts,
  click: Click,
  trigger: string,
  view?: string,
): Promise<void> {
  const { request } = click
  if (request.kind !== 'open-form') return
  const { decision, source } = request
  const named = await findNamed(parts, source)
  const pool = named === null ? null : parts.poolOf(named.poolId)
  const endUnknown = () => {
    parts.closeIfStray(click)
    const isElsewhere = isOfAnotherStore(parts.storeId, idNamedBy(request) ?? '')
    return endUnopened(parts, click, { kind: isElsewhere ? 'other-store' : 'unknown-round' })
  }
  if (named === null || pool === null) return endUnknown()
  const verdict = await parts.authorise(click.by, pool, mayDecideAtAll)
  if (verdict.kind === 'unchecked') return endUnopened(parts, click, verdict)
  if (verdict.kind === 'may-not')
    return endUnopened(parts, click, { kind: 'refused', because: verdict.because })

  const found = await named.find(pool)
  if (found === null) return endUnknown()
  if (found.kind !== 'found') return endUnopened(parts, click, { kind: 'answered', answer: found })
  const form = newForm(parts, click.id, { ...found, decision, pool })
  if (form === null) return endUnopened(parts, click, { kind: 'answered', answer: { kind: 'none-left' } })
  // Written before it is opened: a submission is checked against it.
  if (!(await parts.ledger.openList(click.id, { kind: 'answered', answer: form.list }, form))) return
  const opened = await parts.forms.openList(form, pool, trigger, view)
  if (opened.kind === 'done') return parts.ledger.noteTold(click.id)
  await parts.tell(click.id)
}

/** Who is to be listed. `host` is what they have in common. */
interface Found {
  readonly kind: 'found'
  readonly waiting: Pick<Waiting, 'entries' | 'leftOut'>
  readonly host: string | null
}

type HostKept = Extract<CommandAnswer, { kind: 'host-kept' }>

interface Named {
  readonly poolId: string
  /** Nobody is looked for before the clicker is known to be an approver of that pool. Null if the store does not know the source. */
  find(pool: Pool): Promise<Found | HostKept | null>
}

/** Null if the store does not know the source. */
async function findNamed(parts: OpeningParts, source: ListSource): Promise<Named | null> {
  const { ledger } = parts
  switch (source.kind) {
    case 'message': {
      const shown = await ledger.shownBy(source.messageId)
      if (shown === null) return null
      return { poolId: shown.poolId, find: async () => foundAll({ ...shown, leftOut: 0 }) }
    }
    case 'digest':
      return { poolId: source.poolId, find: (pool) => findInDigest(parts, pool, source.messageId) }
    case 'host': {
      const entry = await ledger.entry(source.roundId)
      return entry === null
        ? null
        : { poolId: entry.signUp.poolId, find: (pool) => findFromHost(parts, pool, entry) }
    }
    default:
      return never(source)
  }
}

function foundAll(waiting: Found['waiting']): Found {
  return { kind: 'found', waiting, host: null }
}

async function findInDigest({ ledger }: OpeningParts, pool: Pool, messageId: string): Promise<Found | null> {
  const waiting = await ledger.waitingInDigest(messageId, pool.id)
  return waiting === null ? null : foundAll(waiting)
}

async function findFromHost(parts: OpeningParts, pool: Pool, entry: CardEntry): Promise<Found | HostKept> {
  const { attributes } = entry.signUp
  const claimed = claimedAddress(attributes)
  const host = hostOf(entry)
  if (claimed === null || host === null) return { kind: 'host-kept', host, because: 'no-address' }
  const because = whyNotByHost(parts.evidenceRules(pool).hostFacts(claimed, attributes['email'] ?? ''))
  if (because !== null) return { kind: 'host-kept', host, because }
  return { kind: 'found', waiting: await parts.ledger.waitingFrom(pool.id, host), host }
}

interface Asked extends Found {
  readonly decision: ManyDecision
  readonly pool: Pool
}

/** Null if nobody waits. */
function newForm(
  { pagesOf, fitsOnList }: OpeningParts,
  clickId: string,
  { decision, pool, waiting, host }: Asked,
): ListForm | null {
  const open = waiting.entries.filter(isOpen)
  if (open.length === 0) return null
  const starts = pagesOf(pool, open)
  return {
    clickId,
    poolId: pool.id,
    list: answerFor(decision, open, pool, host),
    leftOut: waiting.leftOut,
    ticks: open.map((entry, place) => ({
      isChosen: fitsOnList(pool, entry, place) && isChosenAtFirst(decision, entry, pool),
      at: 0,
    })),
    starts,
    page: 0,
    turn: 0,
    shown: open.slice(0, starts[1] ?? open.length).map((entry, place) => ({ ...entry, place })),
  }
}

function answerFor(
  decision: ManyDecision,
  open: readonly CardEntry[],
  { onDeny, denyReasons: reasons }: Pool,
  host: string | null,
): ListAnswer {
  const roundIds = open.map(({ round }) => round.id)
  return decision === 'approve'
    ? { kind: 'approve-all', roundIds }
    : { kind: 'deny-all', roundIds, onDeny, reasons, host }
}

async function endUnopened({ ledger, tell }: OpeningParts, click: Click, end: ClickEnd): Promise<void> {
  if (await ledger.end(click.id, end, null)) await tell(click.id)
}
