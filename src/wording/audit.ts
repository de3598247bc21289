// What `npm run audit -- show` prints of the audit log: who, when, why they were entitled, how they asked, and the outcome.
import type { AuditedPerson, AuditHappening, AuditRecord, ChainEvent } from '../domain/audit-record.ts'
import type { Entitlement, Through } from '../domain/entitlement.ts'
import type { Pool } from '../domain/pool.ts'
import { whatHappened } from './history.ts'
import { joined, person, type Sentence, time, untrusted, value } from './sentence.ts'

export const timesAre = 'Times are in UTC, as YYYY-MM-DD HH:MM:SS.'

/** Over everything about one sign-up. */
export function personTitle({ poolId, sub, userName, attributes, known }: AuditedPerson): Sentence {
  const email = attributes['email']
  const facts: Sentence[] = [
    ...(email === undefined ? [] : [[value(email)]]),
    ...(userName === null || userName === email || userName === sub ? [] : [['user name ', value(userName)]]),
    ['sub ', value(sub)],
    ['pool ', value(poolId)],
    known === null
      ? ['the sign-up’s own rows are deleted, and only audit events are left']
      : ['signed up ', time(known.signedUpAt)],
  ]
  return joined(facts, ', ')
}

/** Of a list of events about several people. */
export function aboutWhom({ sub, poolId }: Pick<AuditRecord, 'sub' | 'poolId'>): Sentence {
  if (sub === null) return poolId === null ? [] : ['about pool ', value(poolId)]
  return ['about sub ', value(sub), ...(poolId === null ? [] : [', pool ', value(poolId)])]
}

export function happened(happening: AuditHappening): Sentence {
  switch (happening.kind) {
    case 'looked':
      return ['🔎 ', person(happening.by.userId), ' looked at the details.']
    case 'approvers-changed':
      return [
        '👥 The configured approvers changed from ',
        ...approvers(happening.before),
        ' to ',
        ...approvers(happening.after),
        '.',
      ]
    case 'chain':
      return ['⛓️ ', ...ownEvents[happening.what](happening.said), '.']
    default:
      return whatHappened(happening)
  }
}

const ownEvents: { readonly [What in ChainEvent]: (said: Readonly<Record<string, unknown>>) => Sentence } = {
  'chain-began': () => ['The audit chain began: what is before this was recorded without one'],
  'applicants-erased': ({ rows }) => ['Applicants’ values were erased from the events ', value(String(rows))],
  'audit-cut': ({ upTo }) => [
    'Events up to number ',
    value(String(upTo)),
    ' were deleted because of their age',
  ],
  restored: ({ reason }) => ['The store was restored from a backup: ', value(String(reason))],
}

function approvers({ groups, users }: Pool['approvers']): Sentence {
  const all = [...groups, ...users]
  return all.length === 0
    ? ['nobody']
    : joined(
        all.map((one) => [value(one)]),
        ', ',
      )
}

/** What stands under an event, a line each. */
export function particulars({ entitlement, by, clickId, ...ids }: AuditRecord): readonly Sentence[] {
  const named: readonly (readonly [string, string | null])[] = [
    ['click', clickId],
    ['Slack request', ids.slackRequestId],
    ['AWS request', ids.awsRequestId],
    ['AWS session', ids.roleSession],
    ['signed by key', ids.signingKey],
    // Alone, it would tell nothing about the event.
    ['workspace', clickId === null ? null : (by?.teamId ?? null)],
  ]
  const known = named.flatMap(([name, id]): Sentence[] => (id === null ? [] : [[`${name} `, value(id)]]))
  return [
    ...(entitlement === null ? [] : entitled(entitlement)),
    ...(known.length === 0 ? [] : [['Ids: ', ...joined(known, ', '), '.']]),
  ]
}

function entitled({ through, asked, personal }: Entitlement): readonly Sentence[] {
  const shown = Object.entries(personal.shown).map(
    ([name, text]): Sentence => [untrusted(name), ' ', value(text)],
  )
  return [
    ['Entitled by ', ...entitledBy(through), '.'],
    [howAsked[asked]],
    isErased(personal)
      ? ['What was shown of the applicant was erased.']
      : ['Was shown: ', ...joined([['user name ', value(personal.userName)], ...shown], ', '), '.'],
  ]
}

const howAsked: { readonly [Way in Entitlement['asked']]: string } = {
  button: 'Asked by pressing a button.',
  command: 'Asked by a command.',
  form: 'Asked by submitting a form.',
}

function isErased({ userName, shown }: Entitlement['personal']): boolean {
  return [userName, ...Object.values(shown)].every((text) => text === '')
}

function entitledBy(through: Through): Sentence {
  if (through.kind === 'users') return ['the pool’s configured list of approvers']
  const { group, id, readAt } = through
  const name: Sentence = group === id ? [value(id)] : [value(group), ' (', value(id), ')']
  return ['the user group ', ...name, ', whose members were read ', time(readAt)]
}

/** The last line about somebody, of whom only what happened after `since` was read. */
export function lastOutcome(record: AuditRecord | null, since: Date | null): Sentence {
  if (record === null)
    return since === null
      ? ['So far, nothing was decided.']
      : [
          'Nothing was decided since ',
          time(since),
          '. What happened before is not shown: leave out --since to see it.',
        ]
  return ['Last outcome, ', time(new Date(record.place.at)), ': ', ...happened(record.happening)]
}
