// What the doctor says about Slack: what was found, and what to do.
import type { Refusal } from '../domain/may-decide.ts'
import type { Pool } from '../domain/pool.ts'
import { printable } from './printable.ts'

const again = 'Run the doctor again'

export const slackSays = {
  noSlack: `Slack gives no usable answer. Check that this machine reaches it (SLACK_API_URL, HTTPS_PROXY, a firewall), and ${again.toLowerCase()}.`,
  needsBot: 'Not checked, because it is unknown whose the bot token is.',
  noAnswer: (what: string) => `Slack gives no usable answer about ${printable(what)}. ${again}.`,
  inconclusive: (method: string, error: string) =>
    `Slack’s answer to ${method} proves nothing (${printable(error)}). ${again}.`,
  bot: (name: string, workspace: string) =>
    `Slack accepts the bot token: it is @${printable(name)}’s, in ${printable(workspace)}.`,
  socket: 'Slack accepts the app token: it would open a Socket Mode connection. None was opened.',
  socketUnclear: `Slack does not say whether it accepts the app token. ${again} in a minute.`,
  listens: (place: string) =>
    `Countersign listens on ${place}. Whether Slack gets there through your proxy can’t be seen from here: send yourself a test card (--send-test) and press a button.`,
  listensNot: (place: string) =>
    `Nothing listens on ${place}. Start Countersign, and run the doctor where it runs.`,
  listensOther: (place: string, status: number) =>
    `Something on ${place} answers, but not as Countersign does (status ${status}). Stop it, or choose another PORT.`,
  appTokenShapeless: 'SLACK_APP_TOKEN does not say which app it belongs to.',
  sameApp: (app: string) => `Both tokens belong to the same app (${printable(app)}).`,
  otherApp: (bot: string, socket: string) =>
    `SLACK_BOT_TOKEN belongs to the app ${printable(bot)} and SLACK_APP_TOKEN to ${printable(socket)}: cards are posted by one, and clicks on them go to the other’s connections. Copy both tokens from the page of the same app.`,
  scopes: 'The app has every scope that the configured features need.',
  scopesUnsaid: 'Slack does not say which scopes the app has.',
  channelOk: (channel: string) => `The bot is a member of ${channel}, which is not shared outside.`,
  channelPrivate: (channel: string) => `${channel} is private.`,
  channelMasked: (channel: string) =>
    `${channel} is public, and its cards hide who signs up from those who don’t approve.`,
  channelPublic: (channel: string) =>
    `${channel} is public: everybody in the workspace can read who signs up. Make it private, or set visibility in the file of pools.`,
  needsScopes: (channel: string) =>
    `Nothing is known about ${channel}, because the app lacks scopes. Add them first.`,
  approvers: (pool: Pool, all: number, inChannel: number, unasked: number) =>
    `${named(pool)}: ${people(all)} may approve, ${inChannel === all ? (all === 1 ? 'in' : 'all in') : `${inChannel} of them in`} the channel.${notAsked(unasked)}`,
  approversUnsaid: (pool: Pool) =>
    `${named(pool)}: Slack did not answer every question about the approvers. ${again}.`,
  membersUnsaid: (pool: Pool, all: number, unasked: number) =>
    `${named(pool)}: ${people(all)} may approve; how many of them are in the channel, Slack did not say.${notAsked(unasked)}`,
  tooFew: (pool: Pool, able: number) =>
    `${named(pool)} requires ${pool.requiredApprovals} approvals, but only ${people(able)} may approve. Add approvers, or lower required_approvals.`,
  memberUnfit: (pool: Pool, userId: string, because: Refusal | 'unknown') =>
    `${named(pool)}: ${printable(userId)} is in a group of approvers, but can’t approve: ${reasons[because]}. Take them out of the group, so that nobody waits for them.`,
  mention: (pool: Pool, group: string) => `${named(pool)}: new cards mention ${printable(group)}.`,
  mentionOff: (pool: Pool, group: string) =>
    `${named(pool)}: new cards should mention ${printable(group)}, but there is no such user group, or it is disabled. Check mention in the file of pools.`,
  alone: (connections: number, most: number) =>
    `No other process on this Slack app was noticed: it had ${connections} connections when Countersign last opened one, and up to ${most} are its own. Who opened one since then can’t be seen.`,
  others: (connections: number, most: number) =>
    `Another process seems to use this Slack app: it had ${connections} connections when Countersign last opened one, and at most ${most} are its own (REPLICAS × SLACK_SOCKETS, and one that changes over). Clicks go to any of them. Stop the other process, or give it an app of its own. (For a few minutes after a restart, Slack still counts the old connections.)`,
  testSent: (pool: Pool) =>
    `${named(pool)}: a test card is in the channel. Press its buttons: if Countersign runs, it answers you alone.`,
  testNotSent: (pool: Pool, error: string) =>
    `${named(pool)}: Slack did not take a test card (${printable(error)}).`,
  testUnsure: (pool: Pool) =>
    `${named(pool)}: Slack gave no answer to a test card. Look into the channel whether it is there.`,
  neverRan:
    'How many processes use this Slack app is not known, because Countersign is not running on this store.',
} as const

/** A channel as people call it. */
export function channelCalled(id: string, name: string | null): string {
  return name === null ? `the channel ${printable(id)}` : `#${printable(name)}`
}

const reasons: { readonly [Because in Refusal | 'unknown']: string } = {
  unknown: 'nobody in Slack has this id',
  'other-workspace': 'they belong to another workspace',
  deactivated: 'their account is deactivated',
  bot: 'this is a bot',
  guest: 'they are a guest',
  'not-an-approver': 'they are no approver',
  'no-email': 'their profile has no address',
  'own-sign-up': 'it is their own sign-up',
  imitation: 'the sign-up imitates another',
}

function named({ name }: Pool): string {
  return printable(name)
}

/** Nothing is known of those. */
function notAsked(count: number): string {
  return count === 0 ? '' : ` Slack was not asked about ${count} more: they are so many.`
}

function people(count: number): string {
  return count === 1 ? '1 person' : `${count} people`
}
