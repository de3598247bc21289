// What the doctor finds: one result for each check, with a sentence that says what to do.

/** The headings of its report, in their order. */
export const findingSections = ['configuration', 'slack', 'aws', 'pool', 'store'] as const

export type FindingSection = (typeof findingSections)[number]

/** `not-checked`: nothing is known, because there was no answer or AWS does not allow the question. */
export type CheckResult = 'ok' | 'warning' | 'fault' | 'not-checked'

/** What a check says. */
export interface Found {
  readonly result: CheckResult
  readonly sentence: string
}

export interface Finding extends Found {
  /** The check's name, for programs that read the report: it stays the same from version to version. */
  readonly check: string
  readonly section: FindingSection
  /** The id of the pool that it is about; null if it is about all of them. */
  readonly pool: string | null
}

export const ok = (sentence: string): Found => ({ result: 'ok', sentence })
export const warning = (sentence: string): Found => ({ result: 'warning', sentence })
export const fault = (sentence: string): Found => ({ result: 'fault', sentence })
export const notChecked = (sentence: string): Found => ({ result: 'not-checked', sentence })

/** How many findings have this result. */
export function countOf(findings: readonly Found[], result: CheckResult): number {
  return findings.filter((finding) => finding.result === result).length
}

/** 0 if all is well, 1 if something should be looked at, 2 if something does not work. What was not checked counts as neither. */
export function exitCodeOf(findings: readonly Found[]): 0 | 1 | 2 {
  if (countOf(findings, 'fault') > 0) return 2
  return countOf(findings, 'warning') > 0 ? 1 : 0
}
