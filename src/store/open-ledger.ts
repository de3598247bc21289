// The store as the flows see it, made of its parts.
import { commandLedger } from './queries/commands.ts'
import { decisionLedger } from './queries/decisions.ts'
import { discoveryLedger } from './queries/discovery.ts'
import { leaseLedger } from './queries/leases.ts'
import { messageLedger } from './queries/messages.ts'
import { retentionLedger } from './queries/retention.ts'
import { recoveryLedger, tellingLedger } from './queries/telling.ts'
import { writingLedger } from './queries/write-down.ts'
import type { StoreParts, Transact } from './transaction.ts'

/** What a store is opened with. */
export interface LedgerParts extends StoreParts {
  /** Where it is another one: for what nobody waits for, so that a person's click does not wait for that. */
  readonly background?: Transact
}

/** Everything that is written down or read in the store. */
export function openLedger({ transact, background = transact, newId }: LedgerParts) {
  const soon = { transact, newId }
  const later = { transact: background, newId }
  const { showing, shownBy, startDrawing, finishDrawing, abandonDrawing } = messageLedger(soon)
  const [toldSoon, toldLater] = [tellingLedger(soon), tellingLedger(later)]
  return {
    ...writingLedger(soon),
    ...decisionLedger(soon),
    ...commandLedger(soon),
    ...leaseLedger(soon),
    ...discoveryLedger(later),
    ...recoveryLedger(later),
    ...messageLedger(later),
    ...{ showing, shownBy, startDrawing, finishDrawing, abandonDrawing },
    ...retentionLedger(later),
    noteTold: toldSoon.noteTold,
    untold: (clickId?: string) => (clickId === undefined ? toldLater.untold() : toldSoon.untold(clickId)),
  }
}

export type Ledger = ReturnType<typeof openLedger>
