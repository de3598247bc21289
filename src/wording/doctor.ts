// The doctor's report: a line for each check, under its heading, and what it comes to.
import {
  type CheckResult,
  countOf,
  type Finding,
  type FindingSection,
  findingSections,
} from '../domain/finding.ts'
import { printable } from './printable.ts'

const marks: { readonly [Result in CheckResult]: string } = {
  ok: '✓',
  warning: '⚠',
  fault: '✗',
  'not-checked': '–',
}

/** The heading under which the doctor tells of a pool's settings. */
export const waysInHeading = 'How somebody could still get in'

/** `pools` are all that are configured, as people call them. */
export function doctorReport(
  findings: readonly Finding[],
  pools: readonly { readonly id: string; readonly name: string }[],
): string {
  const blocks = findingSections.flatMap((section) =>
    section === 'pool'
      ? pools.map(({ id, name }) => block(`${waysInHeading}: ${printable(name)}`, of(findings, section, id)))
      : block(headings[section], of(findings, section, null)),
  )
  return `${[...blocks.filter((text) => text !== ''), summary(findings)].join('\n\n')}\n`
}

const headings: { readonly [Section in Exclude<FindingSection, 'pool'>]: string } = {
  configuration: 'Configuration',
  slack: 'Slack',
  aws: 'AWS',
  store: 'Store',
}

/** Those of a section; of one pool, unless that is null. */
function of(findings: readonly Finding[], section: FindingSection, pool: string | null): readonly Finding[] {
  return findings.filter((finding) => finding.section === section && (pool === null || finding.pool === pool))
}

function block(heading: string, findings: readonly Finding[]): string {
  if (findings.length === 0) return ''
  // Several checks may fail for the same reason.
  const lines = new Set(findings.map(({ result, sentence }) => `  ${marks[result]} ${sentence}`))
  return [heading, ...lines].join('\n')
}

function summary(findings: readonly Finding[]): string {
  const [faults, warnings, unchecked] = [
    countOf(findings, 'fault'),
    countOf(findings, 'warning'),
    countOf(findings, 'not-checked'),
  ]
  const told = [
    ...(faults > 0 ? [counted(faults, 'fault')] : []),
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
  ]
  const words = told.length === 0 ? 'Nothing is wrong' : told.join(', ')
  return unchecked === 0 ? `${words}.` : `${words}; ${unchecked} not checked.`
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** What is true of any check. */
export const doctorSays = {
  late: (check: string) => `${check}: there was no answer in time. Run the doctor again.`,
  unexpected: (check: string, code: string) =>
    `${check}: this check failed by an unexpected error (${printable(code)}). Run the doctor again.`,
  configured: (pools: number) => `The configuration can be read; it names ${counted(pools, 'pool')}.`,
  policyOf: (role: string | null) =>
    role === null ? 'For Countersign’s own role or user:' : `For the approver role ${printable(role)}:`,
  usage:
    'Usage: npm run doctor -- [--json] [--send-test], or: npm run doctor -- --print-policy. Use the same configuration as Countersign.',
} as const
