// A Slack channel, and whether cards may be posted there.
import type { SlackRefusal } from './slack-answer.ts'

/** A channel as Slack describes it. What Slack leaves out counts as in order. */
export interface ChannelFacts {
  readonly name: string | null
  readonly isPrivate: boolean
  readonly isArchived: boolean
  readonly hasBot: boolean
  /** With another organisation (Slack Connect), not just with other workspaces of our own. */
  readonly isShared: boolean
  /** Another organisation is invited and has not accepted yet. */
  readonly isPendingShared: boolean
}

/** What a check of a channel found, or why it found nothing. */
export type ChannelCheck = { readonly kind: 'seen'; readonly facts: ChannelFacts } | SlackRefusal

/** Why a card can't, or must not, be posted there. `name` is null if Slack did not say. */
export type ChannelProblem =
  | { readonly kind: 'channel-archived'; readonly name: string | null }
  | { readonly kind: 'bot-not-in-channel'; readonly name: string | null }
  | { readonly kind: 'channel-shared'; readonly name: string | null; readonly isPending: boolean }

/** What is known of a channel since the last look at it. */
export type ChannelState =
  | { readonly kind: 'seen'; readonly problems: readonly (ChannelProblem['kind'] | 'channel-unknown')[] }
  /** Slack gave no usable answer: the channel may be shared with another organisation by now. */
  | { readonly kind: 'unread' }
  /** Slack does not know the question, as a stand-in for it may not: nothing is concluded from that. */
  | { readonly kind: 'unaskable' }

/** Whether cards may go there: nobody is shown a sign-up on a guess. */
export function takesCards(state: ChannelState): boolean {
  return state.kind === 'unaskable' || (state.kind === 'seen' && state.problems.length === 0)
}

/** All problems of a channel, so that an operator can fix them in one go. */
export function channelProblems(channel: ChannelFacts): readonly ChannelProblem[] {
  const { name, isArchived, hasBot, isShared, isPendingShared } = channel
  // An archived channel takes no invitations, so its other problems can't be fixed yet.
  if (isArchived) return [{ kind: 'channel-archived', name }]
  const problems: ChannelProblem[] = []
  if (!hasBot) problems.push({ kind: 'bot-not-in-channel', name })
  if (isShared || isPendingShared) problems.push({ kind: 'channel-shared', name, isPending: !isShared })
  return problems
}
