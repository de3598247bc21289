// Announcing a click's end once it is on disk: log it, then draw or tell it.
import { type Click, type ClickEnd, tellerOf } from '../domain/click.ts'
import type { SignUp } from '../domain/sign-up.ts'
import type { Clock } from '../shared/clock.ts'
import type { Facts, Log } from '../shared/log.ts'
import type { Conclusion } from './conclude.ts'

export interface AnnouncingParts {
  readonly clock: Clock
  readonly log: Log
  /** Redraws the messages that show this round: `messageIds`, if they are known. */
  redraw(roundId: string, messageIds: readonly string[] | null): Promise<void>
  /** Tells the clicker how it ended. */
  tell(clickId: string): Promise<void>
}

export interface EndedClick {
  readonly click: Click
  /** Null if the click turned out to be about no round. */
  readonly roundId: string | null
  readonly end: ClickEnd
  /** Whether its round has to be redrawn, and on which messages, if they are known. */
  readonly drawn: 'no' | 'somewhere' | readonly string[]
  /** For the log. */
  readonly ids: Facts
}

/** A bulk approval's message is redrawn at its own pace. */
export async function announceEnd(parts: AnnouncingParts, ended: EndedClick): Promise<void> {
  logEnd(parts, ended)
  const { click, roundId, end, drawn } = ended
  const isDrawn = roundId !== null && drawn !== 'no' && click.toldBy !== 'bulk'
  await Promise.all([
    isDrawn ? parts.redraw(roundId, drawn === 'somewhere' ? null : drawn) : null,
    tellerOf(click.toldBy, end) === 'private-answer' ? parts.tell(click.id) : null,
  ])
}

function logEnd({ log, clock }: AnnouncingParts, { click, roundId, end, ids }: EndedClick): void {
  const detail = end.kind === 'refused' ? end.because : end.kind === 'failed' ? end.reason.kind : undefined
  const ms = clock.now().getTime() - click.at.getTime()
  const who = { by: click.by.userId, team: click.by.teamId }
  log.info(
    { flow: 'decide', end: end.kind, detail, click: click.id, round: roundId, ...who, ...ids, ms },
    'a click has ended',
  )
}

/** The same for a click that held a claim. `conclusion` is null if the claim was lost. */
export async function announceConclusion(
  parts: AnnouncingParts,
  claimed: { readonly click: Click; readonly roundId: string; readonly signUp: SignUp | null },
  conclusion: Conclusion | null,
): Promise<void> {
  const { click, roundId, signUp } = claimed
  if (conclusion === null) {
    parts.log.warn({ click: click.id, round: roundId }, 'a claim was taken over by another process')
    return
  }
  const { end, requestId, messageIds } = conclusion
  const ids = { pool: signUp?.poolId, sub: signUp?.sub, awsRequestId: requestId }
  await announceEnd(parts, { click, roundId, end, drawn: messageIds, ids })
}
