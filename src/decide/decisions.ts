// Decisions: every flow from a written click to its end, wired together.
import type { CardEntry } from '../domain/card-entry.ts'
import type { Click } from '../domain/click.ts'
import type { Person } from '../domain/person.ts'
import type { Pool } from '../domain/pool.ts'
import type { Choosing } from '../domain/request.ts'
import type { Urgency } from '../shared/limit.ts'
import type { Tasks } from '../shared/tasks.ts'
import { allowedPools, answerCommand, type CommandParts } from './answer-command.ts'
import { type Authorise, type AuthorisingParts, createAuthorise } from './authorise.ts'
import { createBulkQueue } from './carry-out-bulk.ts'
import { type ChoosingParts, createChoose } from './choose-from-list.ts'
import { createDecider, type DecidingParts } from './decide-sign-up.ts'
import { createHomes, type Homes, type HomesParts } from './keep-homes.ts'
import { createKeptSessions, type SessionsParts } from './keep-sessions.ts'
import type { DigestListParts } from './list-digest.ts'
import { createLook, type Look, lookAt } from './look.ts'
import { type OpeningApprovalParts, openApproval } from './open-approval.ts'
import { type OpeningDenialParts, openDenial } from './open-denial.ts'
import { type OpeningParts, openList } from './open-list.ts'
import { type ResumingParts, resumeClicks } from './resume-clicks.ts'
import { type DetailsParts, decideInDetails } from './show-details.ts'
import type { ShowingParts } from './show-more.ts'
import { createTaking, type Taking, type TakingParts } from './take-requests.ts'

/** What is made here, or has another shape here. */
type Own =
  | 'authorise'
  | 'authoriseAgain'
  | 'allowed'
  | 'answerCommand'
  | 'roomToConfirm'
  | 'showProgress'
  | 'closeIfStray'

export type DecisionsParts = AuthorisingParts &
  Omit<DecidingParts, Own> &
  Omit<CommandParts, Own> &
  Omit<OpeningParts, Own> &
  Omit<ChoosingParts, Own> &
  Omit<OpeningApprovalParts, Own> &
  Omit<OpeningDenialParts, Own> &
  Omit<ShowingParts, Own> &
  Omit<DetailsParts, Own> &
  Omit<DigestListParts, Own> &
  Omit<HomesParts, Own> &
  TakingParts &
  SessionsParts &
  Pick<ResumingParts, 'ledger'> & {
    readonly userPools: { whenRoomToConfirm(poolId: string, urgency: Urgency): Promise<void> }
    readonly tasks: Pick<Tasks, 'start'>
    /** Aborted when the process stops: nothing new begins. */
    readonly signal: AbortSignal
    /** A click that arrives while this process stops is carried out at its next start. */
    readonly leavesToNextStart: boolean
    /** This person turned out to be an approver. */
    approverSeen(userId: string): void
    showProgress(roundId: string): Promise<void>
    closeIfStray(click: Click): Promise<void>
  }

/** What a request can begin. Nothing here waits until that has ended. */
export interface Decisions
  extends Pick<
    Taking,
    'writeDown' | 'writeDownAll' | 'writeDownApproval' | 'writeDownDenial' | 'endNotTaken'
  > {
  /**
   * Goes on with a click that is on disk. `entry` is what it is about, as it was read with it; `view` is the Details in which
   * it was made.
   */
  carryOut(written: { readonly click: Click; readonly entry: CardEntry | null }, view?: string): void
  carryOutAll(clicks: readonly Click[]): void
  /** Opens the form that a click asked for, on top of `view` if there is one. `trigger` is good for 3 s. */
  openForm(
    written: { readonly click: Click; readonly entry: CardEntry | null },
    trigger: string,
    view?: string,
  ): void
  readonly look: Look
  /** Keeps a tick in a list form, or shows another page of it. */
  choose(choosing: Choosing): void
  readonly homes: Homes
  /** A loop's turn: renews the sessions of active approvers in AWS. */
  keepSessions(signal: AbortSignal): Promise<void>
  /** Takes up clicks without an end. `isOwner` if the processes that left them are known to be dead. */
  resume(isOwner: boolean): Promise<void>
}

export function createDecisions(parts: DecisionsParts): Decisions {
  const { ledger, tasks, signal } = parts
  const { start } = tasks
  const check = createAuthorise(parts)
  const authorise = noticing(check, ({ userId }) => parts.approverSeen(userId))
  const sessions = createKeptSessions(parts, check)
  /** Their session in AWS opens while the rest goes on. */
  const authoriseToDecide = noticing(authorise, sessions.seen)
  const closeIfStray = (click: Click) => start('close-stray', () => parts.closeIfStray(click))
  const decider = createDecider({
    ...parts,
    authorise: authoriseToDecide,
    authoriseAgain: authorise,
    closeIfStray,
    showProgress: (roundId) => start('show-progress', () => parts.showProgress(roundId)),
    answerCommand: (click, text) => answerCommand({ ...parts, authorise }, click, text),
    roomToConfirm: (pool) => parts.userPools.whenRoomToConfirm(pool.id, 'click'),
  })
  const bulk = createBulkQueue({
    signal,
    start,
    carryOut: decider.carryOut,
    redraw: (roundId) => parts.redraw(roundId, null),
  })
  const homes = createHomes({ ...parts, allowed: (by) => allowedPools(authorise, by, parts.pools) })
  const decide = async (click: Click, entry?: CardEntry | null) => {
    await decider.carryOut(click, entry)
    homes.acted(click.by)
  }
  const carryOut = (click: Click, entry?: CardEntry | null) => {
    if (click.toldBy === 'bulk') bulk.takeUp(click)
    else start('carry-out', () => decide(click, entry))
  }
  const inDetails = (click: Click, entry: CardEntry | null, view: string) => {
    const work = () => decide(click, entry)
    start('carry-out', () => decideInDetails({ ...parts, authorise }, click, view, work))
  }
  const taking = createTaking(parts)
  const choose = createChoose({ ...parts, authorise })
  return {
    ...taking,
    carryOut: ({ click, entry }, view) => {
      if (parts.leavesToNextStart && signal.aborted) return
      if (view === undefined) carryOut(click, entry)
      else inDetails(click, entry, view)
    },
    carryOutAll: bulk.take,
    openForm: ({ click, entry }, trigger, view) => {
      const opening = { ...parts, authorise: authoriseToDecide, closeIfStray }
      const open = () => {
        const { kind } = click.request
        if (kind === 'open-denial') return openDenial(opening, click, entry, trigger, view)
        if (kind === 'open-approval') return openApproval(opening, click, entry, trigger, view)
        return openList(opening, click, trigger, view)
      }
      if (!signal.aborted) start('open-form', open)
    },
    look: createLook(start, (asked, trigger) => lookAt({ ...parts, authorise }, asked, trigger)),
    choose: (choosing) => start('choose', () => choose(choosing)),
    homes,
    keepSessions: sessions.turn,
    resume: (isOwner) =>
      resumeClicks({ ...taking, ledger, decider, carryOut: (click) => carryOut(click), start }, isOwner),
  }
}

function noticing(authorise: Authorise, seen: (person: Person, pool: Pool) => void): Authorise {
  return async (person, pool, judge) => {
    const verdict = await authorise(person, pool, judge)
    if (verdict.kind === 'may') seen(person, pool)
    return verdict
  }
}
