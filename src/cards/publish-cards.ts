// Posting: one live message for every waiting round, each channel at its own pace.

import type { CardEntry } from '../domain/card-entry.ts'
import {
  type BegunPosting,
  type CardView,
  entriesIn,
  type Place,
  type PostingPlace,
  type ReadRows,
  viewOf,
} from '../domain/card-view.ts'
import { waitingIn } from '../domain/digest.ts'
import type { Division } from '../domain/divide-message.ts'
import type { EvidenceRules } from '../domain/evidence.ts'
import type { Pool } from '../domain/pool.ts'
import { isQuiet } from '../domain/quiet-hours.ts'
import type { SignUp } from '../domain/sign-up.ts'
import { isAboutContent, type SlackAnswer, type SlackRefusal } from '../domain/slack-answer.ts'
import { type Clock, unlessAborted } from '../shared/clock.ts'
import { createInFlight } from '../shared/in-flight.ts'
import type { Log } from '../shared/log.ts'
import { createPauses } from '../shared/pauses.ts'
import type { Tasks } from '../shared/tasks.ts'

interface PublishingStore {
  /** Has whoever waits in this channel join its digest, if that is to be. Returns how many joined. */
  gather(place: PostingPlace): Promise<number>
  hasUnposted(place: PostingPlace): Promise<boolean>
  /** Writes down the next message to post before it is sent. Null if there is none. `mentions` are groups, by pool. */
  beginPosting(place: PostingPlace, mentions: ReadonlyMap<string, string>): Promise<BegunPosting | null>
  /** False if another attempt became the message, or it is gone: this copy must be deleted. It is searched for if it is not. */
  notePosted(
    messageId: string,
    attemptId: string,
    place: Place,
    drawn: Pick<ReadRows, 'shown' | 'version'>,
  ): Promise<boolean>
  /** Slack answered that it did not post: the message may be posted again. */
  endPosting(messageId: string, attemptId: string): Promise<void>
  /** Slack refused it for what it shows: it is divided, drawn in its plainest form, or kept as it is. */
  dividePosting(messageId: string, attemptId: string): Promise<Division['kind']>
}

type PostAnswer = SlackRefusal | { readonly kind: 'posted'; readonly ts: string }

interface PublishingSlack {
  /** `next` is called once there is a slot. Null if it found nothing to post, or `signal` aborted before. */
  post<View extends CardView>(
    channel: string,
    next: () => Promise<View | null>,
    signal: AbortSignal,
  ): Promise<{ readonly sent: View; readonly answer: PostAnswer } | null>
  remove(place: Place): Promise<SlackAnswer>
}

export interface PublishingParts {
  readonly ledger: PublishingStore
  readonly cards: PublishingSlack
  readonly pools: readonly Pool[]
  /** False if another process leads, and posts. */
  mayPost(): boolean
  /** False while the channel is shared outside, takes no cards, or can't be read. */
  mayOfferIn(channel: string): boolean
  /** True while nobody could approve the pool's sign-ups. */
  isOff(pool: Pool): boolean
  /** Its list is being read, so that more sign-ups may come at any moment. */
  isBeingRead(pool: Pool): boolean
  /** How many of these, from the first, one message has room for. */
  howManyShare(pool: Pool, entries: readonly CardEntry[]): number
  /** How a pool's evidence is made, which its cards show as it is when they are planned. */
  evidenceRules(pool: Pool): EvidenceRules
  /** The user groups that new cards of these pools mention, by pool; left out if it is unknown which group is meant. */
  groupsToMention(pools: readonly Pool[]): Promise<ReadonlyMap<string, string>>
  /** Searches for posts without an answer; at once in channels that can be read again. */
  findLost(reopened: readonly string[]): Promise<void>
  /** A card of this pool was posted. */
  posted(pool: Pool): void
  /** A sign-up got its first card. */
  carded(signUp: SignUp): void
  readonly clock: Clock
  readonly log: Log
  readonly tasks: Pick<Tasks, 'start'>
}

/**
 * Makes the turn of the loop that posts. A turn only begins the search for lost cards and the posting in each channel, so
 * that no channel holds up another.
 */
export function createPublisher(parts: PublishingParts): (signal: AbortSignal) => Promise<void> {
  const { ledger, cards, pools, clock, log, tasks } = parts
  const pauses = createPauses(clock, { first: 1000, most: 30_000 })
  /** Longer than the interval between posts, so that other messages go ahead. */
  const contentPauses = createPauses(clock, { first: 5000, most: 60_000 })
  const refused = new Set<string>()
  const inFlight = createInFlight()
  /** Channels that took no cards when some were due, until they were searched. */
  const closed = new Set<string>()

  const begin = (name: string, signal: AbortSignal, work: () => Promise<void>) => {
    if (signal.aborted || inFlight.isRunning(name)) return
    tasks.start(name, async () => void (await inFlight.unlessRunning(name, work)))
  }

  const poolsIn = (channel: string) => pools.filter((pool) => pool.channel === channel)

  const placeIn = (channel: string): PostingPlace => ({
    channel,
    rushAt: Math.min(...poolsIn(channel).map((pool) => pool.rushAt)),
    pools: poolsIn(channel)
      .filter((pool) => !parts.isOff(pool))
      .map((pool) => ({
        poolId: pool.id,
        isRead: parts.isBeingRead(pool),
        howManyShare: (entries) => parts.howManyShare(pool, entries),
        evidenceRules: parts.evidenceRules(pool),
      })),
    pausing: [...refused].filter(contentPauses.isPausing),
    isQuiet: (at) => isQuiet(at, poolsIn(channel)),
  })

  const note = (channel: string, messageId: string, result: PostResult) => {
    if (result === 'channel-pausing') return pauses.failed(channel)
    if (result === 'refused-content') {
      contentPauses.failed(messageId)
      return refused.add(messageId)
    }
    pauses.succeeded(channel)
    contentPauses.succeeded(messageId)
    return refused.delete(messageId)
  }

  /** In channels that take cards again, what was lost before goes ahead of newer cards. */
  const findLost = async (signal: AbortSignal) => {
    const reopened = [...closed].filter(parts.mayOfferIn)
    await unlessAborted(signal, parts.findLost(reopened))
    for (const channel of reopened) closed.delete(channel)
  }

  const gather = async (channel: string) => {
    const count = await ledger.gather(placeIn(channel))
    if (count > 0) log.warn({ flow: 'publish', channel, count }, 'sign-ups joined a digest')
  }

  /** Posts until the channel has to pause, or all is posted. */
  const postIn = async (channel: string, signal: AbortSignal) => {
    while (parts.mayPost() && !pauses.isPausing(channel)) {
      await gather(channel)
      if (!(await ledger.hasUnposted(placeIn(channel)))) return
      if (!parts.mayOfferIn(channel)) {
        log.warn({ flow: 'publish', channel, error: 'channel_takes_no_cards' }, 'a card was not posted')
        closed.add(channel)
        return pauses.failed(channel)
      }
      if (closed.has(channel)) return
      const mentions = await parts.groupsToMention(poolsIn(channel))
      // The message is put together only once there is a slot, so that it includes the newest rounds.
      const next = async () => {
        await gather(channel)
        return beginPosting(parts, placeIn(channel), mentions)
      }
      const posted = await cards.post(channel, next, signal)
      if (posted === null) return
      note(channel, posted.sent.messageId, await noteAnswer(parts, posted.sent, posted.answer))
    }
  }

  return async (signal) => {
    const channels = new Set(pools.map(({ channel }) => channel))
    begin('find lost cards', signal, () => findLost(signal))
    for (const channel of channels) begin(`post in ${channel}`, signal, () => postIn(channel, signal))
  }
}

/** `divided`: what it showed is in other messages now, or it is plainer, and can be posted at once. */
type PostResult = 'posted' | 'divided' | 'channel-pausing' | 'refused-content'

/** A message that is about to be posted, with its pools. */
type Begun = BegunPosting & CardView & { readonly channel: string }

async function beginPosting(
  { ledger, pools, mayPost }: PublishingParts,
  place: PostingPlace,
  mentions: ReadonlyMap<string, string>,
): Promise<Begun | null> {
  const begun = mayPost() ? await ledger.beginPosting(place, mentions) : null
  if (begun === null) return null
  const view = viewOf(begun, place.channel, pools)
  if (view === null) throw new Error('A message for a pool that was not asked for')
  return { ...begun, ...view, channel: place.channel }
}

async function noteAnswer(
  { ledger, cards, log, posted, carded }: PublishingParts,
  begun: Begun,
  answer: PostAnswer,
): Promise<PostResult> {
  const { messageId, attemptId, channel, shown } = begun
  const pools = 'pools' in begun ? begun.pools : [begun.pool]
  const signUps = shown.kind === 'digest' ? waitingIn(shown.digest) : entriesIn(shown).length
  const pool = pools.map(({ id }) => id).join(' ')
  const facts = { flow: 'publish', pool, channel, message: messageId, signUps }
  if (answer.kind === 'posted') {
    const place = { channel, ts: answer.ts }
    const isOurs = await ledger.notePosted(messageId, attemptId, place, begun)
    if (!isOurs) await cards.remove(place)
    log.info({ ...facts, ts: answer.ts, isOurs }, 'a card was posted')
    for (const one of pools) posted(one)
    for (const signUp of isOurs ? firstShownIn(shown) : []) carded(signUp)
    return 'posted'
  }
  const error = answer.kind === 'refused' ? answer.error : answer.kind
  log.warn({ ...facts, error }, 'a card was not posted')
  if (answer.kind === 'no-answer') return 'channel-pausing'
  if (isAboutContent(answer)) {
    const isKept = (await ledger.dividePosting(messageId, attemptId)) === 'keep'
    return isKept ? 'refused-content' : 'divided'
  }
  await ledger.endPosting(messageId, attemptId)
  return 'channel-pausing'
}

/** Whoever waits again has had a card before. */
function firstShownIn(shown: Begun['shown']): readonly SignUp[] {
  if (shown.kind !== 'cards') return []
  return shown.entries.filter(({ round }) => round.number === 1).map(({ signUp }) => signUp)
}
