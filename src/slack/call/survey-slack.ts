// What the doctor asks Slack: each question once, without retrying, and without opening a connection.
import { z } from 'zod'
import type { ChannelCheck } from '../../domain/channel.ts'
import type { Refusal } from '../../domain/may-decide.ts'
import type { Pool } from '../../domain/pool.ts'
import { isOfOnePool, type SlackPoolProblem } from '../../domain/start-problem.ts'
import type { Clock } from '../../shared/clock.ts'
import { type Log, silentLog } from '../../shared/log.ts'
import { type Ask, type Asking, createAsk, isOwnWord, type Reply } from './ask-slack.ts'
import { anyMember } from './channel-members.ts'
import { saysAppTokenIsWrong } from './check-app-token.ts'
import { createApproverCheck, createWhyNot, mostAsked } from './check-approvers.ts'
import { createChannelCheck } from './check-channels.ts'
import { createGroupCheck } from './check-groups.ts'
import { findGroup, type GroupDirectory, isHandle } from './group-directory.ts'
import { askIdentity, type Introduction } from './identity.ts'
import type { SlackClient } from './slack-client.ts'
import { createWebClient } from './web-client.ts'

export interface SurveyParts {
  readonly slack: SlackClient
  readonly directory: GroupDirectory
  /** Base of the Web API, with a slash at its end. */
  readonly apiUrl: string
  readonly clock: Clock
  readonly log: Log
}

export interface ApproverSurvey {
  readonly problems: readonly SlackPoolProblem[]
  /** Ids of all approvers, named or in a group, each once. */
  readonly approvers: readonly string[]
  /** Those of them who are in the pool's channel; null if the channel is too large, or Slack did not say. */
  readonly inChannel: readonly string[] | null
  /** Those who may not decide, and why. */
  readonly unfit: readonly { readonly userId: string; readonly because: Refusal | 'unknown' }[]
  /** Those of a group about whom Slack was not asked, because it has more than 20; whoever is in the channel comes first. */
  readonly unasked: readonly string[]
  /** False if Slack left questions about groups or people unanswered. */
  readonly isWhole: boolean
}

const botFormat = z.object({ bot: z.object({ app_id: z.string() }) })

export function createSlackSurvey(parts: SurveyParts) {
  const { slack, directory, apiUrl, clock, log } = parts
  const ask = createAsk({ clock, log, enough: AbortSignal.abort(), open: new Map() })
  return {
    introduce: (): Promise<Reply<Introduction>> => ask('auth.test', () => askIdentity(slack), isOwnWord),

    /** The id of the app that this bot belongs to: https://docs.slack.dev/reference/methods/bots.info */
    appOf: (botId: string): Promise<Reply<string>> =>
      ask('bots.info', async () => {
        const answer = await slack.call('bots.info', 'background', (web) => web.bots.info({ bot: botId }))
        return slack.read('bots.info', botFormat, answer).bot.app_id
      }),

    /**
     * Whether Slack gives out the address of a connection. Nothing is delivered to one before it is opened, and nobody opens
     * it: the address expires.
     */
    offersConnection: async (appToken: string): Promise<'offers' | 'wrong' | 'unclear'> => {
      try {
        await createWebClient({ botToken: appToken, apiUrl }, log).apps.connections.open()
        return 'offers'
      } catch (error) {
        return saysAppTokenIsWrong(error) ? 'wrong' : 'unclear'
      }
    },

    /** Whether this id or @handle names a group that is enabled. */
    isGroup: (given: string): Promise<Reply<boolean>> =>
      ask('usergroups.list', async () => {
        const group = findGroup(await directory.list(), given)
        // Groups of an Enterprise Grid organisation may be missing from the list.
        return group === null ? !isHandle(given) : !group.isDisabled
      }),

    lookAt: (channel: string): Promise<ChannelCheck> => createChannelCheck(slack)(channel),

    surveyApprovers: (pool: Pool, workspace: string): Promise<ApproverSurvey> =>
      surveyApprovers(parts, ask, pool, workspace),
  }
}

async function surveyApprovers(
  parts: SurveyParts,
  ask: Ask,
  pool: Pool,
  workspace: string,
): Promise<ApproverSurvey> {
  const problems: SlackPoolProblem[] = []
  const { asking, isWhole } = createSurveyAsking(ask, problems)
  const checking = { ...parts, ...asking, workspace, log: silentLog }
  const whyNot = createWhyNot(checking)
  const groupMembers = createGroupCheck(checking)
  const found = await createApproverCheck({ ...checking, groupMembers }, whyNot)(pool)
  const approvers = [...new Set([...pool.approvers.users, ...found])]
  const inChannel = await whoIsInChannel(parts, asking, pool, new Set(approvers))
  const { users } = pool.approvers
  const ofGroups = [...new Set([...(inChannel ?? []), ...approvers])].filter((id) => !users.includes(id))
  const asked = [...new Set(users), ...ofGroups.slice(0, mostAsked)]
  const judged = await Promise.all(asked.map(async (userId) => ({ userId, because: await whyNot(userId) })))
  const unfit = judged.flatMap(({ userId, because }) => (because === null ? [] : [{ userId, because }]))
  const unasked = ofGroups.slice(mostAsked)
  return { problems, approvers, inChannel, unfit, unasked, isWhole: isWhole() }
}

/** What is unanswered or refused without a conclusion is not reported as a problem. */
function createSurveyAsking(ask: Ask, problems: SlackPoolProblem[]) {
  let isWhole = true
  const asking: Asking = {
    ask: async (...question) => {
      const reply = await ask(...question)
      if (reply.kind === 'unanswered') isWhole = false
      return reply
    },
    report: (problem) => {
      if (isOfOnePool(problem)) problems.push(problem)
    },
    // The check of the scopes names those that are missing.
    needs: (_, because) => {
      if (because === 'refused') isWhole = false
    },
    inconclusive: () => {
      isWhole = false
    },
  }
  return { asking, isWhole: () => isWhole }
}

async function whoIsInChannel(
  { slack }: SurveyParts,
  { ask }: Asking,
  { channel }: Pool,
  approvers: ReadonlySet<string>,
): Promise<readonly string[] | null> {
  const found: string[] = []
  const reply = await ask('conversations.members', () =>
    anyMember(slack, channel, async (userIds) => {
      found.push(...userIds.filter((userId) => approvers.has(userId)))
      return false
    }),
  )
  return reply.kind === 'answered' && reply.answer !== null ? found : null
}
