// The connection breaks at a COMMIT: nobody knows whether a click was saved, until it is ended as not taken.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { createTaking } from '../../../src/decide/take-requests.ts'
import { CommitUnknown } from '../../../src/shared/commit-unknown.ts'
import { createHandClock, createReadableLog } from '../../shared/hand-clock.ts'
import { type CutCommit, openCuttingLineTo } from '../../support/postgres/cutting-line.ts'
import { asAdministrator, freshDatabase } from '../../support/postgres/databases.ts'
import { newClick, waitingRound } from '../arrange.ts'
import { openReplica, type Replica } from './replicas.ts'

const inTime = { timeout: 20_000 }

/** A click whose COMMIT was cut off, and a replica with a connection of its own, which sees what is in the database. */
async function cutClick(commit: CutCommit) {
  const address = await freshDatabase()
  const line = await openCuttingLineTo(address.port)
  const [{ ledger }, observer] = await Promise.all([
    openReplica({ ...address, port: line.port }),
    openReplica(address),
  ])
  const { roundId } = await waitingRound(observer)
  const taking = createTaking({
    ledger,
    newId: randomUUID,
    notTaken: () => {},
    tasks: { start: (_, work) => void work() },
    tell: async () => {},
    redraw: async () => {},
    clock: createHandClock(),
    log: createReadableLog(),
  })
  const cut = line.cutNext('clicks', commit)
  await expect(taking.writeDown(newClick(roundId))).rejects.toBeInstanceOf(CommitUnknown)
  await cut.happened
  return { cut, taking, observer }
}

async function endsIn({ database }: Replica): Promise<readonly (string | null)[]> {
  const rows = await database.selectFrom('clicks').select('outcome').execute()
  return rows.map(({ outcome }) => outcome)
}

/** How many sessions wait for a row that another transaction has written. */
async function countWaiting({ database }: Replica): Promise<number> {
  const { rows } = await sql`
    select 1 from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`.execute(database)
  return rows.length
}

const notTaken = '{"kind":"not-taken"}'

describe('of a click whose connection broke at its COMMIT, the COMMIT', () => {
  it.each([
    ['was done', 'committed', [null]],
    ['was never done', 'lost', []],
  ] as const)('%s: it is ended as not taken', async (_, commit, before) => {
    const { taking, observer } = await cutClick(commit)
    expect(await endsIn(observer)).toEqual(before)
    await taking.endNotTaken()
    expect(await endsIn(observer)).toEqual([notTaken])
  })

  it('is done later: its end waits for that', async () => {
    const { cut, taking, observer } = await cutClick('late')
    const ending = taking.endNotTaken()
    await expect.poll(() => countWaiting(observer), inTime).toBe(1)
    cut.letThrough()
    await ending
    expect(await endsIn(observer)).toEqual([notTaken])
  })

  it('comes too late: after the end it can’t be done any more', async () => {
    const { cut, taking, observer } = await cutClick('late')
    const end = () =>
      taking.endNotTaken().then(
        () => true,
        () => false,
      )
    // PostgreSQL ends the session that waits for its COMMIT.
    await expect.poll(end, inTime).toBe(true)
    cut.letThrough()
    expect(await endsIn(observer)).toEqual([notTaken])
    expect(await observer.ledger.unended()).toEqual([])
  })
})

describe('a COMMIT that the server answers', () => {
  /** A replica of which each new click's COMMIT does this first. */
  async function withCommitThat(does: string) {
    // One that no other test will use.
    const address = await freshDatabase({ isEmpty: true })
    const replica = await openReplica(address)
    await asAdministrator(
      address.port,
      `create function at_commit() returns trigger language plpgsql as $$ begin ${does}; return null; end $$;
       create constraint trigger at_commit after insert on clicks deferrable initially deferred
         for each row execute function at_commit()`,
      address.database,
    )
    return replica
  }

  it('with a refusal was not done', async () => {
    const { ledger } = await withCommitThat(`raise check_violation`)
    await expect(ledger.writeDown(newClick('any'))).rejects.toMatchObject({ code: '23514' })
  })

  it('by ending the session may have been done', async () => {
    const { ledger } = await withCommitThat(`perform pg_terminate_backend(pg_backend_pid())`)
    await expect(ledger.writeDown(newClick('any'))).rejects.toBeInstanceOf(CommitUnknown)
  })
})

it('a connection that breaks before the COMMIT leaves no doubt', async () => {
  const { database, ledger } = await openReplica(await freshDatabase({ isEmpty: true }))
  await sql`
    create function at_insert() returns trigger language plpgsql as $$
      begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$`.execute(database)
  await sql`create trigger at_insert before insert on clicks for each row execute function at_insert()`.execute(
    database,
  )
  await expect(ledger.writeDown(newClick('any'))).rejects.not.toBeInstanceOf(CommitUnknown)
})
