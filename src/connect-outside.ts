// The clients of Slack and Cognito, which the start and the running bot share.
import { listProblem } from './cognito/errors.ts'
import { isProfileMissing } from './cognito/profile.ts'
import { createUserPools } from './cognito/user-pools.ts'
import type { Config } from './config/config.ts'
import { type Observe, unobserved } from './observe/observe.ts'
import type { Clock } from './shared/clock.ts'
import type { Log } from './shared/log.ts'
import { createGroupDirectory } from './slack/call/group-directory.ts'
import { planGroupReading } from './slack/call/group-reading.ts'
import { createKnownApprovers } from './slack/call/known-approvers.ts'
import { fetchThrough } from './slack/call/proxied-fetch.ts'
import { createSlackClient } from './slack/call/slack-client.ts'
import { createFirstLook } from './start/first-look.ts'

/** Returns the replacement for a part. */
export type Wrap = <Part extends object>(name: string, part: Part) => Part

export const asItIs: Wrap = (_name, part) => part

interface OutsideParts {
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  readonly wrap?: Wrap
  readonly observe?: Pick<Observe, 'called'>
}

/** The clients of Slack and Cognito, shared by the start and the running bot, so that their limits hold for both. */
export function connectOutside(parts: OutsideParts) {
  const { config, clock, log, wrap = asItIs } = parts
  const { called } = parts.observe ?? unobserved
  if (config.proxy !== null) fetchThrough(config.proxy)
  const userPools = wrap('userPools', createUserPools({ ...config, clock, log, called }))
  const approvers = createKnownApprovers(config.pools)
  const slack = createSlackClient({ ...config.slack, replicas: config.replicas, approvers, called }, log)
  return {
    slack,
    directory: createGroupDirectory({ slack, clock, reading: planGroupReading(config) }),
    userPools,
    firstLook: createFirstLook({ ...config, userPools, listProblem, isProfileMissing, clock, log }),
  }
}

export type Outside = ReturnType<typeof connectOutside>
