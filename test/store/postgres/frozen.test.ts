// A process that freezes in the middle of a transaction, or whose host is gone, holds up the others only for a moment.
import { Kysely, PostgresDialect } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../../src/shared/clock.ts'
import { connectingTo } from '../../../src/store/postgres/address.ts'
import { createPatientPool } from '../../../src/store/postgres/pool.ts'
import { postgresTransact } from '../../../src/store/postgres/transaction.ts'
import type { Schema } from '../../../src/store/schema.ts'
import { freshDatabase } from '../../support/postgres/databases.ts'
import { openReplica } from './replicas.ts'

test('the lead that a frozen process was about to renew is taken over', async () => {
  const address = await freshDatabase()
  const { ledger } = await openReplica(address)
  await ledger.acquireLease('lead', 'the frozen one', 1)
  const frozen = new Kysely<Schema>({
    dialect: new PostgresDialect({ pool: createPatientPool(connectingTo(address)) }),
  })
  const { promise: thaw, resolve: wakeUp } = Promise.withResolvers<void>()
  const renewed = Promise.withResolvers<void>()
  const renewing = postgresTransact({ clock: systemClock, database: frozen, origin: 'the frozen one' })(
    async (tx) => {
      await tx.updateTable('leases').set({ until: 0 }).execute()
      renewed.resolve()
      await thaw
    },
  ).catch((error: unknown) => error)
  onTestFinished(async () => {
    wakeUp()
    await frozen.destroy()
  })
  await renewed.promise

  const takeOver = () => ledger.acquireLease('lead', 'another', 10_000).catch(() => null)
  await expect.poll(takeOver, { timeout: 15_000 }).toMatchObject({ fence: 2 })

  wakeUp()
  expect(await renewing).toBeInstanceOf(Error)
})
