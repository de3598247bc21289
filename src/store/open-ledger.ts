// The store as the flows see it, made of its parts.
import { closingLedger } from './queries/closing.ts'
import { commandLedger } from './queries/commands.ts'
import { decisionLedger } from './queries/decisions.ts'
import { discoveryLedger } from './queries/discovery.ts'
import { drawingLedger } from './queries/drawing.ts'
import { holdingBackLedger } from './queries/held-back.ts'
import { leaseLedger } from './queries/leases.ts'
import { postingLedger } from './queries/posting.ts'
import { retentionLedger } from './queries/retention.ts'
import { recoveryLedger, tellingLedger } from './queries/telling.ts'
import type { StoreParts, Transact } from './transaction.ts'

/** The store as the flows see it. Every function is one transaction; times that decide anything are the store's own. */
export type Ledger = ReturnType<typeof openLedger>

/** What a store is opened with. */
export interface LedgerParts extends StoreParts {
  /** Where it is another one: for what nobody waits for, so that a person's click does not wait for that. */
  readonly background?: Transact
}

/** Everything that is written down or read in the store. */
export function openLedger({ transact, background = transact, newId }: LedgerParts) {
  const soon = { transact, newId }
  const later = { transact: background, newId }
  const { showing, shownBy } = closingLedger(soon)
  const { startDrawing, finishDrawing, abandonDrawing } = drawingLedger(soon)
  const [toldSoon, toldLater] = [tellingLedger(soon), tellingLedger(later)]
  return {
    ...decisionLedger(soon),
    ...commandLedger(soon),
    ...leaseLedger(soon),
    ...discoveryLedger(later),
    ...recoveryLedger(later),
    ...holdingBackLedger(later),
    ...postingLedger(later),
    ...drawingLedger(later),
    ...closingLedger(later),
    ...{ showing, shownBy, startDrawing, finishDrawing, abandonDrawing },
    ...retentionLedger(later),
    noteTold: toldSoon.noteTold,
    untold: (clickId?: string) => (clickId === undefined ? toldLater.untold() : toldSoon.untold(clickId)),
  }
}
