// Listens to Slack: requests of people, and changes of user groups.
import { App, type Receiver } from '@slack/bolt'
import type { Logger } from '@slack/logger'
import type { ModalView } from '@slack/types'
import { z } from 'zod'
import type { CardEntry } from '../../domain/card-entry.ts'
import type { ApprovalSubmission, Click, DenialSubmission, NewClick, Submission } from '../../domain/click.ts'
import type { HomeLook } from '../../domain/home.ts'
import type { Person } from '../../domain/person.ts'
import type { Asked, Choosing, LookRequest } from '../../domain/request.ts'
import { isOfAnotherStore } from '../../domain/store-id.ts'
import { idFormat } from '../../domain/stored-text.ts'
import { errorFacts, type Log } from '../../shared/log.ts'
import { never } from '../../shared/never.ts'
import { createOddNotes, readLeniently } from '../../shared/read-leniently.ts'
import { drawFormInstead, type SubmittedForm, type WhyNothing } from '../draw/form-instead.ts'
import { type OpenedHome, readHomeOpened } from './read-home.ts'
import { readPayload } from './read-payload.ts'

/** A click that is on disk, and what it is about, if known. */
interface WrittenClick {
  readonly click: Click
  readonly entry: CardEntry | null
}

export interface ListeningParts {
  readonly receiver: Receiver
  readonly identity: { readonly botUserId: string; readonly botId: string | null; readonly teamId: string }
  readonly storeId: string
  readonly log: Log
  readonly libraryLog: Logger
  /** False if this person asks too often: their request is neither written down nor acknowledged, and Slack says that it failed. */
  mayAsk(userId: string): boolean
  /** Commits a click; null if it was committed before. If this throws, the click is not acknowledged. */
  writeDown(click: NewClick): Promise<WrittenClick | null>
  /** Commits all decisions of a list form; `none-chosen` if it asks for none, null if this person has no such form. */
  writeDownAll(submission: Submission): Promise<readonly Click[] | 'none-chosen' | null>
  /** Commits the approval of a form for one; null if it was committed before, `no-form` if this person has no such form, or it is out of date. */
  writeDownApproval(submission: ApprovalSubmission): Promise<WrittenClick | 'no-form' | null>
  /** Commits the denial of a form; null if it was committed before, `no-form` if this person has no such form. */
  writeDownDenial(submission: DenialSubmission): Promise<WrittenClick | 'no-form' | null>
  /** Carries out a click that is on disk, without waiting for its end. `view` is the Details in which it was made. */
  carryOut(written: WrittenClick, view?: string): void
  carryOutAll(clicks: readonly Click[]): void
  /** Opens the form that a click asked for, which is on disk, on top of `view` if there is one. `trigger` is good for 3 s. */
  openForm(written: WrittenClick, trigger: string, view?: string): void
  /** Returns what begins to show something, without waiting until it is there; null if this person waits for too much already. `trigger` is good for 3 s. */
  look(asked: Asked<LookRequest>, trigger: string): (() => void) | null
  /** Keeps a tick in a list form, or shows another page of it, without waiting until that is done. */
  choose(choosing: Choosing): void
  readonly homes: {
    /** Shows somebody who waits, in App Home. */
    look(person: Person, look: HomeLook): void
    /** They pressed something there that is a request of its own. */
    used(person: Person): void
  }
  membersRemoved(groupId: string, userIds: readonly string[]): void
  groupChanged(groupId: string): void
}

/** Acknowledges a request; a form may be replaced with another one. */
type Ack = (instead?: { response_action: 'update'; view: ModalView }) => Promise<void>

const contextFormat = z.object({ envelopeId: idFormat.optional().catch(undefined) })
const membersChangedFormat = z.object({
  subteam_id: z.string(),
  removed_users: z.array(z.string()).default([]),
})
const groupUpdatedFormat = z.object({ subteam: z.object({ id: z.string() }) })

/** The events that the app subscribes to, as in the manifest. */
export const slackEvents = ['subteam_members_changed', 'subteam_updated', 'app_home_opened'] as const

const anything = /^/

/** The Bolt app with its listeners, not started yet. */
export function createListener(parts: ListeningParts): App {
  const { receiver, identity, log, libraryLog } = parts
  const odd = createOddNotes(log)
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
    const received = readPayload(body, envelopeOf(context), odd('a payload'))
    if (received.kind === 'asked') {
      const { asked, trigger } = received
      if (!parts.mayAsk(asked.by.userId)) return undefined
      if (asked.isInHome === true && asked.request.kind !== 'turn-home') parts.homes.used(asked.by)
      return take(parts, asked, trigger, ack)
    }
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

  const [membersChanged, groupUpdated, homeOpened] = slackEvents
  app.event(membersChanged, async ({ event }) => {
    const { subteam_id: groupId, removed_users: removed } = readLeniently(
      membersChangedFormat,
      event,
      odd(membersChanged),
    )
    parts.membersRemoved(groupId, removed)
    parts.groupChanged(groupId)
  })

  app.event(groupUpdated, async ({ event }) => {
    parts.groupChanged(readLeniently(groupUpdatedFormat, event, odd(groupUpdated)).subteam.id)
  })

  app.event(homeOpened, async ({ event, body }) => {
    const opened: OpenedHome | null = readHomeOpened(event, body, odd(homeOpened))
    if (opened !== null && parts.mayAsk(opened.by.userId)) parts.homes.look(opened.by, opened.look)
  })

  app.error(async (error) => {
    log.error(
      { flow: 'listen', ...errorFacts('original' in error ? error.original : error) },
      'a request from Slack was not accepted',
    )
  })
  return app
}

/** Writes down clicks first, and carries them out even if acknowledging fails. */
async function take(parts: ListeningParts, asked: Asked, trigger: string, ack: Ack): Promise<void> {
  const { request } = asked
  switch (request.kind) {
    case 'approve':
    case 'withdraw':
    case 'look-into':
    case 'stop-looking':
    case 'deny':
    case 'reopen':
    case 'undo':
    case 'let-in':
    case 'try-again':
    case 'command': {
      const written = await parts.writeDown({ ...asked, request })
      return acknowledged(ack, () => written !== null && parts.carryOut(written, asked.view))
    }
    case 'open-form':
    case 'open-approval':
    case 'open-denial': {
      const written = await parts.writeDown({ ...asked, request })
      return acknowledged(ack, () => written !== null && parts.openForm(written, trigger, asked.view))
    }
    case 'submit-approval': {
      const written = await parts.writeDownApproval({ ...asked, request })
      if (written === 'no-form') return refuseForm(parts, request, ack)
      return acknowledged(ack, () => written !== null && parts.carryOut(written, asked.view))
    }
    case 'submit-denial': {
      const written = await parts.writeDownDenial({ ...asked, request })
      if (written === 'no-form') return refuseForm(parts, request, ack)
      return acknowledged(ack, () => written !== null && parts.carryOut(written, asked.view))
    }
    case 'submit-form': {
      const clicks = await parts.writeDownAll({ ...asked, request })
      if (clicks === null || clicks === 'none-chosen') return refuseForm(parts, request, ack, clicks)
      return acknowledged(ack, () => parts.carryOutAll(clicks))
    }
    case 'choose':
      return acknowledged(ack, () => parts.choose({ ...asked, request }))
    case 'more':
    case 'open-details':
    case 'turn-details':
    case 'list-digest':
    case 'press-test': {
      const begin = parts.look({ ...asked, request }, trigger)
      return begin === null ? undefined : acknowledged(ack, begin)
    }
    case 'turn-home':
      return acknowledged(ack, () => parts.homes.look(asked.by, request.look))
    default:
      return never(request)
  }
}

/** Another modal takes its place, and says why: `why`, or because the store does not know the form. */
function refuseForm(
  { storeId }: ListeningParts,
  { kind, formId }: { readonly kind: SubmittedForm; readonly formId: string },
  ack: Ack,
  why: WhyNothing | null = null,
): Promise<void> {
  const unknown = isOfAnotherStore(storeId, formId) ? 'elsewhere' : 'out-of-date'
  return ack({ response_action: 'update', view: drawFormInstead(kind, why ?? unknown) })
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
