// Every sentence that tells an operator why the bot can't start: where it is wrong, what was found, what to do.

import type { Refusal } from '../domain/may-decide.ts'
import type { Pool } from '../domain/pool.ts'
import type { DatabaseTrouble, PoolMistake, StartMistake } from '../domain/start-mistake.ts'
import { never } from '../shared/never.ts'

/** A line each, the same one once: Slack's app first, then AWS, then pool by pool. */
export function startMistakeLines(
  mistakes: readonly StartMistake[],
  pools: readonly Pool[],
): readonly string[] {
  const place = (mistake: StartMistake) => ('pool' in mistake ? pools.indexOf(mistake.pool) : -1)
  const inOrder = [scopesTogether(mistakes), mistakes.filter(({ kind }) => kind !== 'scopes')]
    .flat()
    .toSorted((one, other) => place(one) - place(other) || order(one) - order(other))
  return [...new Set(inOrder.map((mistake) => line(mistake, pools)))]
}

const kindsInOrder: readonly StartMistake['kind'][] = [
  'store-taken',
  'store-unusable',
  'database-unusable',
  'bot-token',
  'app-token',
  'scopes',
  'credentials',
  'pool-missing',
  'list-forbidden',
  'channel-unknown',
  'channel-archived',
  'bot-not-in-channel',
  'channel-shared',
  'no-user-groups',
  'group-unknown',
  'group-disabled',
  'approver-unfit',
  'nobody-approves',
]

function order({ kind }: StartMistake): number {
  return kindsInOrder.indexOf(kind)
}

/** Whoever looks for a scope in Slack's settings looks for all of them. */
function scopesTogether(mistakes: readonly StartMistake[]): readonly StartMistake[] {
  const missing = mistakes.flatMap((mistake) => (mistake.kind === 'scopes' ? mistake.missing : []))
  return missing.length === 0 ? [] : [{ kind: 'scopes', missing: [...new Set(missing)].toSorted() }]
}

function line(mistake: StartMistake, pools: readonly Pool[]): string {
  switch (mistake.kind) {
    case 'store-taken':
      return `Another process works with the store ${mistake.path}. Stop it first, or give this one its own DATABASE_URL.`
    case 'store-unusable':
      return `DATABASE_URL: no store can be kept in ${mistake.path} (${mistake.reason}). Give a path in a folder that this process may write.`
    case 'database-unusable':
      return `DATABASE_URL: ${databaseSentence(mistake.name, mistake.trouble)}`
    case 'bot-token':
      return `SLACK_BOT_TOKEN: Slack refuses it (${mistake.error}). ${adviceOnToken(mistake.error)}`
    case 'app-token':
      return "SLACK_APP_TOKEN: Slack refuses it. Generate an app-level token with the scope connections:write on the app's page, Basic Information, and copy it from there."
    case 'scopes':
      return `SLACK_BOT_TOKEN: the app was not granted ${listed('the scope', mistake.missing)}. Add what is missing on the app's page, OAuth & Permissions (manifest.yml has them all), and install the app to the workspace again.`
    case 'credentials':
      return `AWS credentials: ${credentialsSentence(mistake.name)}`
    default:
      return poolLine(mistake, pools)
  }
}

function databaseSentence(name: string, trouble: DatabaseTrouble): string {
  const database = plain(name)
  switch (trouble.kind) {
    case 'not-let-in':
      return `the server of ${database} does not let this user in (${trouble.code}). Check the user and the password, and whether the server takes connections from this machine (pg_hba.conf).`
    case 'no-such-database':
      return `the server knows no database ${database}. Create it, or check its name in the URL.`
    case 'no-tls':
      return `the server of ${database} has no TLS. Turn it on there; only in a network of your own, say sslmode=disable.`
    case 'certificate':
      return `the certificate of ${database} is not one to trust (${trouble.code}). Give the file of its authority in sslrootcert, and the host as the certificate names it.`
    case 'unreadable-file':
      return `the file ${plain(trouble.path)} can't be read (${trouble.code}). Check sslrootcert, sslcert and sslkey in the URL.`
    case 'too-old':
      return `${database} is PostgreSQL ${plain(trouble.version)}. Countersign needs 14 or later.`
    case 'read-only':
      return `${database} can only be read: it is a standby. Give the primary server.`
    case 'no-tables-allowed':
      return `this user may not make tables in ${database}. Let it own the database, or grant it CREATE on a schema in its search_path.`
    case 'newer':
      return `a newer Countersign has worked with ${database}. Start that version, or restore a back-up from before the update.`
    case 'not-brought-up-to-date':
      return `the tables of ${database} could not be brought up to date (${plain(trouble.reason)}), and nothing was changed. Restore a back-up into an empty database; for a new store, give an empty one.`
    default:
      return never(trouble)
  }
}

const tokenPlace = "the Bot User OAuth Token (xoxb-…) from the app's page, OAuth & Permissions"

function adviceOnToken(error: string): string {
  switch (error) {
    case 'not_allowed_token_type':
      return `It is a token of another kind: copy ${tokenPlace}.`
    case 'token_revoked':
    case 'account_inactive':
      return `Install the app to the workspace again, then copy ${tokenPlace}.`
    case 'token_expired':
      return `Tokens expire where token rotation is on: use an app without it, as manifest.yml makes one, and copy ${tokenPlace}.`
    default:
      return `Copy ${tokenPlace}, again.`
  }
}

function credentialsSentence(name: string): string {
  if (name === 'CredentialsProviderError')
    return `there are none (${name}). Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run this process with a role.`
  if (name.startsWith('Expired'))
    return `they have expired (${name}). Renew them, or run this process with a role.`
  if (name.includes('Signature'))
    return `AWS refuses what they signed (${name}). Check the secret access key, and this machine's clock.`
  return `AWS does not accept them (${name}). Check the profile, the keys or the role that this process runs with.`
}

function poolLine(mistake: PoolMistake, pools: readonly Pool[]): string {
  const { pool } = mistake
  const where = whereIn(pool, pools)
  switch (mistake.kind) {
    case 'pool-missing':
      return `${where.id}: AWS knows no such user pool in ${pool.region}. Copy the id again from the pool's overview page, and check that the AWS credentials are of its account.`
    case 'list-forbidden':
      return `${where.id}: AWS does not allow Countersign to list the pool's users. Allow it the IAM action ${mistake.action} on this pool.`
    case 'channel-unknown':
      return `${where.channel}: Slack shows the bot no such channel. Copy the id again from the bottom of the channel's details; if it is a private channel, invite the bot there: /invite @${plain(mistake.botName)}.`
    case 'channel-archived':
      return `${where.channel}: ${channelName(mistake.name)} is archived. Unarchive it, or give another channel.`
    case 'bot-not-in-channel':
      return `${where.channel}: the bot is not a member of ${channelName(mistake.name)}. Invite it there: /invite @${plain(mistake.botName)}.`
    case 'channel-shared':
      return sharedSentence(where.channel, channelName(mistake.name), mistake.isPending)
    case 'no-user-groups':
      return `${where.groups}: this workspace's plan has no user groups. Leave them out and name the approvers in ${where.usersKey}, by their ids.`
    case 'group-unknown':
      return `${where.groupsKey} ${mistake.group}: Slack knows no such user group. Check its handle in Slack's directory, under User groups.`
    case 'group-disabled':
      return `${where.groupsKey} ${mistake.group}: this user group is disabled. Enable it in Slack's directory, or give another.`
    case 'approver-unfit':
      return `${where.usersKey} ${mistake.userId}: ${unfitSentence(mistake.because)}`
    case 'nobody-approves':
      return `${where.groups}: ${nobodySentence(mistake.members)} Add an approver there, or name one in ${where.usersKey}.`
    default:
      return never(mistake)
  }
}

/** Where an operator finds the setting: in a variable, or in the file under the pool's name. */
function whereIn(pool: Pool, pools: readonly Pool[]) {
  const isFromVariables = pools.length === 1 && pool.name === pool.id
  const [id, channel, groupsKey, usersKey] = isFromVariables
    ? ['COGNITO_USER_POOL_ID', 'APPROVAL_CHANNEL', 'APPROVER_GROUPS', 'APPROVER_USERS']
    : ['id', 'channel', 'groups', 'users'].map((key) => `Pool ${plain(pool.name)}, ${key}`)
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
    ? `${where}: another organisation is invited to ${name}, and its people would see who signs up. Withdraw the invitation, or give a channel of your own.`
    : `${where}: ${name} is shared with another organisation, whose people would see who signs up. End that, or give a channel of your own.`
}

function unfitSentence(because: Refusal | 'unknown'): string {
  switch (because) {
    case 'unknown':
      return "Slack knows nobody with this id. Open the person's profile in Slack, ⋮, Copy member ID."
    case 'deactivated':
      return 'this account is deactivated, so nobody can approve with it. Take it out, or give somebody else.'
    case 'guest':
      return "this is a guest, and guests can't approve. Take them out, or give a full member."
    case 'bot':
      return "this is a bot, and bots can't approve. Take it out, or give a person."
    default:
      return "this person belongs to another workspace, so they can't approve here. Take them out, or give a member."
  }
}

function nobodySentence(members: number): string {
  if (members === 0) return 'nobody is in there, so nobody could approve a sign-up.'
  const who = members === 1 ? 'the one person in there may not' : `none of the ${members} people in there may`
  return `${who} approve: guests, bots, deactivated accounts and people of other workspaces don't count.`
}

function channelName(name: string | null): string {
  return name === null ? 'this channel' : `#${plain(name)}`
}

function listed(noun: string, [first = '', ...more]: readonly string[]): string {
  if (more.length === 0) return `${noun} ${first}`
  return `${noun}s ${[first, ...more.slice(0, -1)].join(', ')} and ${more.at(-1)}`
}

/** What somebody else wrote, on one line and with nothing invisible in it. */
function plain(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '�')
}
