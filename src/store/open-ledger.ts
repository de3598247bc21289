// The store as the flows see it, made of its parts.
import type { Kysely } from 'kysely'
import type { Ledger } from '../sign-up/ledger.ts'
import { commandLedger } from './commands.ts'
import { decisionLedger } from './decisions.ts'
import { discoveryLedger } from './discovery.ts'
import { messageLedger } from './messages.ts'
import type { Schema } from './schema.ts'
import { recoveryLedger, tellingLedger } from './telling.ts'
import { storeParts } from './transaction.ts'

/** `now` is the clock by which leases run out; on SQLite that of this process. */
export function openLedger(database: Kysely<Schema>, now: () => Date, newId: () => string): Ledger {
  const parts = storeParts(database, now, newId)
  return {
    ...discoveryLedger(parts),
    ...decisionLedger(parts),
    ...commandLedger(parts),
    ...recoveryLedger(parts),
    ...tellingLedger(parts),
    ...messageLedger(parts),
  }
}
