// Everything that is known at one moment: what people and Cognito did, what Slack showed, and what the store says.

import { z } from 'zod'
import { decisionsIn } from '../../support/decisions.ts'
import type { StandIn } from '../../world/cognito/start-stand-in.ts'
import { readVersion, type SeenMessage, type Version } from '../../world/slack/message.ts'
import type { Workspace } from '../../world/slack/workspace.ts'
import type { Approving, Deed, Deeds, UserHistory } from './deeds.ts'
import type { Rows } from './rows.ts'

/** What a message said from one moment on. `buttons` are the values of those that decide, `waysBack` of the others. */
interface SeenVersion {
  readonly at: number
  readonly words: string
  readonly buttons: readonly string[]
  readonly waysBack?: readonly string[]
}

/** A card, even a deleted one. */
export interface Card {
  readonly channel: string
  readonly ts: string
  readonly messageId: string
  readonly isDeleted: boolean
  readonly versions: readonly SeenVersion[]
}

interface PrivateAnswer {
  readonly user: string
  readonly at: number
  readonly words: string
}

/** A form that was opened. */
export interface SeenForm {
  readonly user: string
  /** The click that opened it. */
  readonly formId: string
  readonly words: string
}

/** One call of AdminConfirmSignUp, or one confirmation that a call made. */
interface Approval {
  readonly sub: string
  readonly at: number
  readonly approvedBy: string
  readonly approvalId: string
  /** All who approved, where several had to. */
  readonly approvers: readonly string[]
}

/** A call of AdminDisableUser that did its work. */
interface SeenDisabling {
  readonly sub: string
  readonly at: number
  /** The user's status at that moment. */
  readonly status: string
  /** When the list was last asked about this user before; null if never. */
  readonly lookedAt: number | null
}

/** A call of AdminEnableUser that did its work. */
interface SeenEnabling {
  readonly sub: string
  readonly at: number
  readonly status: string
}

/** A call of AdminAddUserToGroup that did its work. */
interface SeenAddition extends SeenEnabling {
  readonly group: string
}

export interface Evidence {
  readonly now: number
  /** When the store began; it knows nothing from before. */
  readonly storeSince: number
  readonly pools: readonly {
    readonly id: string
    readonly channel: string
    readonly requiredApprovals: number
    /** Those that its users are added to. */
    readonly groups: readonly string[]
    readonly name?: string
    readonly lapseAfter?: number | null
    readonly digestHour?: number | null
  }[]
  /** `isDeclined` if a form was answered with another one. */
  readonly deeds: readonly (Deed & { readonly isAcked: boolean; readonly isDeclined: boolean })[]
  readonly users: readonly UserHistory[]
  readonly approvers: readonly Approving[]
  readonly excuses: number
  /** How long a former approver may still be taken for one, in milliseconds. */
  readonly staleness: number
  readonly calls: readonly Approval[]
  readonly confirmations: readonly Approval[]
  readonly disablings: readonly SeenDisabling[]
  readonly enablings: readonly SeenEnabling[]
  readonly signOuts: readonly Omit<SeenEnabling, 'status'>[]
  readonly additions: readonly SeenAddition[]
  readonly cards: readonly Card[]
  readonly privateAnswers: readonly PrivateAnswer[]
  /** What members were told of sign-ups with their address. */
  readonly memberNotes: readonly PrivateAnswer[]
  readonly forms: readonly SeenForm[]
  /** Which sign-ups a message shows, including messages of earlier stores. */
  readonly shownIn: ReadonlyMap<string, readonly string[]>
  /** Which messages are digests, including those of earlier stores. */
  readonly digests: ReadonlySet<string>
  /** Who has lapsed, and the id of the store that said so last. */
  readonly lapsed: ReadonlyMap<string, string>
  /** Whose a round is, including rounds of earlier stores. */
  readonly subOfRound: ReadonlyMap<string, string>
  /** Whose approval somebody asked to undo, also in earlier stores. */
  readonly undone: ReadonlySet<string>
  readonly rows: Rows
}

const waysBack: readonly string[] = ['reopen', 'undo', 'let-in']

const metadataFormat = z.object({ event_payload: z.object({ id: z.string() }) })

/** Every message that the bot posted to a channel. */
export function seeCards(slack: Workspace): readonly Card[] {
  return slack
    .channels()
    .filter(({ imWith }) => imWith === undefined)
    .flatMap(({ id }) => [
      ...slack.messages(id).map((message) => seeCard(slack, message, false)),
      ...slack.deleted(id).map((message) => seeCard(slack, message, true)),
    ])
}

function seeCard(slack: Workspace, message: SeenMessage, isDeleted: boolean): Card {
  const { channel, ts } = message
  const parsed = metadataFormat.safeParse(message.metadata)
  return {
    channel,
    ts,
    messageId: parsed.data?.event_payload.id ?? '',
    isDeleted,
    versions: slack.history(channel, ts).map(seeVersion),
  }
}

function seeVersion(version: Version): SeenVersion {
  const { words, buttons } = readVersion(version)
  const values = (all: typeof buttons) => all.map(({ value }) => value ?? '')
  const back = buttons.filter(({ actionId }) => waysBack.includes(actionId ?? ''))
  return {
    at: version.at.getTime(),
    words,
    buttons: values(decisionsIn({ buttons })),
    waysBack: values(back),
  }
}

/** How a word to a member begins, which answers nobody. */
const memberNote = /^Somebody who signed up to /

/** What people were told privately: by an ephemeral or a direct message. */
export function seePrivateWords(slack: Workspace): Pick<Evidence, 'privateAnswers' | 'memberNotes'> {
  const all = seePrivate(slack)
  return {
    privateAnswers: all.filter(({ words }) => !memberNote.test(words)),
    memberNotes: all.filter(({ words }) => memberNote.test(words)),
  }
}

function seePrivate(slack: Workspace): readonly PrivateAnswer[] {
  const direct = slack.channels().flatMap(({ id, imWith }) =>
    imWith === undefined
      ? []
      : slack.messages(id).map(({ ts, words }) => ({
          user: imWith,
          at: slack.history(id, ts)[0]?.at.getTime() ?? 0,
          words,
        })),
  )
  return [
    ...slack.ephemerals().map(({ user, at, words }) => ({ user, at: at.getTime(), words })),
    ...direct,
  ].toSorted((one, other) => one.at - other.at)
}

/** Every form that was opened, as it last was. */
export function seeForms(slack: Workspace): readonly SeenForm[] {
  return slack.views().map(({ user, privateMetadata: formId, words }) => ({ user, formId, words }))
}

const declinedFormat = z.object({ response_action: z.literal('update') })

const callFormat = z.object({
  Username: z.string(),
  ClientMetadata: z.object({
    approvedBy: z.string(),
    approvalId: z.string(),
    approvers: z.string().optional().transform(idsIn),
  }),
})

function idsIn(list: string | undefined): readonly string[] {
  return list?.split(',') ?? []
}

export function seeApprovals(cognito: StandIn): Pick<Evidence, 'calls' | 'confirmations'> {
  return {
    calls: cognito.calls.flatMap(({ operation, input, at }) => {
      const parsed = callFormat.safeParse(input)
      if (operation !== 'AdminConfirmSignUp' || !parsed.success) return []
      return [{ sub: parsed.data.Username, at: at.getTime(), ...parsed.data.ClientMetadata }]
    }),
    confirmations: cognito.confirmations.map(({ sub, at, clientMetadata }) => ({
      sub,
      at: at.getTime(),
      approvedBy: clientMetadata?.['approvedBy'] ?? '',
      approvalId: clientMetadata?.['approvalId'] ?? '',
      approvers: idsIn(clientMetadata?.['approvers']),
    })),
  }
}

export function seeDisablings({ calls, disablings }: StandIn): Evidence['disablings'] {
  return disablings.map(({ sub, status, at }) => {
    const isLook = ({ operation, input, at: asked }: StandIn['calls'][number]) =>
      operation === 'ListUsers' && input['Filter'] === `sub = "${sub}"` && asked <= at
    return { sub, status, at: at.getTime(), lookedAt: calls.findLast(isLook)?.at.getTime() ?? null }
  })
}

export function seeAdditions({ additions }: StandIn): Evidence['additions'] {
  return additions.map(({ sub, group, status, at }) => ({ sub, group, status, at: at.getTime() }))
}

export function seeWaysBack({ enablings, signOuts }: StandIn): Pick<Evidence, 'enablings' | 'signOuts'> {
  return {
    enablings: enablings.map(({ sub, status, at }) => ({ sub, status, at: at.getTime() })),
    signOuts: signOuts.map(({ sub, at }) => ({ sub, at: at.getTime() })),
  }
}

/** The deeds, with whether Slack's delivery of each was acknowledged. */
export function seeDeeds(slack: Workspace, { deeds }: Deeds): Evidence['deeds'] {
  const acked = new Set(
    slack.envelopes.filter(({ ackedAt }) => ackedAt !== undefined).map(({ envelopeId }) => envelopeId),
  )
  const declined = new Set(
    slack.envelopes
      .filter(({ ackPayload }) => declinedFormat.safeParse(ackPayload).success)
      .map(({ envelopeId }) => envelopeId),
  )
  return deeds.map((deed) => ({
    ...deed,
    isAcked: acked.has(deed.envelopeId),
    isDeclined: declined.has(deed.envelopeId),
  }))
}
