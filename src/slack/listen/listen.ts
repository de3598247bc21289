// What comes in from Slack: what people ask for, and the news that a user group changed.
import { App, type Receiver } from '@slack/bolt'
import type { Logger } from '@slack/logger'
import type { ModalView } from '@slack/types'
import { z } from 'zod'
import type { CardEntry } from '../../domain/card-entry.ts'
import type { Click, NewClick, Submission } from '../../domain/click.ts'
import type { Asked, NextPage } from '../../domain/request.ts'
import { errorFacts, type Log } from '../../shared/log.ts'
import { never } from '../../shared/never.ts'
import { drawFormOutOfDate } from '../draw/approve-all-form.ts'
import { readPayload } from './read-payload.ts'

/** A click that is on disk, and what it is about, if anybody knows. */
interface WrittenClick {
  readonly click: Click
  readonly entry: CardEntry | null
}

export interface ListeningParts {
  readonly receiver: Receiver
  readonly identity: { readonly botUserId: string; readonly botId: string | null; readonly teamId: string }
  readonly log: Log
  readonly libraryLog: Logger
  /** Commits a click; null if it was committed before. What it throws leaves the click unacknowledged. */
  writeDown(click: NewClick): Promise<WrittenClick | null>
  /** Commits all that a form asks for; null if this person has no such form. */
  writeDownAll(submission: Submission): Promise<readonly Click[] | null>
  /** Goes on with a click that is on disk. Does not wait for its end. */
  carryOut(written: WrittenClick): void
  carryOutAll(clicks: readonly Click[]): void
  /** Opens the form that a click asked for, which is on disk. `trigger` is good for 3 s. */
  openForm(click: Click, trigger: string): void
  /** Shows what somebody wants to look at. Does not wait until they see it. */
  show(page: NextPage): void
  membersRemoved(groupId: string, userIds: readonly string[]): void
  groupChanged(groupId: string): void
}

/** Tells Slack that a request was taken; a form may be answered with another one. */
type Ack = (instead?: { response_action: 'update'; view: ModalView }) => Promise<void>

const contextFormat = z.object({ envelopeId: z.string().optional() })
const membersChangedFormat = z.object({
  subteam_id: z.string(),
  removed_users: z.array(z.string()).default([]),
})
const groupUpdatedFormat = z.object({ subteam: z.object({ id: z.string() }) })

/** The events that are listened to, as the manifest names them. */
export const groupEvents = ['subteam_members_changed', 'subteam_updated'] as const

const anything = /^/

/** The Bolt app with its listeners, not started yet. */
export function createListener(parts: ListeningParts): App {
  const { receiver, identity, log, libraryLog } = parts
  const app = new App({
    receiver,
    logger: libraryLog,
    convoStore: false,
    authorize: () =>
      Promise.resolve({
        botUserId: identity.botUserId,
        teamId: identity.teamId,
        botId: identity.botId ?? identity.botUserId,
      }),
  })

  const listen = async (body: unknown, context: unknown, ack: Ack) => {
    const received = readPayload(body, envelopeOf(context))
    if (received.kind === 'asked') return take(parts, received.asked, received.trigger, ack)
    log.warn(
      { flow: 'listen', what: received.what },
      'Slack delivered something that Countersign does not know',
    )
    await ack()
  }
  app.action(anything, ({ body, context, ack }) => listen(body, context, () => ack()))
  app.command(anything, ({ body, context, ack }) => listen(body, context, () => ack()))
  app.view(anything, ({ body, context, ack }) =>
    listen(body, context, (instead) => (instead === undefined ? ack() : ack(instead))),
  )

  const [membersChanged, groupUpdated] = groupEvents
  app.event(membersChanged, async ({ event }) => {
    const { subteam_id: groupId, removed_users: removed } = membersChangedFormat.parse(event)
    parts.membersRemoved(groupId, removed)
    parts.groupChanged(groupId)
  })

  app.event(groupUpdated, async ({ event }) => {
    parts.groupChanged(groupUpdatedFormat.parse(event).subteam.id)
  })

  app.error(async (error) => {
    log.error(
      { flow: 'listen', ...errorFacts('original' in error ? error.original : error) },
      'a request from Slack was not accepted',
    )
  })
  return app
}

/** What counts is written down first, and goes on even if it can't be acknowledged. */
async function take(parts: ListeningParts, asked: Asked, trigger: string, ack: Ack): Promise<void> {
  const { request } = asked
  switch (request.kind) {
    case 'approve':
    case 'command': {
      const written = await parts.writeDown({ ...asked, request })
      return acknowledged(ack, () => written !== null && parts.carryOut(written))
    }
    case 'open-form': {
      const written = await parts.writeDown({ ...asked, request })
      return acknowledged(ack, () => written !== null && parts.openForm(written.click, trigger))
    }
    case 'submit-form': {
      const clicks = await parts.writeDownAll({ ...asked, request })
      if (clicks === null) return ack({ response_action: 'update', view: drawFormOutOfDate() })
      return acknowledged(ack, () => parts.carryOutAll(clicks))
    }
    case 'more':
      return acknowledged(ack, () => parts.show({ ...asked, request }))
    default:
      return never(request)
  }
}

async function acknowledged(ack: Ack, goOn: () => unknown): Promise<void> {
  try {
    await ack()
  } finally {
    goOn()
  }
}

function envelopeOf(context: unknown): string | null {
  return contextFormat.parse(context).envelopeId ?? null
}
