// Watches the channels, so that no card goes where another organisation could read it.

import { type ChannelCheck, type ChannelProblem, channelProblems } from '../domain/channel.ts'
import type { Log } from '../shared/log.ts'

export interface ChannelWatch {
  /** A loop's turn: checks every channel once. The first turn does nothing, since the start has just checked them. */
  turn(): Promise<undefined>
  /** False if, at the last check, another organisation was in the channel or invited to it. */
  mayPostIn(channel: string): boolean
}

export interface WatchingParts {
  /** Channel ids, each once. */
  readonly channels: readonly string[]
  checkChannel(channel: string): Promise<ChannelCheck>
  readonly log: Log
  /** Cards may be posted again in a channel that was shared. */
  reopened(): void
}

/** Begins without problems, as the start left it. If a check fails, the channel counts as it was last seen. */
export function createChannelWatch(parts: WatchingParts): ChannelWatch {
  const problems = new Map<string, readonly ChannelProblem['kind'][]>()
  let isFirstTurn = true
  const lookAt = async (channel: string) => {
    const seen = await parts.checkChannel(channel)
    if (seen.kind !== 'seen') return noteUnseen(parts, channel, seen)
    const before = problems.get(channel) ?? []
    const now = channelProblems(seen.facts).map(({ kind }) => kind)
    problems.set(channel, now)
    if (now.join() === before.join()) return
    tellChange(parts, channel, now)
    if (before.includes('channel-shared') && !now.includes('channel-shared')) parts.reopened()
  }
  return {
    turn: async () => {
      if (!isFirstTurn) await Promise.all(parts.channels.map(lookAt))
      isFirstTurn = false
      return undefined
    },
    mayPostIn: (channel) => problems.get(channel)?.includes('channel-shared') !== true,
  }
}

function noteUnseen(
  { log }: WatchingParts,
  channel: string,
  seen: Exclude<ChannelCheck, { readonly kind: 'seen' }>,
): void {
  const slackError = seen.kind === 'refused' ? seen.error : seen.kind
  log.warn({ flow: 'watch-channels', channel, slackError }, 'a channel could not be checked')
}

function tellChange(
  { log }: WatchingParts,
  channel: string,
  problems: readonly ChannelProblem['kind'][],
): void {
  const facts = { flow: 'watch-channels', channel, problems: problems.join(' ') }
  const isShared = problems.includes('channel-shared')
  if (problems.length === 0) log.info(facts, 'a channel takes cards again')
  else if (isShared)
    log.error(facts, 'a channel is shared with another organisation, so no card is posted there')
  else log.error(facts, 'a channel no longer takes cards')
}
