// At the start: who we are in Slack, what we may do there, and whether the pools' channels and approvers are as they must be.
import type { WebClient } from '@slack/web-api'
import type { Pool } from '../../domain/pool.ts'
import type { StartMistake } from '../../domain/start-mistake.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Limit } from '../../shared/limit.ts'
import type { Log } from '../../shared/log.ts'
import { type Ask, type Asking, createAsk } from './ask-slack.ts'
import { createApproverCheck } from './check-approvers.ts'
import { checkChannel } from './check-channels.ts'
import { createGroupCheck } from './check-groups.ts'
import { askIdentity, type Identity, type Introduction } from './identity.ts'
import { tokenTroubles } from './slack-answer.ts'

export interface SlackCheckParts {
  readonly client: WebClient
  readonly pools: readonly Pool[]
  readonly limits: {
    /** `conversations.info` */
    readonly channelReads: Limit
    /** `usergroups.list` */
    readonly lists: Limit
    /** `usergroups.users.list` */
    readonly memberLists: Limit
    /** `users.info` */
    readonly profiles: Limit
  }
  readonly clock: Clock
  readonly log: Log
  /** Once it is given, nothing is asked again that got no answer. */
  readonly enough: AbortSignal
  report(mistake: StartMistake): void
}

export interface SlackFacts {
  readonly identity: Identity
  /** Ids of everybody named as an approver or in an approver group, each once. */
  readonly approvers: readonly string[]
}

/** What the code can't do without, whatever is configured. */
const scopesAlwaysNeeded = ['chat:write', 'commands', 'users:read', 'users:read.email']

/** Asks everything, and waits Slack out where it is out of reach. Null where it did not say who we are. */
export async function checkSlack(parts: SlackCheckParts): Promise<SlackFacts | null> {
  const { client, clock, limits, pools } = parts
  const ask = createAsk(parts)
  const introduction = await introduce(parts, ask)
  if (introduction === null) return null
  const { identity, botName } = introduction
  const asking = createAsking(parts, ask, introduction)
  asking.needs(scopesAlwaysNeeded)
  const groupMembers = createGroupCheck({ ...asking, ...limits, client, clock })
  const approversOf = createApproverCheck({
    ...asking,
    ...limits,
    client,
    clock,
    log: parts.log,
    homes: identity.homes,
    groupMembers,
  })
  const [approvers] = await Promise.all([
    Promise.all(pools.map(approversOf)),
    Promise.all(pools.map((pool) => checkChannel({ ...asking, ...limits, client, botName }, pool))),
  ])
  return { identity, approvers: [...new Set(approvers.flat())] }
}

/** Null where the token is wrong, or the bot stops. Whatever else Slack says is waited out: it may be moving the workspace. */
async function introduce({ client, report }: SlackCheckParts, ask: Ask): Promise<Introduction | null> {
  const reply = await ask(
    'auth.test',
    () => askIdentity(client),
    (error) => tokenTroubles.has(error),
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
        'Slack did not answer this question, so nothing is concluded',
      )
    },
  }
}
