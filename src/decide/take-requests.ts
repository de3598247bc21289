// Takes requests: writes them down, and makes sure that none is carried out of which Slack has shown that it failed.
import type { CardEntry } from '../domain/card-entry.ts'
import type { ApprovalSubmission, Click, DenialSubmission, NewClick, Submission } from '../domain/click.ts'
import { CommitUnknown } from '../shared/commit-unknown.ts'
import type { Tasks } from '../shared/tasks.ts'
import { type AnnouncingParts, announceEnd } from './announce-end.ts'

interface WrittenClick {
  readonly click: Click
  readonly entry: CardEntry | null
}

export interface TakingParts extends AnnouncingParts {
  readonly ledger: {
    /** Null if this delivery was written down before. */
    writeDown(fresh: NewClick, id: string): Promise<WrittenClick | null>
    /** No clicks if the form was submitted before; `none-chosen` if it asks for none; null if this person has no such form. */
    writeDownAll(submission: Submission, bulkId: string): Promise<readonly Click[] | 'none-chosen' | null>
    /** Null if the form was submitted before; `no-form` if this person has no such form. */
    writeDownDenial(submission: DenialSubmission, id: string): Promise<WrittenClick | 'no-form' | null>
    /** The same for the form that approves one. */
    writeDownApproval(submission: ApprovalSubmission, id: string): Promise<WrittenClick | 'no-form' | null>
    /** Ends what `writeDown` may have written, or may still write. Null if that was taken up meanwhile. */
    endNotTaken(fresh: NewClick, id: string): Promise<Click | null>
    /** The same for `writeDownDenial`. */
    endDenialNotTaken(submission: DenialSubmission, id: string): Promise<Click | null>
    /** The same for `writeDownApproval`. */
    endApprovalNotTaken(submission: ApprovalSubmission, id: string): Promise<Click | null>
    /** The same for `writeDownAll`. */
    endFormNotTaken(submission: Submission, bulkId: string): Promise<readonly Click[]>
  }
  readonly tasks: Pick<Tasks, 'start'>
  newId(): string
  /** There is something for `endNotTaken` to end. */
  notTaken(): void
}

export interface Taking {
  writeDown(fresh: NewClick): Promise<WrittenClick | null>
  writeDownAll(submission: Submission): Promise<readonly Click[] | 'none-chosen' | null>
  writeDownDenial(submission: DenialSubmission): Promise<WrittenClick | 'no-form' | null>
  writeDownApproval(submission: ApprovalSubmission): Promise<WrittenClick | 'no-form' | null>
  /** Ends every request that was not taken. Rejects if one of them has to be tried again. */
  endNotTaken(): Promise<void>
  /** Whether this click is still to be ended, so that nobody may carry it out. */
  isNotTaken(click: Click): boolean
}

/** Slack shows after 3 s that a request has failed. In milliseconds, with some time for the acknowledgement’s way. */
const acknowledgedWithin = 2800

/** It was written down, but too late to acknowledge it. */
class TooLate extends Error {
  override readonly name = 'TooLate'
  readonly code = 'too-late'
}

/** A request without an acknowledgement that may be in the store, or get there. */
interface NotTaken {
  readonly deliveryKey: string
  end(): Promise<readonly Click[]>
}

/**
 * Slack shows that a request has failed if its commit gets no answer. It is remembered here, and ended as soon as the store
 * answers. If this process dies first, it counts like any other click that a dead process left.
 */
export function createTaking(parts: TakingParts): Taking {
  const { ledger, clock, log } = parts
  /** By the id of the click or of the bulk decision. */
  const notTaken = new Map<string, NotTaken>()

  const endOne = async ([id, { end }]: readonly [string, NotTaken]) => {
    const clicks = await end()
    notTaken.delete(id)
    for (const click of clicks) parts.tasks.start('tell-not-taken', () => announce(parts, click))
  }

  const remember = (id: string, one: NotTaken) => {
    notTaken.set(id, one)
    parts.notTaken()
  }

  /** Rejects if nobody knows whether the request was written down, or if that took too long. */
  const take = async <T>(
    deliveryKey: string,
    write: (id: string) => Promise<T>,
    isNew: (written: T) => boolean,
    end: (id: string) => Promise<readonly Click[]>,
  ): Promise<T> => {
    // The same request again: what is to become of it depends on whether its first delivery was written down.
    await Promise.all([...notTaken].filter(([, one]) => one.deliveryKey === deliveryKey).map(endOne))
    const id = parts.newId()
    const begunAt = clock.now().getTime()
    let written: T
    try {
      written = await write(id)
    } catch (error) {
      if (error instanceof CommitUnknown) {
        remember(id, { deliveryKey, end: () => end(id) })
        log.warn(
          { flow: 'listen', id },
          'the store did not say whether it has saved a request: unless this process ends first, it will not be carried out',
        )
      }
      throw error
    }
    if (!isNew(written) || clock.now().getTime() - begunAt < acknowledgedWithin) return written
    remember(id, { deliveryKey, end: () => end(id) })
    throw new TooLate('It took too long to save a request')
  }

  return {
    writeDown: (fresh) =>
      take(
        fresh.deliveryKey,
        (id) => ledger.writeDown(fresh, id),
        (written) => written !== null,
        async (id) => orNone(await ledger.endNotTaken(fresh, id)),
      ),
    writeDownDenial: (submission) =>
      take(
        submission.deliveryKey,
        (id) => ledger.writeDownDenial(submission, id),
        (written) => written !== null && written !== 'no-form',
        async (id) => orNone(await ledger.endDenialNotTaken(submission, id)),
      ),
    writeDownApproval: (submission) =>
      take(
        submission.deliveryKey,
        (id) => ledger.writeDownApproval(submission, id),
        (written) => written !== null && written !== 'no-form',
        async (id) => orNone(await ledger.endApprovalNotTaken(submission, id)),
      ),
    writeDownAll: (submission) =>
      take(
        submission.deliveryKey,
        (bulkId) => ledger.writeDownAll(submission, bulkId),
        (clicks) => clicks !== null && clicks !== 'none-chosen' && clicks.length > 0,
        (bulkId) => ledger.endFormNotTaken(submission, bulkId),
      ),
    endNotTaken: async () => {
      // All of them, before the next try: one that fails must not leave the others behind, to be begun twice.
      const ended = await Promise.allSettled([...notTaken].map(endOne))
      for (const one of ended) if (one.status === 'rejected') throw one.reason
    },
    isNotTaken: ({ id, bulkId }) => notTaken.has(id) || (bulkId !== null && notTaken.has(bulkId)),
  }
}

function orNone(click: Click | null): readonly Click[] {
  return click === null ? [] : [click]
}

function announce(parts: AnnouncingParts, click: Click): Promise<void> {
  const { roundId } = click
  return announceEnd(parts, { click, roundId, end: { kind: 'not-taken' }, drawn: 'no', ids: {} })
}
