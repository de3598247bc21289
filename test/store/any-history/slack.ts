// A Slack that knows its people, shows cards as they were last drawn, and answers as it likes.

import type { Place } from '../../../src/domain/card-view.ts'
import type { Claimant } from '../../../src/domain/may-decide.ts'
import type { Person } from '../../../src/domain/person.ts'
import type { FailureReason, RoundState } from '../../../src/domain/round.ts'
import type {
  CardEntry,
  People,
  PrivateAnswers,
  SlackAnswer,
  SlackRefusal,
} from '../../../src/domain/workspace.ts'
import type { Cards } from '../../../src/slack/call/cards.ts'
import { ada, bob, channel, entriesIn } from '../arrange.ts'
import type { Gates, Time } from './gates.ts'

export const eve: Person = { userId: 'U0EVE', teamId: 'T0HOME' }
/** Whoever clicks is mostly one who may. */
export const people = [ada, bob, ada, bob, ada, bob, eve] as const

interface ShownMessage {
  readonly ts: string
  readonly messageId: string
  shows: readonly CardEntry[]
  isDeleted: boolean
}

export interface Slack {
  readonly messages: ShownMessage[]
  /** Who may approve now. */
  readonly approvers: Set<string>
  /** Clicks whose end was told privately. */
  readonly told: ReadonlySet<string>
  /** What cards have ever said of rounds: see `saying`. */
  readonly said: ReadonlySet<string>
  peopleFor(process: number): People
  cardsFor(process: number): Cards
  answersFor(process: number): PrivateAnswers
}

/** What a card says of how a round, or the last approval of it, ended. */
function saying(roundId: string, state: RoundState): string {
  if (state.kind === 'settled') return `${roundId} has ended`
  const failure = state.kind === 'waiting' ? state.failure : null
  return `${roundId} ${failure === null ? 'waits' : failed(failure.by.userId, failure.reason)}`
}

export function failed(userId: string, reason: FailureReason): string {
  return `was tried by ${userId}: ${reason.kind}`
}

/** A request that takes longer has been given up by its client, and does nothing. */
const deadline = 10_000

export function createSlack(gates: Gates, time: Time): Slack {
  const messages: ShownMessage[] = []
  const approvers = new Set([ada.userId, bob.userId])
  const told = new Set<string>()
  const said = new Set<string>()

  /** `work` is done, or refused, or done without an answer, or not done and not answered. */
  const request = <T extends SlackAnswer | { readonly kind: 'posted'; readonly ts: string }>(
    process: number,
    work: () => T,
  ): Promise<T | SlackRefusal> => {
    const until = time.now().getTime() + deadline
    return gates.pass(process, async (mood) => {
      if (time.now().getTime() > until || mood % 8 === 4) return { kind: 'no-answer' }
      if (mood % 8 === 5) return { kind: 'rate-limited', retryAfter: 1000 }
      const answer = work()
      return mood % 8 === 6 ? { kind: 'no-answer' } : answer
    })
  }
  const at = ({ ts }: Place) => messages.find((message) => message.ts === ts && !message.isDeleted)
  const change = (place: Place, work: (message: ShownMessage) => void): SlackAnswer => {
    const message = at(place)
    if (message === undefined) return { kind: 'refused', error: 'message_not_found' }
    work(message)
    return { kind: 'done' }
  }

  return {
    messages,
    approvers,
    told,
    said,
    peopleFor: (process) => ({
      claimant: (person) =>
        gates.pass(process, async (mood) =>
          mood % 5 === 4
            ? { kind: 'unavailable' }
            : { kind: 'known', claimant: claimant(person, approvers.has(person.userId)) },
        ),
    }),
    cardsFor: (process) => ({
      post: async (_, next) => {
        const sent = await next()
        if (sent === null) return null
        const answer = await request(process, () => {
          const entries = entriesIn(sent)
          const ts = String(messages.length + 1).padStart(4, '0')
          messages.push({ ts, messageId: sent.messageId, shows: entries, isDeleted: false })
          for (const { round } of entries) said.add(saying(round.id, round.state))
          return { kind: 'posted', ts }
        })
        return { sent, answer }
      },
      redraw: async (_, next) => {
        const sent = await next()
        if (sent === null) return null
        const answer = await request(process, () =>
          change(sent.place, (message) => {
            const entries = entriesIn(sent.view)
            message.shows = entries
            for (const { round } of entries) said.add(saying(round.id, round.state))
          }),
        )
        return { sent, answer }
      },
      close: async (next) => {
        const sent = await next()
        if (sent === null) return null
        const answer = await request(process, () =>
          change(sent.place, (message) => {
            message.shows = []
          }),
        )
        return { sent, answer }
      },
      remove: (place) =>
        request(process, () =>
          change(place, (message) => {
            message.isDeleted = true
          }),
        ),
      findOpen: () => Promise.resolve([]),
      find: (_, messageId) =>
        gates.pass(process, async (mood) => {
          if (mood % 8 === 4) return { kind: 'no-answer' }
          const found = messages.filter((message) => message.messageId === messageId && !message.isDeleted)
          return { kind: 'found', places: found.map(({ ts }) => ({ channel, ts })) }
        }),
    }),
    answersFor: (process) => ({
      tell: ({ click }) =>
        gates.pass(process, async (mood) => {
          if (mood % 4 === 3) return 'try-later'
          told.add(click.id)
          return 'told'
        }),
    }),
  }
}

function claimant(person: Person, isApprover: boolean): Claimant {
  const profile = {
    userId: person.userId,
    teamIds: [person.teamId],
    isGuest: false,
    isStranger: false,
    isDeactivated: false,
    isBot: false,
    email: null,
  }
  return { person, profile, homes: ['T0HOME'], isApprover }
}
