// Nudges: plans reminders of sign-ups that wait for too long, and daily digests; removes reminders that a newer one follows.
import type { Place } from '../domain/card-view.ts'
import type { DailyDigest } from '../domain/daily-digest.ts'
import type { Pool } from '../domain/pool.ts'
import { isQuiet } from '../domain/quiet-hours.ts'
import type { SlackAnswer } from '../domain/slack-answer.ts'
import type { Log } from '../shared/log.ts'
import { type ClosingParts, closeMessage } from './close-message.ts'

/** How often it is looked whether any is due, in milliseconds. */
export const nudgeEvery = 10_000

interface Nudgeable<Rule> {
  readonly channel: string
  readonly pools: readonly ({ readonly poolId: string } & Rule)[]
  readonly isQuiet: (at: Date) => boolean
}

type Remindable = Nudgeable<{ readonly after: number }>

interface NudgingStore {
  /** Plans the channel's next reminder, if it is due and somebody waits for too long: `after`, in milliseconds. */
  planReminder(place: Remindable): Promise<boolean>
  /** Plans one digest for those of the pools whose time has come, if there is anything to tell. */
  planDigest(place: Nudgeable<{ readonly digest: DailyDigest }>): Promise<boolean>
  /** The channel's reminders that a newer one follows. */
  replacedReminders(
    channel: string,
  ): Promise<readonly { readonly messageId: string; readonly place: Place }[]>
  noteGone(messageId: string): Promise<void>
}

export interface NudgingParts extends ClosingParts {
  readonly ledger: NudgingStore
  readonly cards: ClosingParts['cards'] & { remove(place: Place): Promise<SlackAnswer> }
  readonly pools: readonly Pool[]
  readonly channels: readonly string[]
  /** False while the channel is shared outside, takes no cards, or can't be read. */
  mayOfferIn(channel: string): boolean
  /** True while nobody could approve the pool's sign-ups. */
  isOff(pool: Pool): boolean
  readonly log: Log
  /** There is something to post. */
  planned(): void
}

/** Makes the turn of the loop that nudges. */
export function createNudges(parts: NudgingParts): (signal: AbortSignal) => Promise<void> {
  return async (signal) => {
    for (const channel of parts.channels) {
      if (signal.aborted || !parts.mayOfferIn(channel)) continue
      const inChannel = parts.pools.filter((pool) => pool.channel === channel)
      const open = inChannel.filter((pool) => !parts.isOff(pool))
      const place = { channel, isQuiet: (at: Date) => isQuiet(at, inChannel) }
      await digest(parts, place, open)
      await remind(parts, place, open)
    }
  }
}

type Channel = Pick<Remindable, 'channel' | 'isQuiet'>

async function digest({ ledger, log, planned }: NudgingParts, place: Channel, open: readonly Pool[]) {
  const pools = open.flatMap(({ id, dailyDigest }) =>
    dailyDigest === null ? [] : [{ poolId: id, digest: dailyDigest }],
  )
  if (pools.length === 0 || !(await ledger.planDigest({ ...place, pools }))) return
  log.info({ flow: 'nudge', channel: place.channel }, 'a channel is told what happened')
  planned()
}

async function remind(parts: NudgingParts, place: Channel, open: readonly Pool[]) {
  const { ledger, log, planned } = parts
  const pools = open.flatMap(({ id, remindAfter }) =>
    remindAfter === null ? [] : [{ poolId: id, after: remindAfter }],
  )
  if (pools.length === 0) return
  if (await ledger.planReminder({ ...place, pools })) {
    log.info({ flow: 'nudge', channel: place.channel }, 'a channel is reminded of who is waiting')
    planned()
  }
  for (const replaced of await ledger.replacedReminders(place.channel)) await removeReminder(parts, replaced)
}

/** Deletes it, since it says nothing that the newer one does not. Where Slack does not let us, it is closed. */
async function removeReminder(
  parts: NudgingParts,
  { messageId, place }: { readonly messageId: string; readonly place: Place },
): Promise<void> {
  const answer = await parts.cards.remove(place)
  if (answer.kind === 'no-answer') return
  const isLeft = answer.kind === 'refused' && answer.error !== 'message_not_found'
  if (isLeft && (await closeMessage(parts, async () => ({ place }), { tries: 1, mostPause: 0 })) === 'left')
    return
  await parts.ledger.noteGone(messageId)
}
