// All that must be true, by the name under which the run counts it.
import type { Evidence } from '../world/evidence.ts'
import { judgeBulks } from './bulk-approvals.ts'
import { judgeClicks } from './ended-clicks.ts'
import { judgeNotices } from './held-back.ts'
import { judgeAudit } from './honest-audit.ts'
import { judgeConfirmations } from './one-confirmation.ts'
import { judgeLiveCards } from './one-live-card.ts'
import { judgeRows } from './settled-rows.ts'
import { judgeCards } from './true-cards.ts'

type Judge = (evidence: Evidence) => readonly string[]

/** Only once all is calm. */
const inTheEnd: Readonly<Record<string, Judge>> = {
  'live cards other than one per waiting round': judgeLiveCards,
  'acknowledged clicks without an end that is told': judgeClicks,
  'rows that are not settled': judgeRows,
  'approvals of many at once without a true end': judgeBulks,
  'rounds without a card that no notice counts': judgeNotices,
}

/** At every moment. */
const always: Readonly<Record<string, Judge>> = {
  'confirmations twice, or of nobody’s click': judgeConfirmations,
  'cards that say what did not happen': judgeCards,
  'audit events without a click or an observation': judgeAudit,
}

/** Of several bots. */
export const lateLeads = 'leads that nobody took over in time'

export const counted = [...Object.keys(inTheEnd), ...Object.keys(always), lateLeads]

export interface Complaint {
  readonly count: string
  readonly words: string
}

/** What is still to be done before all is calm. */
export function whatIsLeft(evidence: Evidence): readonly Complaint[] {
  return judge(inTheEnd, evidence)
}

/** Everything that is wrong. */
export function judgeAll(evidence: Evidence): readonly Complaint[] {
  return judge({ ...inTheEnd, ...always }, evidence)
}

function judge(judges: Readonly<Record<string, Judge>>, evidence: Evidence): readonly Complaint[] {
  return Object.entries(judges).flatMap(([count, verdict]) =>
    verdict(evidence).map((words) => ({ count, words })),
  )
}
