// Watches the channels, so that no card goes where another organisation could read it.
import { type ChannelCheck, type ChannelState, channelProblems, takesCards } from '../domain/channel.ts'
import type { Clock } from '../shared/clock.ts'
import type { Log } from '../shared/log.ts'

/** How often the channels are looked at, in milliseconds. */
const lookEvery = 5 * 60_000

/** The interval of the loop, in milliseconds: how often a channel is looked at that could not be read. */
export const watchEvery = 30_000

/** The pause before the second try of a look, in milliseconds. */
const secondTryAfter = 5000

export interface ChannelWatch {
  /**
   * A loop's turn: looks at every channel. The first turn does nothing, since the start has just looked at them. Resolves to
   * how many milliseconds the next turn should wait.
   */
  turn(): Promise<number>
  /** False if at the last look no card could, or must, be posted there, or the channel could not be read. */
  mayPostIn(channel: string): boolean
}

export interface WatchingParts {
  /** Channel ids, each once. */
  readonly channels: readonly string[]
  /** What the start found out about them. */
  readonly channelsAtStart: ReadonlyMap<string, ChannelState>
  checkChannel(channel: string): Promise<ChannelCheck>
  readonly clock: Clock
  readonly log: Log
  /** Cards may be posted again in a channel. */
  reopened(): void
}

/** A look that fails twice leaves a channel unread: another organisation may have joined it meanwhile. */
export function createChannelWatch(parts: WatchingParts): ChannelWatch {
  const { channels, channelsAtStart, log } = parts
  const states = new Map(channelsAtStart)
  let isFirstTurn = true
  const lookAt = async (channel: string) => {
    const before = states.get(channel) ?? inOrder
    const now = nextState(before, await lookTwice(parts, channel))
    states.set(channel, now)
    if (nameOf(now) === nameOf(before)) return
    tellChange(log, channel, now)
    if (takesCards(now)) parts.reopened()
  }
  return {
    turn: async () => {
      if (!isFirstTurn) await Promise.all(channels.map(lookAt))
      isFirstTurn = false
      return [...states.values()].some(({ kind }) => kind === 'unread') ? watchEvery : lookEvery
    },
    mayPostIn: (channel) => takesCards(states.get(channel) ?? inOrder),
  }
}

const inOrder: ChannelState = { kind: 'seen', problems: [] }

async function lookTwice(parts: WatchingParts, channel: string): Promise<ChannelCheck> {
  const first = await lookOnce(parts, channel)
  if (first.kind === 'seen' || isConclusive(first)) return first
  await parts.clock.sleep(secondTryAfter)
  return lookOnce(parts, channel)
}

async function lookOnce({ checkChannel, log }: WatchingParts, channel: string): Promise<ChannelCheck> {
  const seen = await checkChannel(channel)
  if (seen.kind === 'seen') return seen
  const slackError = seen.kind === 'refused' ? seen.error : seen.kind
  log.warn({ flow: 'watch-channels', channel, slackError }, 'a channel could not be checked')
  return seen
}

function nextState(before: ChannelState, seen: ChannelCheck): ChannelState {
  if (seen.kind === 'seen')
    return { kind: 'seen', problems: channelProblems(seen.facts).map(({ kind }) => kind) }
  if (isConclusive(seen)) return { kind: 'seen', problems: ['channel-unknown'] }
  return before.kind === 'unaskable' ? before : { kind: 'unread' }
}

function isConclusive(seen: ChannelCheck): boolean {
  return seen.kind === 'refused' && seen.error === 'channel_not_found'
}

function nameOf(state: ChannelState): string {
  return state.kind === 'seen' ? `seen ${state.problems.join(' ')}` : state.kind
}

function tellChange(log: Log, channel: string, state: ChannelState): void {
  const problems = state.kind === 'seen' ? state.problems : []
  const facts = { flow: 'watch-channels', channel, problems: problems.join(' ') }
  if (state.kind === 'unread')
    log.error(facts, 'a channel can’t be read, so no card is posted there until it was')
  else if (problems.length === 0) log.info(facts, 'a channel takes cards again')
  else if (problems.includes('channel-shared'))
    log.error(facts, 'a channel is shared with another organisation, so no card is posted there')
  else log.error(facts, 'a channel no longer takes cards')
}
