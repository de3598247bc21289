// `npm run audit -- show`: what the audit log says about somebody, or about everybody since a time.
import { type AuditedPerson, type AuditRecord, auditRecord, isOutcome } from '../domain/audit-record.ts'
import { findPeople, readSearched } from '../store/audit/find-people.ts'
import type { ReadableStore } from '../store/audit/open-for-reading.ts'
import { eventPages } from '../store/audit/read-events.ts'
import { auditRowOf, readPerson } from '../store/audit/read-person.ts'
import * as audit from '../wording/audit.ts'
import { auditSays, usage } from '../wording/audit-command.ts'
import type { Sentence } from '../wording/sentence.ts'
import { type Called, couldNot, Stopped } from './audit-called.ts'
import { readOptions, readPool, readSince, withStore } from './audit-store.ts'
import { type Names, terminalLine, timeInUtc } from './terminal.ts'

const options = { since: { type: 'string' }, pool: { type: 'string' } } as const

/** Resolves to the exit code. */
export async function showAudit(called: Called): Promise<number> {
  const { values, positionals } = readOptions(called.given, options)
  const [given, ...more] = positionals
  const who = given?.trim()
  if (
    more.length > 0 ||
    who === '' ||
    (who === undefined && values.since === undefined && values.pool === undefined)
  )
    throw new Stopped(usage)
  const since = readSince(values.since, called.clock.now())
  return withStore(called.environment, async (store) => {
    const poolId = await readPool(store, values.pool)
    if (who === undefined) return showAll(called, store, { poolId, since })
    return showOne(called, store, { who, poolId, since })
  })
}

interface Asked {
  readonly poolId: string | null
  readonly since: Date | null
}

async function showOne(
  called: Called,
  { read }: ReadableStore,
  { who, poolId, since }: Asked & { readonly who: string },
): Promise<number> {
  const found = await read(async (tx) => {
    const people = await findPeople(tx, who, poolId)
    if (people.length === 0) return { people: [], searched: await readSearched(tx, poolId) }
    const all = []
    for (const person of people)
      all.push({ person, records: (await readPerson(tx, person, since)).map(auditRecord) })
    return { people: all, searched: null }
  })
  if (found.searched !== null) {
    const { signUps, events, since: first } = found.searched
    const lines = [auditSays.nobody(who, poolId), auditSays.searched(signUps, events, first)]
    called.err(lines.map((line) => `${terminalLine(line)}\n`).join(''))
    return couldNot
  }
  await called.out(`${audit.timesAre}\n`)
  for (const { person, records } of found.people) await called.out(aboutOne(person, records, since))
  return 0
}

function aboutOne(person: AuditedPerson, records: readonly AuditRecord[], since: Date | null): string {
  const names = namesIn(records)
  const last = records.findLast(isOutcome) ?? null
  const lines = [
    '',
    terminalLine(audit.personTitle(person)),
    ...records.flatMap((record) => eventLines(record, names, audit.particulars(record))),
    terminalLine(audit.lastOutcome(last, since), names),
  ]
  return `${lines.join('\n')}\n`
}

async function showAll({ out, err }: Called, { read }: ReadableStore, asked: Asked): Promise<number> {
  await out(`${audit.timesAre}\n`)
  const count = await read(async (tx) => {
    let shown = 0
    for await (const page of eventPages(tx, { ...asked, sub: null })) {
      const records = page.map((row) => auditRecord(auditRowOf(row)))
      const names = namesIn(records)
      const about = (record: AuditRecord) => [audit.aboutWhom(record), ...audit.particulars(record)]
      await out(records.map((record) => `${eventLines(record, names, about(record)).join('\n')}\n`).join(''))
      shown += page.length
    }
    return shown
  })
  if (count === 0) err(`${auditSays.nothingSince}\n`)
  return 0
}

function eventLines(record: AuditRecord, names: Names, more: readonly Sentence[]): readonly string[] {
  const when = timeInUtc(new Date(record.place.at))
  const below = more.filter(({ length }) => length > 0).map((line) => `    ${terminalLine(line, names)}`)
  return [`${when}  ${terminalLine(audit.happened(record.happening), names)}`, ...below]
}

/** What Slack called those who decided, the latest name of each. */
function namesIn(records: readonly AuditRecord[]): Names {
  return new Map(
    records.flatMap(({ by, entitlement }) => {
      const name = entitlement?.personal.name ?? null
      return by === null || name === null ? [] : [[by.userId, name] as const]
    }),
  )
}
