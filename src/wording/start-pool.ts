// Problems with one pool's settings: where the setting is, what was found, what to do.
import type { Refusal } from '../domain/may-decide.ts'
import type { Pool } from '../domain/pool.ts'
import type { PoolProblem } from '../domain/start-problem.ts'
import { never } from '../shared/never.ts'
import { printable } from './printable.ts'

/** `pools` are all that are configured. */
export function poolLine(problem: PoolProblem, pools: readonly Pool[]): string {
  const { pool } = problem
  const where = whereIn(pool, pools)
  switch (problem.kind) {
    case 'pool-missing':
      return `${where.id}: there is no such user pool in ${pool.region}. Copy the id again from the pool's overview page, and check that the AWS credentials belong to its account.`
    case 'list-forbidden':
      return `${where.id}: AWS does not allow Countersign to list the pool's users. Allow it the IAM action ${problem.action} on this pool.`
    case 'channel-unknown':
      return `${where.channel}: the bot can't find this channel in Slack. Copy the id again from the bottom of the channel's details. If it is a private channel, invite the bot there: /invite @${printable(problem.botName)}.`
    case 'channel-archived':
      return `${where.channel}: ${channelName(problem.name)} is archived. Unarchive it, or use another channel.`
    case 'bot-not-in-channel':
      return `${where.channel}: the bot is not a member of ${channelName(problem.name)}. Invite it there: /invite @${printable(problem.botName)}.`
    case 'channel-shared':
      return sharedSentence(where.channel, channelName(problem.name), problem.isPending)
    case 'no-user-groups':
      return `${where.groups}: this workspace's plan has no user groups. Remove them, and list the approvers in ${where.usersKey} by their ids.`
    case 'group-unknown':
      return `${where.groupsKey} ${problem.group}: there is no such user group in Slack. Check its handle or id in Slack's directory, under User groups.`
    case 'group-disabled':
      return `${where.groupsKey} ${problem.group}: this user group is disabled. Enable it in Slack's directory, or use another one.`
    case 'group-changed':
      return `${where.groupsKey} ${problem.group}: this handle now names another user group (${printable(problem.to)}, before ${printable(problem.from)}), so nobody can approve through it. Check who may approve, then give the group's id instead of its handle, or restart Countersign.`
    case 'group-empty':
      return `${where.groupsKey} ${problem.group}: there is nobody in this user group. Add an approver there, or remove it.`
    case 'approver-cannot-decide':
      return `${where.usersKey} ${problem.userId}: ${cannotDecideSentence(problem.because)}`
    case 'nobody-approves':
      return `${where.groups}: ${nobodySentence(problem.members)} Add an approver there, or name one in ${where.usersKey}.`
    case 'nobody-in-channel':
      return `${where.channel}: nobody who may approve is in this channel. Invite an approver there, or use another channel.`
    default:
      return never(problem)
  }
}

/** Where an operator finds the setting: in a variable, or in the file under the pool's name. */
function whereIn(pool: Pool, pools: readonly Pool[]) {
  const isFromVariables = pools.length === 1 && !pool.isFromFile
  const [id, channel, groupsKey, usersKey] = isFromVariables
    ? ['COGNITO_USER_POOL_ID', 'APPROVAL_CHANNEL', 'APPROVER_GROUPS', 'APPROVER_USERS']
    : ['id', 'channel', 'groups', 'users'].map((key) => `Pool ${printable(pool.name)}, ${key}`)
  return {
    id: `${id} ${pool.id}`,
    channel: `${channel} ${pool.channel}`,
    groups: `${groupsKey} ${pool.approvers.groups.join(', ')}`,
    groupsKey,
    usersKey,
  }
}

function sharedSentence(where: string, name: string, isPending: boolean): string {
  return isPending
    ? `${where}: another organisation is invited to ${name}, and its people would see who signs up. Withdraw the invitation, or use an internal channel.`
    : `${where}: ${name} is shared with another organisation, whose people would see who signs up. Stop sharing it, or use an internal channel.`
}

function cannotDecideSentence(because: Refusal | 'unknown'): string {
  switch (because) {
    case 'unknown':
      return "nobody in Slack has this id. Open the person's profile in Slack, ⋮, Copy member ID."
    case 'deactivated':
      return 'this account is deactivated, so nobody can approve with it. Remove it, or name somebody else.'
    case 'guest':
      return "this is a guest, and guests can't approve. Remove them, or name a full member."
    case 'bot':
      return "this is a bot, and bots can't approve. Remove it, or name a person."
    default:
      return "this person belongs to another workspace, so they can't approve here. Remove them, or name a member."
  }
}

function nobodySentence(members: number): string {
  if (members === 0) return 'there is nobody in them, so nobody could approve a sign-up.'
  const who = members === 1 ? 'the only person in them may not' : `none of the ${members} people in them may`
  return `${who} approve: guests, bots, deactivated accounts and people of other workspaces don't count.`
}

function channelName(name: string | null): string {
  return name === null ? 'this channel' : `#${printable(name)}`
}
