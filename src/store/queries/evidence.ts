// Evidence, read from rows: how many came from a host lately, and what was decided before about the address and the host.
import { type SqlBool, sql } from 'kysely'
import { type ClaimedAddress, claimedAddress } from '../../domain/claimed-address.ts'
import {
  countWarnings,
  type DecidedBefore,
  type Evidence,
  type EvidenceRules,
  type HostFacts,
  lately,
  mostCounted,
  type PastDecision,
} from '../../domain/evidence.ts'
import type { StoreParts, Tx } from '../transaction.ts'
import { countUpTo } from './count-up-to.ts'
import { countRemembered, readRemembered } from './past-decisions.ts'
import { readRound, readRounds, type StoredRound } from './rounds.ts'

/** The part of the store that evidence is read from. */
export function evidenceLedger({ transact }: StoreParts) {
  return {
    /** As it is now. Null if the round is unknown, or claims no address. */
    evidence: (roundId: string, rules: EvidenceRules): Promise<Evidence | null> =>
      transact(async (tx, now) => {
        const stored = await readRound(tx, roundId)
        return stored === null ? null : readEvidence(tx, now, stored, rules)
      }),
  }
}

/** Nobody has counted their warnings, or not since their address changed. In the words of the index that holds just these. */
export const isUncounted = sql<SqlBool>`rounds.warnings = -1 and rounds.kind = 'waiting'`

/** Writes down what the cards of these rounds show, once. All are of one pool. */
export async function freezeEvidence(
  tx: Tx,
  now: number,
  roundIds: readonly string[],
  rules: EvidenceRules,
): Promise<void> {
  const hosts: HostsAsked = new Map()
  for (const stored of (await readRounds(tx, roundIds)).values()) {
    const { round } = stored
    if (round.state.kind !== 'waiting') continue
    const evidence = round.evidence ?? (await readEvidence(tx, now, stored, rules, hosts))
    const warnings = evidence === null ? 0 : countWarnings(evidence)
    await tx
      .updateTable('rounds')
      .set({ warnings, ...(evidence !== null && { evidence: JSON.stringify(evidence) }) })
      .where('id', '=', round.id)
      .execute()
  }
}

/** It was about another address. */
export async function forgetEvidence(tx: Tx, signUpId: string, host: string | null): Promise<void> {
  const forgotten = { evidence: null, warnings: -1, folded_host: host }
  await tx.updateTable('rounds').set(forgotten).where('sign_up_id', '=', signUpId).execute()
}

type OfHost = Pick<Evidence, 'lately' | 'decided'>

/** What is known of hosts by now: in a rush from one of them, it is asked for once. */
export type HostsAsked = Map<string, OfHost>

/** Each question reads an index, and a bounded part of it. */
export async function readEvidence(
  tx: Tx,
  now: number,
  { signUpId, signUp, round }: StoredRound,
  { hostFacts, memory }: EvidenceRules,
  hosts: HostsAsked = new Map(),
): Promise<Evidence | null> {
  const claimed = claimedAddress(signUp.attributes)
  if (claimed === null) return null
  const facts = hostFacts(claimed, signUp.attributes['email'] ?? '')
  const since = memory === null ? null : now - memory
  const about: About = { signUpId, poolId: signUp.poolId, claimed, since }
  // Of one who was decided about before, that is left out.
  const isFirst = round.number === 1
  const ofHost = (isFirst && hosts.get(claimed.host)) || (await readHost(tx, now, about, facts))
  if (isFirst) hosts.set(claimed.host, ofHost)
  const address = {
    refused: await readAddress(tx, about, 'refused'),
    approved: await readAddress(tx, about, 'approved'),
  }
  return { ...facts, ...ofHost, address }
}

interface About {
  readonly signUpId: string
  readonly poolId: string
  readonly claimed: ClaimedAddress
  /** From when on decisions are remembered past their rows, in milliseconds; null: not at all. */
  readonly since: number | null
}

/** What was decided about others who claimed the same address. */
async function readAddress(
  tx: Tx,
  { poolId, claimed, signUpId, since }: About,
  outcome: PastDecision['outcome'],
): Promise<DecidedBefore | null> {
  const rows = await tx
    .selectFrom('sign_ups')
    .select(['decided_at as at', 'decided_reason as reason'])
    .where('pool_id', '=', poolId)
    .where('folded_address', '=', claimed.mailbox)
    .where('decided', '=', outcome)
    .where('id', '<>', signUpId)
    .orderBy('decided_at', 'desc')
    .limit(mostCounted + 1)
    .execute()
  const past = await readRemembered(tx, { poolId, claimed, outcome, since })
  // What is only remembered is older than all that has rows.
  const all = [...rows, ...past]
  const [last] = all
  if (last === undefined) return null
  return { times: all.length, last: { at: new Date(last.at ?? 0), reason: last.reason } }
}

async function readHost(tx: Tx, now: number, about: About, { standing }: HostFacts): Promise<OfHost> {
  const count = async (outcome: PastDecision['outcome']) =>
    standing === 'free-mail' ? 0 : countDecided(tx, about, outcome)
  return {
    lately: await countLately(tx, now, about),
    decided: { approved: await count('approved'), refused: await count('refused') },
  }
}

function countLately(tx: Tx, now: number, { poolId, claimed }: About): Promise<number> {
  return countUpTo(
    tx,
    tx
      .selectFrom('sign_ups')
      .select('id')
      .where('pool_id', '=', poolId)
      .where('folded_host', '=', claimed.host)
      .where('signed_up_at', '>', now - lately),
  )
}

async function countDecided(tx: Tx, about: About, outcome: PastDecision['outcome']): Promise<number> {
  const { signUpId, poolId, claimed, since } = about
  const inRows = await countUpTo(
    tx,
    tx
      .selectFrom('sign_ups')
      .select('id')
      .where('pool_id', '=', poolId)
      .where('folded_host', '=', claimed.host)
      .where('decided', '=', outcome)
      .where('id', '<>', signUpId),
  )
  return inRows + (await countRemembered(tx, { poolId, claimed, outcome, since }))
}
