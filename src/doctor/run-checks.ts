// Runs the doctor's checks, all at once, each within a deadline.
import type { Finding, FindingSection, Found } from '../domain/finding.ts'
import type { Pool } from '../domain/pool.ts'
import { type Clock, within } from '../shared/clock.ts'
import { errorFacts } from '../shared/log.ts'
import { doctorSays as says } from '../wording/doctor.ts'

export interface Check {
  /** See `Finding`. */
  readonly id: string
  readonly section: FindingSection
  /** Left out if it is about all pools. */
  readonly pool?: Pool
  /** Nothing if there is nothing to say here. What it throws is told as not checked. */
  run(): Promise<readonly Found[]>
}

/** The longest that a check may take, in milliseconds: longer than one call to Slack. */
const deadline = 15_000

/** In the order of the checks. Never rejects. */
export async function runChecks(clock: Clock, checks: readonly Check[]): Promise<readonly Finding[]> {
  const findings = await Promise.all(checks.map((check) => runOne(clock, check)))
  return findings.flat()
}

async function runOne(clock: Clock, { id, section, pool, run }: Check): Promise<readonly Finding[]> {
  const found = await within(clock, deadline, attempt(id, run))
  const about = { check: id, section, pool: pool?.id ?? null }
  return (found ?? [{ result: 'not-checked', sentence: says.late(id) } as const]).map((one) => ({
    ...about,
    ...one,
  }))
}

async function attempt(id: string, run: Check['run']): Promise<readonly Found[]> {
  try {
    return await run()
  } catch (error) {
    const { error: name, code } = errorFacts(error)
    return [{ result: 'not-checked', sentence: says.unexpected(id, String(code ?? name)) }]
  }
}
