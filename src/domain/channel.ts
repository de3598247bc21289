// A Slack channel for cards, as far as cards may go there.
import type { SlackRefusal } from './slack-answer.ts'

/** A channel as Slack describes it; what Slack left out counts as nothing to complain of. */
export interface ChannelFacts {
  readonly name: string | null
  readonly isPrivate: boolean
  readonly isArchived: boolean
  readonly hasBot: boolean
  /** With another organisation (Slack Connect); other workspaces of our own one are no strangers. */
  readonly isShared: boolean
  /** Another organisation is invited and has not accepted yet. */
  readonly isPendingShared: boolean
}

/** What a look at a channel showed, or why it showed nothing. */
export type ChannelCheck = { readonly kind: 'seen'; readonly facts: ChannelFacts } | SlackRefusal

/** Why no card can be posted there, or may be. `name` is the channel's, where Slack told it. */
export type ChannelProblem =
  | { readonly kind: 'channel-archived'; readonly name: string | null }
  | { readonly kind: 'bot-not-in-channel'; readonly name: string | null }
  | { readonly kind: 'channel-shared'; readonly name: string | null; readonly isPending: boolean }

/** Everything at once. */
export function channelProblems(channel: ChannelFacts): readonly ChannelProblem[] {
  const { name, isArchived, hasBot, isShared, isPendingShared } = channel
  // Nobody can be invited to an archived channel.
  if (isArchived) return [{ kind: 'channel-archived', name }]
  const problems: ChannelProblem[] = []
  if (!hasBot) problems.push({ kind: 'bot-not-in-channel', name })
  if (isShared || isPendingShared) problems.push({ kind: 'channel-shared', name, isPending: !isShared })
  return problems
}
