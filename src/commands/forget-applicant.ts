// `npm run audit -- forget`: erases one applicant, from the store and from their cards.
import { readFileSync } from 'node:fs'
import { closeMessage } from '../cards/close-message.ts'
import type { Config } from '../config/config.ts'
import { readConfig } from '../config/read-config.ts'
import type { Place } from '../domain/card-view.ts'
import { createLog } from '../shared/log.ts'
import { never } from '../shared/never.ts'
import { createCards } from '../slack/call/cards.ts'
import { askIdentity } from '../slack/call/identity.ts'
import { createKnownApprovers } from '../slack/call/known-approvers.ts'
import { createSlackClient } from '../slack/call/slack-client.ts'
import {
  type Applicant,
  type Forgetting,
  findApplicants,
  forgetApplicant,
  forgetRemembered,
  readOwnPlaces,
} from '../store/audit/forget-applicant.ts'
import { usage } from '../wording/audit-command.ts'
import { forgettingSays as says } from '../wording/forgetting.ts'
import { type Called, couldNot, Stopped } from './audit-called.ts'
import { readOptions } from './audit-store.ts'
import { type Open as WritableStore, withWritableStore } from './change-audit.ts'

const trying = { tries: 3, mostPause: 15_000 }

/** Resolves to the exit code. Nothing is erased unless the configuration is one with which Slack can be asked. */
export async function forget(called: Called): Promise<number> {
  const { values, positionals } = readOptions(called.given, {
    sub: { type: 'string' },
    email: { type: 'string' },
  })
  const { sub, email } = values
  if (positionals.length > 0 || (sub === undefined) === (email === undefined)) throw new Stopped(usage)
  const read = readConfig(called.environment, (path) => readFileSync(path, 'utf8'))
  if (read.kind === 'invalid') throw new Stopped(read.problems.join('\n'))
  const { config } = read
  const who = sub === undefined ? { email: email ?? '' } : { sub }
  return withWritableStore(called.environment, async (store) => {
    await store.linkAll()
    const found = await store.transact((tx) => findApplicants(tx, who))
    const results = []
    for (const one of found) results.push(await forgetOne({ called, config, store }, one))
    await store.linkAll()
    const isMemoryKept = email === undefined || !results.every(({ isForgotten }) => isForgotten)
    const decisions = isMemoryKept ? 0 : await store.transact((tx) => forgetRemembered(tx, email))
    if (found.length === 0 && decisions === 0) throw new Stopped(says.nobody)
    if (decisions > 0) await called.out(`${says.remembered(decisions)}\n`)
    if (results.some(({ isForgotten }) => isForgotten)) await called.out(`${says.elsewhere}\n`)
    return results.every(({ isForgotten, left }) => isForgotten && left === 0) ? 0 : couldNot
  })
}

interface Parts {
  readonly called: Called
  readonly config: Config
  readonly store: WritableStore
}

/** The cards come first, so that who is erased stands on none of them, whenever this is broken off. */
async function forgetOne({ called, config, store }: Parts, one: Applicant) {
  const tellLeft = async (places: readonly Place[]) => {
    const left = await closeAll(config, called, places)
    for (const { channel, ts } of left) await called.out(`${says.left(channel, ts)}\n`)
    return left.length
  }
  await called.out(`${says.about(one.poolId, one.sub)}\n`)
  const places = await store.transact((tx) => readOwnPlaces(tx, one))
  const left = await tellLeft(places)
  const result = await store.transact((tx, now) => forgetApplicant(tx, now, one, store.newId))
  // What was posted meanwhile.
  const more = result.kind === 'forgotten' ? result.places.filter((place) => !isAmong(places, place)) : []
  const moreLeft = await tellLeft(more)
  await called.out(`${sentence(result)}\n`)
  return { isForgotten: result.kind === 'forgotten', left: left + moreLeft }
}

function isAmong(places: readonly Place[], { channel, ts }: Place): boolean {
  return places.some((place) => place.channel === channel && place.ts === ts)
}

function sentence(result: Forgetting): string {
  switch (result.kind) {
    case 'forgotten':
      return says.forgotten(result)
    case 'waiting':
      return says.waiting
    case 'imitation':
      return says.imitation
    default:
      return never(result)
  }
}

/** Takes the person off their cards. Resolves to those where that failed. */
async function closeAll(
  config: Config,
  { clock }: Called,
  places: readonly Place[],
): Promise<readonly Place[]> {
  if (places.length === 0) return []
  const log = createLog('silent')
  const approvers = createKnownApprovers(config.pools)
  const slack = createSlackClient({ ...config.slack, replicas: config.replicas, approvers }, log)
  const asked = await askIdentity(slack).catch(() => null)
  if (asked === null) return places
  const cards = createCards({ slack, identity: asked.identity, log })
  const left: Place[] = []
  for (const place of places) {
    const result = await closeMessage({ cards, clock }, async () => ({ place }), trying)
    if (result !== 'closed') left.push(place)
  }
  return left
}
