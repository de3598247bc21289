// Card flows: everything between rows and Slack messages, wired together.
import type { Click } from '../domain/click.ts'
import type { Pool } from '../domain/pool.ts'
import type { Wake } from '../shared/wake.ts'
import { closeIfStray, type StrayParts } from './close-stray.ts'
import { type ComparingParts, createComparison } from './compare-channels.ts'
import { createDrawer, type Drawer, type DrawingParts } from './draw-cards.ts'
import { createFinder, type FindingParts } from './find-lost-cards.ts'
import { createNudges, type NudgingParts } from './nudge.ts'
import { createPublisher, type PublishingParts } from './publish-cards.ts'
import { type RetiringParts, retireCards } from './retire-cards.ts'
import { createTeller, type Teller, type TellingParts } from './tell-people.ts'
import { type ApproverWatch, type ApproverWatchParts, createApproverWatch } from './watch-approvers.ts'
import { type ChannelWatch, createChannelWatch, type WatchingParts } from './watch-channels.ts'

/** The parts that are made here. */
type Own = 'mayOfferIn' | 'isOff' | 'messageGone' | 'findLost' | 'reopened' | 'channels' | 'planned'

export type CardFlowsParts = Omit<DrawingParts, Own> &
  Omit<PublishingParts, Own> &
  Omit<FindingParts, Own> &
  Omit<ComparingParts, Own> &
  Omit<RetiringParts, Own> &
  Omit<StrayParts, Own> &
  Omit<TellingParts, Own> &
  Omit<NudgingParts, Own> &
  Omit<WatchingParts, Own> &
  Omit<ApproverWatchParts, Own> & {
    /** Wakes the loop that posts. */
    readonly publish: Wake
  }

export interface CardFlows {
  readonly channels: readonly string[]
  readonly watch: ChannelWatch
  readonly approvers: ApproverWatch
  readonly drawer: Drawer
  readonly teller: Teller
  /** The turn of the loop that posts. */
  publish(signal: AbortSignal): Promise<void>
  retire(signal: AbortSignal): Promise<void>
  /** The turn of the loop that plans reminders. */
  nudge(signal: AbortSignal): Promise<void>
  /** Whether somebody could decide about a pool's sign-ups. */
  isOpen(pool: Pool): boolean
  /** The turn of the loop that compares the open cards with the channels. */
  compare(): Promise<void>
  closeIfStray(click: Click): Promise<void>
}

export function createCardFlows(parts: CardFlowsParts): CardFlows {
  const channels = [...new Set(parts.pools.map(({ channel }) => channel))]
  const watch = createChannelWatch({ ...parts, channels, reopened: parts.publish })
  const { mayPostIn: mayOfferIn } = watch
  const approvers = createApproverWatch({ ...parts, mayOfferIn, reopened: parts.publish })
  const { isOff } = approvers
  return {
    channels,
    watch,
    approvers,
    drawer: createDrawer({ ...parts, mayOfferIn, messageGone: parts.publish }),
    teller: createTeller(parts),
    publish: createPublisher({ ...parts, mayOfferIn, isOff, findLost: createFinder(parts) }),
    retire: (signal) => retireCards(parts, signal),
    nudge: createNudges({ ...parts, channels, mayOfferIn, isOff, planned: parts.publish }),
    isOpen: (pool) => mayOfferIn(pool.channel) && !isOff(pool),
    compare: createComparison({ ...parts, channels }),
    closeIfStray: (click) => closeIfStray(parts, click),
  }
}
