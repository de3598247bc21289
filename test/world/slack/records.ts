// Everything the workspace remembers. One object, made by start-workspace and handed to all its parts.
import type { Channel } from './channel.ts'
import type { Ephemeral } from './ephemeral.ts'
import type { Group } from './group.ts'
import { makeDigits, makeId, makeSecret, makeTimestamps } from './ids.ts'
import { type Member, makeMember } from './member.ts'
import type { Message } from './message.ts'
import type { AppSettings } from './read-manifest.ts'
import type { View } from './view.ts'

/** One Web API call (or response_url post): the request, and Slack's answer once there is one. */
export interface Call {
  readonly method: string
  /** JSON arguments (blocks, metadata, view) parsed. */
  readonly args: Readonly<Record<string, unknown>>
  readonly at: Date
  /** The path of the response_url that was posted to; undefined for a call of the Web API. A credential. */
  readonly responsePath: string | undefined
  /** Any one of these is enough; empty if the method needs none. */
  scopesNeeded: readonly string[]
  /** The fault that was played instead of, or after, the work. */
  fault: string | undefined
  status: number | undefined
  /** The JSON (or text) that was sent; undefined while unanswered, and if the connection was cut. */
  answer: unknown
}

/** One Socket Mode envelope and its acknowledgement. */
export interface Envelope {
  readonly envelopeId: string
  readonly type: 'interactive' | 'slash_commands' | 'events_api'
  readonly payload: Readonly<Record<string, unknown>>
  /** When it was sent, and to which socket: more than one if it was delivered again. */
  readonly deliveries: { readonly at: Date; readonly socket: string }[]
  ackedAt: Date | undefined
  ackPayload: unknown
  /** How often it was acknowledged; it should be once. */
  acks: number
}

/** What a person did. */
export type Deed = 'click' | 'command' | 'form'

/** What Slack told a person when the app did not accept their click, command or form. */
export interface Failure {
  readonly user: string
  readonly what: Deed
  readonly envelopeId: string
  readonly reason: 'no socket' | 'not acknowledged in time' | 'invalid response'
  readonly at: Date
}

/** A right to open a modal: valid once, for three seconds. */
export interface Trigger {
  readonly user: string
  /** The modal in which it was issued; undefined for a message or a command. */
  readonly view: string | undefined
  readonly at: Date
  isUsed: boolean
}

/** A response_url: valid five times, for thirty minutes. */
export interface ResponseUrl {
  readonly path: string
  readonly user: string
  readonly channel: string
  readonly at: Date
  /** The message whose button was clicked; undefined for a command. */
  readonly original: { readonly kind: 'message' | 'ephemeral'; readonly ts: string } | undefined
  uses: number
}

/** What a change was about. */
export type Change =
  | 'call'
  | 'channel'
  | 'envelope'
  | 'ephemeral'
  | 'failure'
  | 'group'
  | 'member'
  | 'message'
  | 'socket'
  | 'view'

export type Records = ReturnType<typeof makeRecords>

/** An empty workspace with one app in it. */
export function makeRecords({ app, now }: { readonly app: AppSettings; readonly now: () => Date }) {
  const watchers = new Set<(change: Change) => void>()
  const messages: Message[] = []
  const ephemerals: Ephemeral[] = []
  const calls: Call[] = []
  const envelopes: Envelope[] = []
  const failures: Failure[] = []
  const teamId = makeId('T')
  const appId = makeId('A')
  const botUserId = makeId('U')
  const bot = makeMember({ name: 'countersign', realName: 'Countersign', isBot: true }, teamId, botUserId)
  return {
    now,
    nextTs: makeTimestamps(now),
    settings: app,
    team: { id: teamId, domain: 'sandbox', name: 'Sandbox', url: 'https://sandbox.slack.com/' },
    app: { id: appId, botId: makeId('B'), botUserId, name: bot.name },
    tokens: {
      bot: `xoxb-${makeDigits(12)}-${makeDigits(13)}-${makeSecret(24)}`,
      app: `xapp-1-${appId}-${makeDigits(13)}-${makeSecret(64)}`,
    },
    /** Where the workspace listens; empty until it does. */
    address: '',
    /** Tokens that Slack no longer accepts, with the error that it answers. */
    revoked: new Map<string, string>(),
    members: new Map<string, Member>([[botUserId, bot]]),
    channels: new Map<string, Channel>(),
    groups: new Map<string, Group>(),
    messages,
    ephemerals,
    views: new Map<string, View>(),
    calls,
    envelopes,
    failures,
    triggers: new Map<string, Trigger>(),
    responseUrls: new Map<string, ResponseUrl>(),
    changed: (change: Change) => {
      for (const tell of [...watchers]) tell(change)
    },
    /** Calls back after every change; the returned function unsubscribes. */
    subscribe: (listener: (change: Change) => void) => {
      watchers.add(listener)
      return () => {
        watchers.delete(listener)
      }
    },
  }
}
