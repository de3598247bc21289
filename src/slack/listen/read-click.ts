// A payload of Slack → a click of ours, or the news that it makes no sense.
import { z } from 'zod'
import type { NewClick, Submission } from '../../domain/click.ts'
import { moreAction } from '../draw/private-answer.ts'
import { approveAllAction } from '../draw/shared-card.ts'

/** Longer than any user name, address and pool name together. */
const mostTyped = 1000

const team = z.object({ id: z.string() })

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
const blockActionsFormat = z.object({
  type: z.literal('block_actions'),
  trigger_id: z.string().default(''),
  user: z.object({ id: z.string().min(1), team_id: z.string().optional() }),
  team: team.nullish(),
  enterprise: team.nullish(),
  channel: team.nullish(),
  container: z
    .object({
      channel_id: z.string().optional(),
      message_ts: z.string().optional(),
      is_ephemeral: z.boolean().default(false),
    })
    .prefault({}),
  message: z.object({ ts: z.string() }).nullish(),
  response_url: z.string().nullish(),
  actions: z
    .array(
      z.object({
        action_id: z.string(),
        value: z.string().max(2000).default(''),
        action_ts: z.string().default(''),
      }),
    )
    .min(1),
})

/**
 * The clicker is `user.id` and their home `user.team_id`; `team.id` is only the workspace that the card is in. Throws
 * where the payload makes no sense: then it is not acknowledged, and Slack shows that the click failed.
 */
export function readClick(body: unknown, slackRequestId: string | null): NewClick {
  const payload = blockActionsFormat.parse(body)
  const [action] = payload.actions
  if (action === undefined) throw new Error('A click without an action')
  const channel = payload.channel?.id ?? payload.container.channel_id ?? ''
  const messageTs = payload.container.message_ts ?? payload.message?.ts ?? null
  const { id: userId, team_id: home } = payload.user
  return {
    ...askedFor(action.action_id, action.value),
    isPrivate: payload.container.is_ephemeral || channel.startsWith('D') || isAnsweredAlone(action.action_id),
    by: { userId, teamId: home ?? payload.team?.id ?? payload.enterprise?.id ?? 'unknown' },
    channel,
    messageTs,
    responseUrl: payload.response_url ?? null,
    deliveryKey: [userId, payload.trigger_id, action.action_ts, messageTs, action.value].join(' '),
    slackRequestId,
  }
}

function askedFor(actionId: string, value: string): Pick<NewClick, 'roundId' | 'request'> {
  if (actionId === moreAction) return { roundId: '', request: { kind: 'more', clickId: value } }
  if (actionId === approveAllAction)
    return { roundId: '', request: { kind: 'approve-all', messageId: value } }
  return { roundId: value, request: null }
}

function isAnsweredAlone(actionId: string): boolean {
  return actionId === moreAction || actionId === approveAllAction
}

const triggerFormat = z.object({ trigger_id: z.string().default('') })

/** Slack's right to open one form, for 3 s. */
export function readTrigger(body: unknown): string {
  return triggerFormat.parse(body).trigger_id
}

/** https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
const submissionFormat = z.object({
  user: z.object({ id: z.string().min(1), team_id: z.string().optional() }),
  team: team.nullish(),
  enterprise: team.nullish(),
  view: z.object({ private_metadata: z.string().default('') }),
})

/** A form that was sent off. Throws where the payload makes no sense: Slack then shows that it failed. */
export function readSubmission(body: unknown, slackRequestId: string | null): Submission {
  const { user, team: workspace, enterprise, view } = submissionFormat.parse(body)
  const teamId = user.team_id ?? workspace?.id ?? enterprise?.id ?? 'unknown'
  return { formId: view.private_metadata, by: { userId: user.id, teamId }, slackRequestId }
}

/** https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling */
const commandFormat = z.object({
  text: z.string().default(''),
  user_id: z.string().min(1),
  team_id: z.string().default('unknown'),
  channel_id: z.string().default(''),
  trigger_id: z.string().default(''),
  response_url: z.string().nullish(),
})

/** A slash command is a click without a button: its end is told privately. Throws where it makes no sense. */
export function readSlashCommand(body: unknown, slackRequestId: string | null): NewClick {
  const command = commandFormat.parse(body)
  return {
    roundId: '',
    request: { kind: 'text', text: command.text.slice(0, mostTyped) },
    isPrivate: true,
    by: { userId: command.user_id, teamId: command.team_id },
    channel: command.channel_id,
    messageTs: null,
    responseUrl: command.response_url ?? null,
    deliveryKey: [command.user_id, command.trigger_id, command.response_url ?? '', command.text].join(' '),
    slackRequestId,
  }
}
