// Withdrawing an approval, in a pool that requires several: whoever gave it may take it back while the round waits.
import type { Withdrawal } from '../domain/claim.ts'
import type { Click } from '../domain/click.ts'
import { type AnnouncingParts, announceEnd } from './announce-end.ts'

export interface WithdrawingParts extends AnnouncingParts {
  readonly ledger: {
    withdrawApproval(clickId: string, roundId: string): Promise<Withdrawal>
  }
}

/** Asks Slack nothing: nobody needs a right to let less happen. */
export async function withdrawApproval(
  parts: WithdrawingParts,
  click: Click,
  roundId: string,
): Promise<Withdrawal['kind']> {
  const withdrawal = await parts.ledger.withdrawApproval(click.id, roundId)
  if (withdrawal.kind === 'over') {
    const { end, messageIds } = withdrawal
    await announceEnd(parts, { click, roundId, end, drawn: messageIds ?? 'no', ids: {} })
  }
  return withdrawal.kind
}
