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
import { type Forgetting, findApplicants, forgetApplicant } from '../store/audit/forget-applicant.ts'
import { usage } from '../wording/audit-command.ts'
import { forgettingSays as says } from '../wording/forgetting.ts'
import { type Called, couldNot, Stopped } from './audit-called.ts'
import { readOptions } from './audit-store.ts'
import { withWritableStore } from './change-audit.ts'

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
  const who = sub === undefined ? { email: email ?? '' } : { sub }
  const forgotten = await withWritableStore(called.environment, async ({ transact, newId, linkAll }) => {
    await linkAll()
    const found = await transact((tx) => findApplicants(tx, who))
    if (found.length === 0) throw new Stopped(says.nobody)
    const results = []
    for (const one of found)
      results.push({ one, result: await transact((tx, now) => forgetApplicant(tx, now, one, newId)) })
    await linkAll()
    return results
  })
  let isAll = true
  for (const { one, result } of forgotten) {
    await called.out(`${says.about(one.poolId, one.sub)} ${sentence(result)}\n`)
    const left = result.kind === 'forgotten' ? await closeAll(read.config, called, result.places) : []
    for (const { channel, ts } of left) await called.out(`${says.left(channel, ts)}\n`)
    isAll &&= result.kind === 'forgotten' && left.length === 0
  }
  if (forgotten.some(({ result }) => result.kind === 'forgotten')) await called.out(`${says.elsewhere}\n`)
  return isAll ? 0 : couldNot
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
