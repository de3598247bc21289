// What comes in from Slack: clicks, and the news that a user group changed.
import { App, type Receiver } from '@slack/bolt'
import type { Logger } from '@slack/logger'
import { z } from 'zod'
import type { Click, NewClick, Submission } from '../../domain/click.ts'
import { errorFacts, type Log } from '../../shared/log.ts'
import { approveAllForm, drawFormOutOfDate } from '../draw/approve-all-form.ts'
import { approveAction } from '../draw/card.ts'
import { moreAction } from '../draw/private-answer.ts'
import { approveAllAction } from '../draw/shared-card.ts'
import { readClick, readSlashCommand, readSubmission, readTrigger } from './read-click.ts'

export interface ListeningParts {
  readonly receiver: Receiver
  readonly identity: { readonly botUserId: string; readonly botId: string | null; readonly teamId: string }
  readonly log: Log
  readonly libraryLog: Logger
  /** Commits a click; null where it was committed before. What it throws leaves the click unacknowledged. */
  writeDown(click: NewClick): Promise<Click | null>
  /** Commits all that a form asks for; null where this person has no such form. */
  writeDownAll(submission: Submission): Promise<readonly Click[] | null>
  /** Goes on with a click that is on disk. Does not wait for its end. */
  carryOut(click: Click): void
  carryOutAll(clicks: readonly Click[]): void
  /** Opens the form that a click asked for, which is on disk. `trigger` is good for 3 s. */
  openForm(click: Click, trigger: string): void
  membersRemoved(groupId: string, userIds: readonly string[]): void
  groupChanged(groupId: string): void
}

const contextFormat = z.object({ envelopeId: z.string().optional() })
const membersChangedFormat = z.object({
  subteam_id: z.string(),
  removed_users: z.array(z.string()).default([]),
})
const groupUpdatedFormat = z.object({ subteam: z.object({ id: z.string() }) })

/** The slash command, as the manifest names it. */
export const confirmCommand = '/confirm-user'

/** The events that are listened to, as the manifest names them. */
export const groupEvents = ['subteam_members_changed', 'subteam_updated'] as const

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

  const take = async (click: NewClick, ack: () => Promise<void>, goOn = parts.carryOut) => {
    const written = await parts.writeDown(click)
    try {
      await ack()
    } finally {
      // On disk it counts, acknowledged or not.
      if (written !== null) goOn(written)
    }
  }
  for (const action of [approveAction, moreAction]) {
    app.action(action, ({ body, ack, context }) => take(readClick(body, envelopeOf(context)), () => ack()))
  }
  app.action(approveAllAction, ({ body, ack, context }) =>
    take(
      readClick(body, envelopeOf(context)),
      () => ack(),
      (click) => parts.openForm(click, readTrigger(body)),
    ),
  )
  app.view(approveAllForm, async ({ body, ack, context }) => {
    const clicks = await parts.writeDownAll(readSubmission(body, envelopeOf(context)))
    if (clicks === null) return ack({ response_action: 'update', view: drawFormOutOfDate() })
    try {
      await ack()
    } finally {
      parts.carryOutAll(clicks)
    }
  })
  app.command(confirmCommand, ({ body, ack, context }) =>
    take(readSlashCommand(body, envelopeOf(context)), () => ack()),
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
      'what came in from Slack was not taken',
    )
  })
  return app
}

function envelopeOf(context: unknown): string | null {
  return contextFormat.parse(context).envelopeId ?? null
}
