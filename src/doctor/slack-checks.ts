// What the doctor checks in Slack: the tokens, the scopes, the channels, and who may approve.
import { type ChannelCheck, type ChannelFacts, channelProblems } from '../domain/channel.ts'
import { type Found, fault, notChecked, ok, warning } from '../domain/finding.ts'
import type { Pool } from '../domain/pool.ts'
import { channelScopes, groupScopes, scopesAlwaysNeeded } from '../domain/slack-scopes.ts'
import type { StartProblem } from '../domain/start-problem.ts'
import { channelCalled, slackSays as says } from '../wording/doctor-slack.ts'
import { startProblemLines } from '../wording/start.ts'
import { type ApproverSurvey, approversFound } from './approver-checks.ts'
import type { Check } from './run-checks.ts'

/** `error` is Slack's own code. */
type Reply<T> =
  | { readonly kind: 'answered'; readonly answer: T }
  | { readonly kind: 'refused'; readonly error: string }
  | { readonly kind: 'unanswered' }

interface Introduction {
  readonly identity: { readonly botId: string | null; readonly teamId: string; readonly url: string | null }
  readonly botName: string
  readonly scopes: readonly string[] | null
}

export interface SlackCheckParts {
  readonly pools: readonly Pool[]
  readonly listening:
    | { readonly kind: 'sockets'; readonly appToken: string }
    | { readonly kind: 'http'; readonly host: string; readonly port: number }
  readonly slack: {
    introduce(): Promise<Reply<Introduction>>
    /** The id of the app that a bot belongs to. */
    appOf(botId: string): Promise<Reply<string>>
    /** Whether Slack would open a connection, which nobody opens. */
    offersConnection(appToken: string): Promise<'offers' | 'wrong' | 'unclear'>
    lookAt(channel: string): Promise<ChannelCheck>
    surveyApprovers(pool: Pool, workspace: string): Promise<ApproverSurvey>
    /** Whether this id or @handle names a group that is enabled. */
    isGroup(given: string): Promise<Reply<boolean>>
  }
  /** The status that this machine's own HTTP server answers to Slack's check; null if nothing listens. */
  knock(host: string, port: number): Promise<number | null>
}

export function slackChecks(parts: SlackCheckParts): readonly Check[] {
  const { pools, slack, listening } = parts
  const introduced = once(slack.introduce)
  const looks = new Map(pools.map(({ channel }) => [channel, once(() => slack.lookAt(channel))]))
  const lookAt = async (pool: Pool): Promise<ChannelCheck> =>
    (await looks.get(pool.channel)?.()) ?? { kind: 'no-answer' }
  const check = (id: string, run: Check['run']): Check => ({ id, section: 'slack', run })
  const ofPool = (id: string, pool: Pool, run: () => Promise<readonly Found[]>): Check => ({
    ...check(id, run),
    pool,
  })
  return [
    check('slack-bot-token', async () => [botToken(await introduced())]),
    check('slack-delivery', async () => [
      listening.kind === 'sockets'
        ? socket(await slack.offersConnection(listening.appToken))
        : await server(parts, listening.host, listening.port),
    ]),
    ...(listening.kind === 'sockets'
      ? [check('slack-same-app', async () => [await sameApp(parts, listening.appToken, await introduced())])]
      : []),
    check('slack-scopes', async () => [scopes(await introduced(), await scopesNeeded(pools, lookAt))]),
    ...pools.flatMap((pool) => [
      ofPool('slack-channel', pool, async () => channel(pool, pools, await lookAt(pool), await introduced())),
      ofPool('slack-channel-readers', pool, async () => readers(pool, await lookAt(pool))),
      ofPool('slack-approvers', pool, async () => approvers(parts, pool, await introduced())),
      ofPool('slack-mention', pool, async () => mention(parts, pool)),
    ]),
  ]
}

/** Asks only once. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined
  return () => {
    asked ??= ask()
    return asked
  }
}

/** As it is told when the bot starts. */
function lineOf(problem: StartProblem, pools: readonly Pool[] = []): string {
  return startProblemLines([problem], pools).join(' ')
}

function botToken(reply: Reply<Introduction>): Found {
  if (reply.kind === 'unanswered') return fault(says.noSlack)
  if (reply.kind === 'refused') return fault(lineOf({ kind: 'bot-token', error: reply.error }))
  const { botName, identity } = reply.answer
  return ok(says.bot(botName, identity.url ?? identity.teamId))
}

function socket(answer: 'offers' | 'wrong' | 'unclear'): Found {
  if (answer === 'offers') return ok(says.socket)
  return answer === 'wrong' ? fault(lineOf({ kind: 'app-token' })) : notChecked(says.socketUnclear)
}

async function server({ knock }: SlackCheckParts, host: string, port: number): Promise<Found> {
  const place = `${host}:${port}`
  const status = await knock(host, port)
  if (status === null) return warning(says.listensNot(place))
  return status === 200 ? ok(says.listens(place)) : fault(says.listensOther(place, status))
}

/** An app-level token names its app: `xapp-1-A0123456789-…`. */
const ofApp = /^xapp-\d+-(A[A-Z0-9]+)-/

async function sameApp(
  { slack }: SlackCheckParts,
  appToken: string,
  reply: Reply<Introduction>,
): Promise<Found> {
  const socketApp = ofApp.exec(appToken)?.[1]
  if (socketApp === undefined) return notChecked(says.appTokenShapeless)
  const botId = reply.kind === 'answered' ? reply.answer.identity.botId : null
  if (botId === null) return notChecked(says.needsBot)
  const app = await slack.appOf(botId)
  if (app.kind === 'unanswered') return notChecked(says.noAnswer('the bot'))
  if (app.kind === 'refused') return notChecked(says.inconclusive('bots.info', app.error))
  return app.answer === socketApp ? ok(says.sameApp(socketApp)) : fault(says.otherApp(app.answer, socketApp))
}

async function scopesNeeded(
  pools: readonly Pool[],
  lookAt: (pool: Pool) => Promise<ChannelCheck>,
): Promise<readonly string[]> {
  const ofChannels = await Promise.all(
    pools.map(async (pool) => {
      const look = await lookAt(pool)
      if (look.kind === 'seen') return channelScopes(look.facts.isPrivate)
      // Without these, Slack does not even say whether the channel is private.
      const isForbidden = look.kind === 'refused' && look.error === 'missing_scope'
      return isForbidden ? [...channelScopes(false), ...channelScopes(true)] : []
    }),
  )
  const hasGroups = pools.some(
    ({ approvers, mention: given }) => approvers.groups.length > 0 || given !== null,
  )
  return [...new Set([...scopesAlwaysNeeded, ...(hasGroups ? groupScopes : []), ...ofChannels.flat()])]
}

function scopes(reply: Reply<Introduction>, needed: readonly string[]): Found {
  if (reply.kind !== 'answered') return notChecked(says.needsBot)
  const granted = reply.answer.scopes
  if (granted === null) return notChecked(says.scopesUnsaid)
  const missing = needed.filter((scope) => !granted.includes(scope))
  return missing.length === 0 ? ok(says.scopes) : fault(lineOf({ kind: 'scopes', missing }))
}

function channel(
  pool: Pool,
  pools: readonly Pool[],
  look: ChannelCheck,
  reply: Reply<Introduction>,
): readonly Found[] {
  const botName = reply.kind === 'answered' ? reply.answer.botName : 'Countersign'
  const problem = (one: Parameters<typeof lineOf>[0]) => fault(lineOf(one, pools))
  switch (look.kind) {
    case 'seen': {
      const problems = channelProblems(look.facts).map((one) => problem({ ...one, pool, botName }))
      return problems.length > 0 ? problems : [ok(says.channelOk(called(pool, look.facts)))]
    }
    case 'refused':
      if (look.error === 'channel_not_found') return [problem({ kind: 'channel-unknown', pool, botName })]
      if (look.error === 'missing_scope')
        return [notChecked(says.needsScopes(channelCalled(pool.channel, null)))]
      return [notChecked(says.inconclusive('conversations.info', look.error))]
    default:
      return [notChecked(says.noAnswer(channelCalled(pool.channel, null)))]
  }
}

function called({ channel: id }: Pool, { name }: ChannelFacts): string {
  return channelCalled(id, name)
}

function readers(pool: Pool, look: ChannelCheck): readonly Found[] {
  if (look.kind !== 'seen') return []
  const name = called(pool, look.facts)
  if (look.facts.isPrivate) return [ok(says.channelPrivate(name))]
  return [pool.visibility === 'full' ? warning(says.channelPublic(name)) : ok(says.channelMasked(name))]
}

async function approvers(
  { slack, pools }: SlackCheckParts,
  pool: Pool,
  reply: Reply<Introduction>,
): Promise<readonly Found[]> {
  if (reply.kind !== 'answered') return [notChecked(says.needsBot)]
  return approversFound(await slack.surveyApprovers(pool, reply.answer.identity.teamId), pool, pools)
}

async function mention({ slack }: SlackCheckParts, pool: Pool): Promise<readonly Found[]> {
  if (pool.mention === null) return []
  const reply = await slack.isGroup(pool.mention)
  if (reply.kind === 'unanswered') return [notChecked(says.noAnswer(pool.mention))]
  if (reply.kind === 'refused') return [notChecked(says.inconclusive('usergroups.list', reply.error))]
  return [reply.answer ? ok(says.mention(pool, pool.mention)) : warning(says.mentionOff(pool, pool.mention))]
}
