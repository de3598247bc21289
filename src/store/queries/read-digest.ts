// What a digest tells, read from the rounds that stand in it.
import { sql } from 'kysely'
import {
  type Digest,
  type DigestOfPool,
  digestResultFormat,
  type HostCount,
  mostHosts,
  paceOf,
  toldPace,
} from '../../domain/digest.ts'
import type { Tx } from '../transaction.ts'

/** Whoever is being decided about waits as well. */
const open = ['waiting', 'claimed'] as const

/** However many stand in it, few rows come back. */
export async function readDigest(tx: Tx, digestId: string): Promise<Digest> {
  return {
    pools: await readPools(tx, digestId),
    pace: await readPace(tx, digestId),
    results: await readResults(tx, digestId),
  }
}

async function readPools(tx: Tx, digestId: string): Promise<readonly DigestOfPool[]> {
  const rows = await tx
    .selectFrom('rounds')
    .select((row) => [
      'pool_id as poolId',
      row.fn.countAll().as('waiting'),
      sql<number>`sum(case when rounds.warnings > 0 then 1 else 0 end)`.as('warned'),
      row.fn.min('signed_up_at').as('since'),
    ])
    .where('digest_id', '=', digestId)
    .where('kind', 'in', open)
    .groupBy('pool_id')
    .orderBy('waiting', 'desc')
    .orderBy('pool_id')
    .execute()
  const hosts = rows.length === 0 ? [] : await readHosts(tx, digestId)
  return rows.map(({ poolId, waiting, warned, since }) => ({
    poolId,
    waiting: Number(waiting),
    warned: Number(warned),
    since: new Date(Number(since)),
    hosts: hosts.filter((host) => host.poolId === poolId),
  }))
}

/** The hosts of most of them, in each pool. */
async function readHosts(tx: Tx, digestId: string): Promise<readonly (HostCount & { poolId: string })[]> {
  const counted = tx
    .selectFrom('rounds')
    .select((row) => [
      'pool_id as poolId',
      'folded_host as host',
      row.fn.countAll().as('count'),
      sql<number>`row_number() over (partition by pool_id order by count(*) desc, folded_host)`.as('place'),
    ])
    .where('digest_id', '=', digestId)
    .where('kind', 'in', open)
    .where('folded_host', 'is not', null)
    .groupBy(['pool_id', 'folded_host'])
  const rows = await tx
    .selectFrom(counted.as('counted'))
    .select(['poolId', 'host', 'count'])
    .where('place', '<=', mostHosts)
    .orderBy('poolId')
    .orderBy('place')
    .execute()
  return rows.map(({ poolId, host, count }) => ({ poolId, host: host ?? '', count: Number(count) }))
}

async function readPace(tx: Tx, digestId: string) {
  const rows = await tx
    .selectFrom('rounds')
    .select('signed_up_at as at')
    .where('digest_id', '=', digestId)
    .where('kind', '=', 'waiting')
    .orderBy('signed_up_at', 'desc')
    .limit(toldPace.most)
    .execute()
  return paceOf(rows.map(({ at }) => new Date(at)))
}

async function readResults(tx: Tx, digestId: string): Promise<Digest['results']> {
  const rows = await tx
    .selectFrom('rounds')
    .select((row) => ['digest_result as result', row.fn.countAll().as('count')])
    .where('digest_id', '=', digestId)
    .where('kind', '=', 'settled')
    .where('digest_result', 'is not', null)
    .groupBy('digest_result')
    .orderBy('count', 'desc')
    .orderBy('digest_result')
    .execute()
  return rows.map(({ result, count }) => ({
    ...digestResultFormat.parse(JSON.parse(result ?? 'null')),
    count: Number(count),
  }))
}
