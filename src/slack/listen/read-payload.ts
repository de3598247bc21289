// A payload of Slack → a request of ours. The only place that knows the shape of Slack's payloads.
import { z } from 'zod'
import type { ListSource } from '../../domain/list-source.ts'
import type { Person } from '../../domain/person.ts'
import type { Asked, Request, ToldBy } from '../../domain/request.ts'
import { idFormat, isStorable, longest, storedId, storedText } from '../../domain/stored-text.ts'
import { deliveryKey } from '../../shared/delivery-key.ts'
import { never } from '../../shared/never.ts'
import { type NoteOdd, readLeniently } from '../../shared/read-leniently.ts'
import { newestAction, olderAction, readNextPage } from '../draw/details.ts'
import { approveListedAction, denyListedAction, readDigestValue } from '../draw/digest.ts'
import { listAction, listMoreAction, listOthersAction, readListValue } from '../draw/digest-list.ts'
import { chooseAction, earlierPeopleAction, morePeopleAction, readBoxBlock } from '../draw/list-form.ts'
import {
  approveAction,
  denyAction,
  denyHostAction,
  detailsAction,
  isTryAgain,
  letInAction,
  lookIntoAction,
  openApprovalAction,
  readTryAgainValue,
  reopenAction,
  stopLookingAction,
  undoAction,
  withdrawAction,
} from '../draw/offers.ts'
import { moreAction, readMoreValue } from '../draw/private-answer.ts'
import { approveAllAction, denyAllAction } from '../draw/shared-card.ts'
import { readTestAction } from '../draw/test-card.ts'
import { pageIn, requestOfForm, viewFormat } from './read-form.ts'
import { lookOf } from './read-home.ts'

export type Received =
  /** `trigger` is Slack's right to open one form, for 3 s. */
  | { readonly kind: 'asked'; readonly asked: Asked; readonly trigger: string }
  /** Not ours, or from another version of ours. `what` is for the log. */
  | { readonly kind: 'unsupported'; readonly what: string }

/** The slash command, as the manifest names it. */
export const confirmCommand = '/confirm-user'

const outlineFormat = z.object({
  type: z.string().optional(),
  command: z.string().optional(),
  trigger_id: idFormat.optional(),
})

/** A delivery of Slack's, and what Slack calls it. */
interface Delivery {
  readonly body: unknown
  readonly slackRequestId: string | null
  readonly odd: NoteOdd
}

/**
 * Throws if the payload does not say who asks for what. Then it is not acknowledged, and Slack shows that the request failed.
 * Whatever else is null counts as absent, and so does what makes no sense, which `odd` is told.
 */
export function readPayload(body: unknown, envelopeId: string | null, odd: NoteOdd): Received {
  const { type, command, trigger_id: trigger } = readLeniently(outlineFormat, body, odd)
  // Over HTTP there are no envelopes.
  const delivery = { body, slackRequestId: envelopeId ?? trigger ?? null, odd }
  if (command !== undefined) return readCommand(delivery)
  if (type === 'block_actions') return readAction(delivery)
  if (type === 'view_submission') return readSubmission(delivery)
  return { kind: 'unsupported', what: `a payload of type ${named(type)}` }
}

/** What somebody else named, for the log. */
function named(name = 'unknown'): string {
  return storedText(name, 100)
}

const team = z.object({ id: idFormat.optional() }).optional()
const user = z.object({ id: idFormat, team_id: idFormat.optional() })

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
const blockActionsFormat = z.object({
  trigger_id: z.string().default(''),
  user,
  team,
  enterprise: team,
  channel: team,
  container: z
    .object({
      channel_id: idFormat.optional(),
      message_ts: idFormat.optional(),
      view_id: idFormat.optional(),
      is_ephemeral: z.boolean().default(false),
    })
    .prefault({}),
  /** Only of what was pressed in a modal, or in App Home. */
  view: viewFormat.extend({ id: idFormat.optional(), type: z.string().default('modal') }).optional(),
  message: z.object({ ts: idFormat.optional() }).optional(),
  response_url: z.string().optional(),
  actions: z.tuple(
    [
      z.object({
        action_id: z.string(),
        block_id: z.string().default(''),
        value: z.string().max(2000).default(''),
        /** Of a box. */
        selected_options: z.array(z.unknown()).default([]),
        action_ts: z.string().default(''),
        selected_option: z.object({ value: z.string().max(2000).default('') }).optional(),
      }),
    ],
    z.unknown(),
  ),
})

function readAction({ body, slackRequestId, odd }: Delivery): Received {
  const payload = readLeniently(blockActionsFormat, body, odd, ['action_id', 'value'])
  const [action] = payload.actions
  const { action_id: actionId, value, action_ts: at } = action
  const request = requestOf(action, payload.view)
  if (request === null) return { kind: 'unsupported', what: `the action "${named(actionId)}"` }
  const channel = payload.channel?.id ?? payload.container.channel_id ?? null
  const ts = payload.container.message_ts ?? payload.message?.ts ?? null
  const view = payload.view?.id ?? payload.container.view_id
  // A form that is opened from there has nothing under it, and nothing is shown there in the place of what is decided.
  const isInHome = payload.view?.type === 'home'
  const isSeenByOne =
    payload.container.is_ephemeral || view !== undefined || channel?.startsWith('D') === true
  const asked: Asked = {
    request,
    toldBy: toldByOf(request, isSeenByOne),
    by: personIn(payload),
    channel,
    pressedOn: channel === null || ts === null ? null : { channel, ts },
    responseUrl: readResponseUrl(payload.response_url),
    deliveryKey: deliveryKey(payload.user.id, payload.trigger_id, at, ts, value),
    slackRequestId,
    ...(isInHome ? { isInHome } : view === undefined ? {} : { view }),
  }
  return { kind: 'asked', asked, trigger: payload.trigger_id }
}

type BlockActions = z.infer<typeof blockActionsFormat>
type Action = BlockActions['actions'][0]

/** Null for an element that is not ours. `view` is the modal it is in, or App Home. */
function requestOf(action: Action, view: BlockActions['view']): Request | null {
  const { action_id: actionId, value } = action
  switch (actionId) {
    case approveAction:
      return { kind: 'approve', roundId: storedId(value) }
    case withdrawAction:
      return { kind: 'withdraw', roundId: storedId(value) }
    case lookIntoAction:
      return { kind: 'look-into', roundId: storedId(value) }
    case stopLookingAction:
      return { kind: 'stop-looking', roundId: storedId(value) }
    case openApprovalAction:
      return { kind: 'open-approval', roundId: storedId(value) }
    case denyAction:
      return { kind: 'open-denial', roundId: storedId(value) }
    case reopenAction:
      return { kind: 'reopen', roundId: storedId(value) }
    case undoAction:
      return { kind: 'undo', roundId: storedId(value) }
    case letInAction:
      return { kind: 'let-in', roundId: storedId(value) }
    case approveAllAction:
      return { kind: 'open-form', decision: 'approve', source: listedBy(value) }
    case denyAllAction:
      return { kind: 'open-form', decision: 'deny', source: listedBy(value) }
    case listAction:
    case listMoreAction:
    case listOthersAction:
      return { kind: 'list-digest', ...readListValue(value) }
    case approveListedAction:
      return { kind: 'open-form', decision: 'approve', source: standingIn(value) }
    case denyListedAction:
      return { kind: 'open-form', decision: 'deny', source: standingIn(value) }
    case denyHostAction:
      return { kind: 'open-form', decision: 'deny', source: { kind: 'host', roundId: storedId(value) } }
    case chooseAction:
    case earlierPeopleAction:
    case morePeopleAction:
      return choosingIn(action, view)
    case detailsAction:
      return { kind: 'open-details', roundId: storedId(value) }
    case olderAction:
      return {
        kind: 'turn-details',
        roundId: storedId(value),
        after: readNextPage(view?.private_metadata ?? ''),
      }
    case newestAction:
      return { kind: 'turn-details', roundId: storedId(value), after: null }
    case moreAction:
      return { kind: 'more', ...readMoreValue(storedId(value)) }
    default: {
      if (isTryAgain(actionId)) return { kind: 'try-again', ...readTryAgainValue(storedId(value)) }
      const would = readTestAction(actionId)
      if (would !== null) return { kind: 'press-test', would }
      const look = lookOf(actionId, action.selected_option?.value ?? '', view?.private_metadata ?? '')
      return look === null ? null : { kind: 'turn-home', look }
    }
  }
}

function listedBy(value: string): ListSource {
  return { kind: 'message', messageId: storedId(value) }
}

function standingIn(value: string): ListSource {
  return { kind: 'digest', ...readDigestValue(storedId(value)) }
}

/** A click on a box tells of this box alone: of the others, Slack may not know. Whoever turns the page is done with all of it. */
function choosingIn(action: Action, view: BlockActions['view']): Request {
  const formId = storedId(view?.private_metadata ?? '')
  const seconds = Number(action.action_ts)
  const at = Number.isFinite(seconds) ? Math.round(seconds * 1000) : 0
  const box = action.action_id === chooseAction ? readBoxBlock(action.block_id) : null
  if (box !== null) {
    const isTicked = action.selected_options.length > 0
    // What is told of a box itself is certain on any page.
    const told = { turn: 0, boxes: [{ place: box.place, isTicked }] }
    return { kind: 'choose', formId, at, told, toPage: null }
  }
  const toPage = /^\d{1,3}$/.test(action.value) ? Number(action.value) : null
  return { kind: 'choose', formId, at, told: pageIn(view?.state.values ?? {}), toPage }
}

/** A card that everybody sees tells the end of what is decided on it; every other end is told privately. */
function toldByOf(request: Request, isSeenByOne: boolean): ToldBy {
  switch (request.kind) {
    case 'approve':
    case 'withdraw':
    case 'look-into':
    case 'stop-looking':
    case 'open-approval':
    case 'open-denial':
    case 'reopen':
    case 'undo':
    case 'let-in':
    case 'try-again':
      return isSeenByOne ? 'privately' : 'card'
    case 'command':
    case 'open-form':
    case 'choose':
    case 'more':
    case 'open-details':
    case 'turn-details':
    case 'list-digest':
    case 'press-test':
    case 'turn-home':
    // Told where its form was opened.
    case 'deny':
    case 'submit-approval':
    case 'submit-denial':
      return 'privately'
    case 'submit-form':
      return 'bulk'
    default:
      return never(request)
  }
}

interface Origin {
  readonly user: z.infer<typeof user>
  readonly team?: z.infer<typeof team>
  readonly enterprise?: z.infer<typeof team>
}

/** The clicker is `user.id`, their home workspace `user.team_id`; `team.id` is the workspace that the card is in. */
function personIn({ user: { id, team_id: home }, team: workspace, enterprise }: Origin): Person {
  return { userId: id, teamId: home ?? workspace?.id ?? enterprise?.id ?? 'unknown' }
}

/** https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
const submissionFormat = z.object({
  user,
  team,
  enterprise: team,
  view: viewFormat,
})

function readSubmission({ body, slackRequestId, odd }: Delivery): Received {
  const { view, ...origin } = readLeniently(submissionFormat, body, odd)
  const request = requestOfForm(view)
  if (request === null) return { kind: 'unsupported', what: `the form "${named(view.callback_id)}"` }
  const asked: Asked = {
    request,
    toldBy: toldByOf(request, true),
    by: personIn(origin),
    channel: null,
    pressedOn: null,
    responseUrl: null,
    deliveryKey: deliveryKey('form', view.private_metadata),
    slackRequestId,
    ...(view.previous_view_id === undefined ? {} : { view: view.previous_view_id }),
  }
  return { kind: 'asked', asked, trigger: '' }
}

/** https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling */
const commandFormat = z.object({
  command: z.string(),
  text: z.string().default(''),
  user_id: idFormat,
  team_id: idFormat.default('unknown'),
  channel_id: idFormat.optional(),
  trigger_id: z.string().default(''),
  response_url: z.string().optional(),
})

function readCommand({ body, slackRequestId, odd }: Delivery): Received {
  const typed = readLeniently(commandFormat, body, odd)
  const { command, text, user_id: userId, team_id: teamId, trigger_id: trigger } = typed
  if (command !== confirmCommand) return { kind: 'unsupported', what: `the command "${named(command)}"` }
  const request: Request = { kind: 'command', text: storedText(text, longest.typed) }
  const asked: Asked = {
    request,
    toldBy: toldByOf(request, true),
    by: { userId, teamId },
    channel: typed.channel_id ?? null,
    pressedOn: null,
    responseUrl: readResponseUrl(typed.response_url),
    deliveryKey: deliveryKey(userId, trigger, typed.response_url ?? null, text),
    slackRequestId,
  }
  return { kind: 'asked', asked, trigger }
}

/** Without it, a private answer takes another way. */
function readResponseUrl(given: string | null | undefined): string | null {
  return typeof given === 'string' && isStorable(given, longest.url) ? given : null
}
