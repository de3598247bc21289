// Checks Slack at the start: who we are, what we may do, and whether the pools' channels and approvers are in order.
import type { Pool } from '../../domain/pool.ts'
import type { StartProblem } from '../../domain/start-problem.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Log } from '../../shared/log.ts'
import { type Ask, type Asking, createAsk } from './ask-slack.ts'
import { createApproverCheck } from './check-approvers.ts'
import { checkChannel } from './check-channels.ts'
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
}

/** The scopes that every configuration needs. */
const scopesAlwaysNeeded = ['chat:write', 'commands', 'users:read', 'users:read.email']

/** Makes all checks, retrying while Slack is out of reach. Null if Slack did not say who we are. */
export async function checkSlack(parts: SlackCheckParts): Promise<SlackFacts | null> {
  const { slack, directory, clock, log, pools } = parts
  const ask = createAsk(parts)
  const introduction = await introduce(parts, ask)
  if (introduction === null) return null
  const { identity, botName } = introduction
  const asking = createAsking(parts, ask, introduction)
  asking.needs(scopesAlwaysNeeded)
  const groupMembers = createGroupCheck({ ...asking, slack, directory, clock })
  const approversOf = createApproverCheck({
    ...asking,
    slack,
    clock,
    log,
    homes: identity.homes,
    groupMembers,
  })
  const [approvers] = await Promise.all([
    Promise.all(pools.map(approversOf)),
    Promise.all(pools.map((pool) => checkChannel({ ...asking, slack, botName }, pool))),
  ])
  return { identity, approvers: [...new Set(approvers.flat())] }
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
      log.warn({ flow: 'start', method, slackError: error }, 'Slack did not answer: a check is skipped')
    },
  }
}
