// What can be seen in the workspace: by people, by tests, and by the page that shows it live.
import type { Channel } from './channel.ts'
import { lookAtEphemeral, type SeenEphemeral } from './ephemeral.ts'
import type { Group } from './group.ts'
import type { Member } from './member.ts'
import { lookAt, type Message, type SeenMessage, type Version } from './message.ts'
import type { Call, Change, Envelope, Failure, Records } from './records.ts'
import { lookAtView, type SeenView } from './view.ts'
import { makeWaitFor, type WaitFor } from './wait-for.ts'

export interface Seeing {
  /** The messages in a channel, oldest first. They are copies, which don't change afterwards. */
  readonly messages: (channel: string) => SeenMessage[]
  readonly message: (channel: string, ts: string) => SeenMessage | undefined
  /** Every version of a message, even of a deleted one, oldest first. */
  readonly history: (channel: string, ts: string) => readonly Version[]
  /** Deleted messages, as they last were. */
  readonly deleted: (channel: string) => SeenMessage[]
  /** What only this person sees, oldest first; everyone's messages of this kind if no user is given. */
  readonly ephemerals: (user?: string) => SeenEphemeral[]
  readonly views: (user?: string) => SeenView[]
  /** Every Web API call so far, and every post to a response_url (method `response_url`). */
  readonly calls: readonly Call[]
  readonly callsOf: (method: string) => Call[]
  readonly methodsSeen: () => ReadonlySet<string>
  readonly envelopes: readonly Envelope[]
  /** What Slack told people when the app did not accept their click, command or form. */
  readonly failures: readonly Failure[]
  readonly users: () => Member[]
  readonly channels: () => Readonly<Channel>[]
  readonly groups: () => Readonly<Group>[]
  /** Waits until the probe finds something. The probe runs at once and after every change. */
  readonly waitFor: WaitFor
  /** Calls back after every change; the returned function unsubscribes. */
  readonly subscribe: (listener: (change: Change) => void) => () => void
}

/** Everything that can be seen in a workspace. */
export function makeSeeing(records: Records): Seeing {
  const inChannel = (channel: string): Message[] =>
    records.messages.filter((message) => message.channel === channel)
  const standing = (channel: string) => inChannel(channel).filter(({ deletedAt }) => deletedAt === undefined)
  const ephemerals = (user?: string) =>
    records.ephemerals
      .filter((one) => one.deletedAt === undefined && (user === undefined || one.user === user))
      .map(lookAtEphemeral)
  return {
    messages: (channel) => standing(channel).map(lookAt),
    message: (channel, ts) => {
      const found = standing(channel).find((message) => message.ts === ts)
      return found && lookAt(found)
    },
    history: (channel, ts) =>
      inChannel(channel)
        .filter((message) => message.ts === ts)
        .flatMap(({ first, edits }) => [first, ...edits]),
    deleted: (channel) =>
      inChannel(channel)
        .filter(({ deletedAt }) => deletedAt !== undefined)
        .map(lookAt),
    ephemerals,
    views: (user) =>
      [...records.views.values()].filter((view) => user === undefined || view.user === user).map(lookAtView),
    calls: records.calls,
    callsOf: (method) => records.calls.filter((call) => call.method === method),
    methodsSeen: () => new Set(records.calls.map(({ method }) => method)),
    envelopes: records.envelopes,
    failures: records.failures,
    users: () => [...records.members.values()],
    channels: () => [...records.channels.values()],
    groups: () => [...records.groups.values()],
    waitFor: makeWaitFor(records),
    subscribe: records.subscribe,
  }
}
