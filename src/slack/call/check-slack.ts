// Checks Slack at the start: who we are, what we may do, and whether the pools' channels and approvers are in order.
import type { ChannelState } from '../../domain/channel.ts'
import type { Pool } from '../../domain/pool.ts'
import { scopesAlwaysNeeded } from '../../domain/slack-scopes.ts'
import { isOfOnePool, type SlackPoolProblem, type StartProblem } from '../../domain/start-problem.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Log } from '../../shared/log.ts'
import { type Ask, type Asking, createAsk, sayWhatIsOpen } from './ask-slack.ts'
import { anyMember } from './channel-members.ts'
import { type ApproverParts, createApproverCheck } from './check-approvers.ts'
import { createChannelChecks } from './check-channels.ts'
import { createGroupCheck } from './check-groups.ts'
import type { GroupDirectory } from './group-directory.ts'
import { askIdentity, type Identity, type Introduction } from './identity.ts'
import { tokenProblems } from './slack-answer.ts'
import type { SlackClient } from './slack-client.ts'

export interface SlackCheckParts {
  readonly slack: SlackClient
  readonly directory: GroupDirectory
  readonly pools: readonly Pool[]
  readonly clock: Clock
  readonly log: Log
  /** After it aborts, no question without an answer is repeated. */
  readonly enough: AbortSignal
  report(problem: StartProblem): void
}

export interface SlackFacts {
  readonly identity: Identity
  /** Ids of all approvers, named or in a group, each once. */
  readonly approvers: readonly string[]
  /** What is known of each channel, by its id. */
  readonly channels: ReadonlyMap<string, ChannelState>
  /** Checks a pool's approvers again, asking each question once. Null if Slack did not answer all of them. */
  checkApprovers(pool: Pool): Promise<readonly SlackPoolProblem[] | null>
}

/** Makes all checks, retrying while Slack is out of reach. Null if Slack did not say who we are. */
export async function checkSlack(parts: SlackCheckParts): Promise<SlackFacts | null> {
  const open = new Map<string, number>()
  const answered = new AbortController()
  void sayWhatIsOpen(parts, open, AbortSignal.any([answered.signal, parts.enough]))
  try {
    return await checkAll(parts, createAsk({ ...parts, open }))
  } finally {
    answered.abort()
  }
}

async function checkAll(parts: SlackCheckParts, ask: Ask): Promise<SlackFacts | null> {
  const { pools } = parts
  const introduction = await introduce(parts, ask)
  if (introduction === null) return null
  const { identity, botName } = introduction
  const asking = createAsking(parts, ask, introduction)
  asking.needs(scopesAlwaysNeeded)
  const checkChannel = createChannelChecks({ ...parts, ...asking, botName })
  const [approvers, channels] = await Promise.all([
    Promise.all(pools.map(approverCheck(parts, asking, identity))),
    Promise.all(pools.map(async (pool) => [pool.channel, await checkChannel(pool)] as const)),
  ])
  return {
    identity,
    approvers: [...new Set(approvers.flat())],
    channels: new Map(channels),
    checkApprovers: (pool) => checkAgain(parts, introduction, pool),
  }
}

function approverCheck(
  parts: SlackCheckParts,
  asking: Asking,
  { teamId }: Identity,
  channel: InChannel = {},
) {
  const groupMembers = createGroupCheck({ ...parts, ...asking })
  return createApproverCheck({ ...parts, ...asking, ...channel, workspace: teamId, groupMembers })
}

type InChannel = Pick<ApproverParts, 'anyMember'>

async function checkAgain(
  parts: SlackCheckParts,
  { identity }: Introduction,
  pool: Pool,
): Promise<readonly SlackPoolProblem[] | null> {
  const problems: SlackPoolProblem[] = []
  let isKnown = true
  const ask = createAsk({ ...parts, enough: AbortSignal.abort(), open: new Map() })
  const asking: Asking = {
    ask: async (...question) => {
      const reply = await ask(...question)
      if (reply.kind === 'unanswered') isKnown = false
      return reply
    },
    report: (problem) => {
      if (isOfOnePool(problem)) problems.push(problem)
      else isKnown = false
    },
    needs: (_, because) => {
      if (because === 'refused') isKnown = false
    },
    inconclusive: () => {
      isKnown = false
    },
  }
  const inChannel: InChannel = { anyMember: ({ channel }, test) => anyMember(parts.slack, channel, test) }
  await approverCheck(parts, asking, identity, inChannel)(pool)
  return isKnown ? problems : null
}

/** Null if the token is wrong, or the bot stops. Any other error is retried: Slack may be moving the workspace. */
async function introduce({ slack, report }: SlackCheckParts, ask: Ask): Promise<Introduction | null> {
  const reply = await ask(
    'auth.test',
    () => askIdentity(slack),
    (error) => tokenProblems.has(error),
  )
  if (reply.kind === 'answered') return reply.answer
  if (reply.kind === 'refused') report({ kind: 'bot-token', error: reply.error })
  return null
}

function createAsking({ log, report }: SlackCheckParts, ask: Ask, { scopes }: Introduction): Asking {
  const complainedOf = new Set<string>()
  return {
    ask,
    report,
    needs: (needed, because) => {
      const missing = scopes === null ? [] : needed.filter((scope) => !scopes.includes(scope))
      if (missing.length > 0) report({ kind: 'scopes', missing })
      else if (because === 'refused') report({ kind: 'scopes', missing: needed })
    },
    inconclusive: (method, error) => {
      if (complainedOf.has(method)) return
      complainedOf.add(method)
      log.warn(
        { flow: 'start', method, slackError: error },
        'Slack’s answer proves nothing: a check is skipped',
      )
    },
  }
}
