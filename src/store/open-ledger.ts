// The store as the flows see it, made of its parts.
import type { Ledger } from '../sign-up/ledger.ts'
import { commandLedger } from './commands.ts'
import { decisionLedger } from './decisions.ts'
import { discoveryLedger } from './discovery.ts'
import { leaseLedger } from './leases.ts'
import { messageLedger } from './messages.ts'
import { retentionLedger } from './retention.ts'
import { recoveryLedger, tellingLedger } from './telling.ts'
import type { StoreParts } from './transaction.ts'

/** Everything that is written down or read in the store. */
export function openLedger(parts: StoreParts): Ledger {
  return {
    ...discoveryLedger(parts),
    ...decisionLedger(parts),
    ...commandLedger(parts),
    ...recoveryLedger(parts),
    ...tellingLedger(parts),
    ...messageLedger(parts),
    ...leaseLedger(parts),
    ...retentionLedger(parts),
  }
}
