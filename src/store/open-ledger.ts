// The ledger: the store as the flows see it, made of its parts.
import { approvalsLedger } from './queries/approvals.ts'
import { auditChainLedger } from './queries/audit-chain.ts'
import { closingLedger } from './queries/closing.ts'
import { commandLedger } from './queries/commands.ts'
import { comparingLedger } from './queries/comparing.ts'
import { approversLedger } from './queries/configured-approvers.ts'
import { dailyLedger } from './queries/daily-digests.ts'
import { decisionLedger } from './queries/decisions.ts'
import { digestPagesLedger } from './queries/digest-pages.ts'
import { digestLedger } from './queries/digests.ts'
import { discoveryLedger } from './queries/discovery.ts'
import { drawingLedger } from './queries/drawing.ts'
import { evidenceLedger } from './queries/evidence.ts'
import { forgottenRowsLedger } from './queries/forgotten-rows.ts'
import { homeLedger, homeRenewalLedger } from './queries/homes.ts'
import { lapsingLedger } from './queries/lapsing.ts'
import { leaseLedger } from './queries/leases.ts'
import { choosingLedger } from './queries/list-forms.ts'
import { lookLedger } from './queries/look.ts'
import { lookingLedger } from './queries/looking.ts'
import { notTakenLedger } from './queries/not-taken.ts'
import { notedTimeLedger } from './queries/noted-time.ts'
import { overdueLedger } from './queries/overdue.ts'
import { poolReadLedger } from './queries/pool-reads.ts'
import { postingLedger } from './queries/posting.ts'
import { processLedger } from './queries/processes.ts'
import { reminderLedger } from './queries/reminders.ts'
import { reopeningLedger } from './queries/reopening.ts'
import { retentionLedger } from './queries/retention.ts'
import { stepLedger, tryingAgainLedger } from './queries/steps.ts'
import { recoveryLedger, tellingLedger } from './queries/telling.ts'
import { vitalsLedger } from './queries/vitals.ts'
import { writingLedger } from './queries/write-down.ts'
import type { StoreParts } from './transaction.ts'

/** Makes every function of the store. Those that no person waits for queue behind clicks. */
export function openLedger({ transact, newId }: StoreParts) {
  const soon = { transact, newId }
  const later: StoreParts = { transact: (work) => transact(work, 'background'), newId }
  const { showing, shownBy } = closingLedger(soon)
  // What was being drawn, or was drawn, is drawn again after a power failure.
  const drawing: StoreParts = { transact: (work) => transact(work, 'click', 'soon'), newId }
  const { startDrawing, finishDrawing, abandonDrawing } = drawingLedger(drawing)
  const [toldSoon, toldLater] = [tellingLedger(soon), tellingLedger(later)]
  return {
    ...writingLedger(soon),
    ...notTakenLedger(soon),
    ...decisionLedger(soon),
    ...approvalsLedger(soon),
    ...commandLedger(soon),
    ...choosingLedger(soon),
    ...lookLedger(soon),
    ...digestPagesLedger(soon),
    ...lookingLedger(soon),
    ...leaseLedger(soon),
    ...approversLedger(soon),
    ...discoveryLedger(later),
    ...poolReadLedger(later),
    ...processLedger(later),
    ...reopeningLedger(later),
    ...recoveryLedger(later),
    ...digestLedger(later),
    ...postingLedger(later),
    ...drawingLedger(later),
    ...closingLedger(later),
    ...comparingLedger(later),
    ...{ showing, shownBy, startDrawing, finishDrawing, abandonDrawing },
    ...overdueLedger(later),
    ...stepLedger(later),
    ...tryingAgainLedger(soon),
    ...reminderLedger(later),
    ...dailyLedger(later),
    ...lapsingLedger(later),
    ...retentionLedger(later),
    ...evidenceLedger(soon),
    ...homeLedger(soon),
    ...homeRenewalLedger(later),
    ...forgottenRowsLedger(later),
    ...notedTimeLedger(later),
    ...auditChainLedger(soon),
    ...vitalsLedger(soon),
    noteTold: toldSoon.noteTold,
    noteWordTold: toldLater.noteWordTold,
    untold: (clickId?: string) => (clickId === undefined ? toldLater.untold() : toldSoon.untold(clickId)),
  }
}

/** All functions of the store. Each flow declares the few that it uses. */
export type Ledger = ReturnType<typeof openLedger>
