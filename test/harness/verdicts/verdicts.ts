// All that must be true, by the name under which the report counts violations.
import type { Evidence } from '../world/evidence.ts'
import { judgeChain, judgeLinks } from './audit-chain.ts'
import { judgeBulks } from './bulk-approvals.ts'
import { judgeCounts } from './counted-approvals.ts'
import { judgeDenials } from './denials.ts'
import { judgeDigests } from './digests.ts'
import { judgeClicks } from './ended-clicks.ts'
import { judgeAudit } from './honest-audit.ts'
import { judgeLapses } from './lapses.ts'
import { judgeLooking } from './looking.ts'
import { judgeConfirmations } from './one-confirmation.ts'
import { judgeLiveCards } from './one-live-card.ts'
import { judgeReminders } from './reminders.ts'
import { judgeRows } from './settled-rows.ts'
import { judgeSteps, judgeStepsInTheEnd } from './steps.ts'
import { judgeCards } from './true-cards.ts'
import { judgeWaysBack } from './ways-back.ts'

type Judge = (evidence: Evidence) => readonly string[]

/** Checked only once all is calm. */
const inTheEnd: Readonly<Record<string, Judge>> = {
  'waiting rounds without exactly one live card': judgeLiveCards,
  'acknowledged clicks without an end, or with one that was not told': judgeClicks,
  'rows that are not settled': judgeRows,
  'bulk approvals without a true end': judgeBulks,
  'rounds that have no card and that no digest counts': judgeDigests,
  'steps after a confirmation that are not over, or are missing': judgeStepsInTheEnd,
  'ways back that nobody asked for, or that are offered too late': judgeWaysBack,
  'audit events that are not linked': judgeLinks,
}

/** True at every moment. */
const always: Readonly<Record<string, Judge>> = {
  'second confirmations, or confirmations without a click': judgeConfirmations,
  'confirmations with fewer approvals than required': judgeCounts,
  'users disabled without a denial or while confirmed, or rounds decided twice': judgeDenials,
  'rounds that somebody looks into who may not, or did not ask': judgeLooking,
  'users added to a group without a confirmation, or members told twice': judgeSteps,
  'cards that say what did not happen': judgeCards,
  'reminders or daily digests that come too soon, or lapses worded as refusals': judgeReminders,
  'lapses of who was decided, or that come too soon, or that were found again': judgeLapses,
  'audit events without a click or an observation': judgeAudit,
  'audit events that do not follow on each other': judgeChain,
}

/** About several bots. */
export const lateLeads = 'leads that were not taken over in time'

export const counted = [...Object.keys(inTheEnd), ...Object.keys(always), lateLeads]

export interface Complaint {
  readonly count: string
  readonly words: string
}

/** What is left to do before all is calm. */
export function whatIsLeft(evidence: Evidence): readonly Complaint[] {
  return judge(inTheEnd, evidence)
}

export function judgeAll(evidence: Evidence): readonly Complaint[] {
  return judge({ ...inTheEnd, ...always }, evidence)
}

function judge(judges: Readonly<Record<string, Judge>>, evidence: Evidence): readonly Complaint[] {
  return Object.entries(judges).flatMap(([count, verdict]) =>
    verdict(evidence).map((words) => ({ count, words })),
  )
}
