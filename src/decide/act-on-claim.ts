// Does what a click has claimed its round for: confirms, denies, or takes back how the round before ended.
import type { BegunAttempt } from '../domain/attempt.ts'
import { quickCall } from '../domain/deadlines.ts'
import { never } from '../shared/never.ts'
import { type AnnouncingParts, announceConclusion } from './announce-end.ts'
import type { ClaimedClick, Conclusion } from './conclude.ts'
import { type ConfirmingParts, confirmInCognito } from './confirm-in-cognito.ts'
import { type DenyingParts, denyInCognito } from './deny-in-cognito.ts'
import { type LettingInParts, letInCognito } from './let-in-cognito.ts'
import { type ReopeningParts, reopenInCognito } from './reopen-in-cognito.ts'
import { type UndoingParts, undoInCognito } from './undo-in-cognito.ts'

export interface ActingParts
  extends ConfirmingParts,
    DenyingParts,
    ReopeningParts,
    UndoingParts,
    LettingInParts,
    AnnouncingParts {
  readonly ledger: ConfirmingParts['ledger'] &
    DenyingParts['ledger'] &
    ReopeningParts['ledger'] &
    UndoingParts['ledger'] &
    LettingInParts['ledger']
  readonly userPools: ConfirmingParts['userPools'] & DenyingParts['userPools']
  /** A call is slow: shows "Confirming…" or "Denying…" on the card, unless other drawings wait. */
  showProgress(roundId: string): void
}

/** `attempt` is the call that was written down with the claim, if one was. */
export async function act(
  parts: ActingParts,
  claimed: ClaimedClick,
  attempt: BegunAttempt | null,
): Promise<void> {
  const { request } = claimed.click
  switch (request.kind) {
    case 'approve':
    case 'command':
      return showingProgress(parts, claimed, () =>
        claimed.origin?.kind === 'let-in'
          ? letInCognito(parts, claimed)
          : confirmInCognito(parts, claimed, attempt),
      )
    case 'deny':
      return showingProgress(parts, claimed, () => denyInCognito(parts, claimed, request))
    case 'reopen':
    case 'undo':
    case 'let-in':
      return showingProgress(parts, claimed, () => goBack(parts, claimed))
    case 'open-form':
    case 'open-approval':
    case 'open-denial':
    case 'withdraw':
    case 'try-again':
    case 'look-into':
    case 'stop-looking':
      throw new Error('What decides nothing holds a claim')
    default:
      return never(request)
  }
}

/** Takes back how the round before ended. */
function goBack(parts: ActingParts, claimed: ClaimedClick): Promise<Conclusion | null> {
  const { origin, roundId } = claimed
  switch (origin?.kind) {
    case 'reopen':
    case 'resume':
      return reopenInCognito(parts, claimed, origin)
    case 'undo':
      return undoInCognito(parts, claimed, origin)
    case 'let-in':
      return letInCognito(parts, claimed)
    case undefined:
      throw new Error(`Round ${roundId} takes nothing back`)
    default:
      return never(origin)
  }
}

async function showingProgress(
  parts: ActingParts,
  claimed: ClaimedClick,
  work: () => Promise<Conclusion | null>,
): Promise<void> {
  const { click, roundId } = claimed
  const answered = new AbortController()
  void parts.clock.sleep(quickCall, answered.signal).then(() => {
    if (!answered.signal.aborted && click.toldBy !== 'bulk') parts.showProgress(roundId)
  })
  try {
    await announceConclusion(parts, claimed, await work())
  } finally {
    answered.abort()
  }
}
