// Takes requests: writes them down, and makes sure that none is carried out of which Slack has shown that it failed.
import type { CardEntry } from '../domain/card-entry.ts'
import type { Click, NewClick, Submission } from '../domain/click.ts'
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
    /** No clicks if the form was submitted before; null if this person has no such form. */
    writeDownAll(submission: Submission, bulkId: string): Promise<readonly Click[] | null>
    /** Ends what `writeDown` may have written, or may still write. Null if that was taken up meanwhile. */
    endNotTaken(fresh: NewClick, id: string): Promise<Click | null>
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
  writeDownAll(submission: Submission): Promise<readonly Click[] | null>
  /** Ends every request that was not taken. Rejects if one of them has to be tried again. */
  endNotTaken(): Promise<void>
  /** Whether this click is still to be ended, so that nobody may carry it out. */
  isNotTaken(click: Click): boolean
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
  const { ledger, log } = parts
  /** By the id of the click or of the bulk approval. */
  const notTaken = new Map<string, NotTaken>()

  const endOne = async ([id, { end }]: readonly [string, NotTaken]) => {
    const clicks = await end()
    notTaken.delete(id)
    for (const click of clicks) parts.tasks.start('tell-not-taken', () => announce(parts, click))
  }

  const take = async <T>(
    deliveryKey: string,
    write: (id: string) => Promise<T>,
    end: (id: string) => Promise<readonly Click[]>,
  ): Promise<T> => {
    // The same request again: what is to become of it depends on whether its first delivery was written down.
    await Promise.all([...notTaken].filter(([, one]) => one.deliveryKey === deliveryKey).map(endOne))
    const id = parts.newId()
    try {
      return await write(id)
    } catch (error) {
      if (error instanceof CommitUnknown) {
        notTaken.set(id, { deliveryKey, end: () => end(id) })
        log.warn(
          { flow: 'listen', id },
          'the store did not say whether it has saved a request: it will not be carried out',
        )
        parts.notTaken()
      }
      throw error
    }
  }

  return {
    writeDown: (fresh) =>
      take(
        fresh.deliveryKey,
        (id) => ledger.writeDown(fresh, id),
        async (id) => {
          const click = await ledger.endNotTaken(fresh, id)
          return click === null ? [] : [click]
        },
      ),
    writeDownAll: (submission) =>
      take(
        submission.deliveryKey,
        (bulkId) => ledger.writeDownAll(submission, bulkId),
        (bulkId) => ledger.endFormNotTaken(submission, bulkId),
      ),
    endNotTaken: async () => {
      await Promise.all([...notTaken].map(endOne))
    },
    isNotTaken: ({ id, bulkId }) => notTaken.has(id) || (bulkId !== null && notTaken.has(bulkId)),
  }
}

function announce(parts: AnnouncingParts, click: Click): Promise<void> {
  const { roundId } = click
  return announceEnd(parts, { click, roundId, end: { kind: 'not-taken' }, drawn: 'no', ids: {} })
}
