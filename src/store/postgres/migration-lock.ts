// The lock under which a process brings the tables up to date: one at a time. Whoever has to wait for it says for whom.
import { type Kysely, sql } from 'kysely'
import type { Clock } from '../../shared/clock.ts'
import type { Schema } from '../schema.ts'

/** An arbitrary number that nothing else in the database uses for an advisory lock. */
export const migrationLock = 7_083_164_912

/** Replicas that start together hold it for a moment each: only a longer wait is told; in milliseconds. */
const usual = { tries: 20, apart: 100 } as const

/** The session that holds the lock, as far as the database tells: sessions of other users hide some of it. */
export interface LockHolder {
  readonly pid: number | null
  readonly application: string | null
  readonly user: string | null
  /** Null also for a socket. Behind a pooler, the pooler's. */
  readonly client: string | null
}

export interface LockWait {
  readonly clock: Clock
  /** The lock is held for longer than usual. Told once. */
  heldBy(holder: LockHolder): void
}

/** Takes the lock until the transaction ends, however long that takes. */
export async function takeMigrationLock(tx: Kysely<Schema>, { clock, heldBy }: LockWait): Promise<void> {
  for (let tries = 1; tries <= usual.tries; tries += 1) {
    const { rows } = await sql<{ isOurs: boolean }>`
      select pg_try_advisory_xact_lock(${migrationLock}) as "isOurs"`.execute(tx)
    if (rows[0]?.isOurs === true) return
    await clock.sleep(usual.apart)
  }
  heldBy(await readHolder(tx))
  await sql`select pg_advisory_xact_lock(${migrationLock})`.execute(tx)
}

/** https://www.postgresql.org/docs/current/view-pg-locks.html says how a bigint key is shown in two halves. */
async function readHolder(tx: Kysely<Schema>): Promise<LockHolder> {
  const { rows } = await sql<LockHolder>`
    select pg_locks.pid, application_name as application, usename as user, host(client_addr) as client
    from pg_locks left join pg_stat_activity using (pid)
    where locktype = 'advisory' and granted and objsubid = 1
      and database = (select oid from pg_database where datname = current_database())
      and classid = (${migrationLock}::bigint >> 32)::oid
      and objid = (${migrationLock}::bigint & 4294967295)::oid`.execute(tx)
  return rows[0] ?? { pid: null, application: null, user: null, client: null }
}
