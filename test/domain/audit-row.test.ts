// Which part of an audit event says what, held against its definition: what is hashed may never change.
import { expect, it } from 'vitest'
import { type AuditFields, auditParts, withoutApplicant } from '../../src/domain/audit-row.ts'
import { approval } from './chain-of-events.ts'

const publicKeys = /^(?:kind|reason|at|group|asked)$/
const actorKeys = /^(?:userId|teamId|users|name)$/

type Change = (text: string, owner: string) => string

/** As `JSON.parse` and `JSON.stringify` do it, in objects. */
function changed(value: unknown, owner: string, change: Change): unknown {
  if (typeof value === 'string') return change(value, owner)
  if (Array.isArray(value)) return value.map((one: unknown) => changed(one, owner, change))
  if (typeof value !== 'object' || value === null) return value
  const below = (key: string) => {
    if (owner === 'shown' || key === 'shown') return 'shown'
    if (publicKeys.test(key)) return 'public'
    return actorKeys.test(key) ? 'actor' : 'applicant'
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, changed(one, below(key), change)]),
  )
}

function read(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return JSON.stringify(value) === text ? value : text
  } catch {
    return text
  }
}

function defined(event: AuditFields) {
  const leaves: Record<string, string[]> = { public: [], applicant: [], shown: [], actor: [] }
  const isTheirs = (owner: string) => owner === 'applicant' || owner === 'shown'
  const open = (text: string) =>
    JSON.stringify(
      changed(read(text), 'applicant', (leaf, owner) => {
        leaves[isTheirs(owner) ? 'applicant' : owner]?.push(leaf)
        return owner === 'public' ? leaf : ''
      }),
    )
  const { user_id, team_id, outcome, entitlement, ...asked } = event
  const texts = { outcome: open(outcome), entitlement: entitlement == null ? null : open(entitlement) }
  const known = Object.entries({ ...asked, ...texts }).filter(([, value]) => value != null)
  const erased = (text: string) =>
    JSON.stringify(changed(read(text), 'applicant', (leaf, owner) => (isTheirs(owner) ? '' : leaf)))
  return {
    parts: {
      open: JSON.stringify(Object.fromEntries(known.toSorted(([one], [other]) => (one < other ? -1 : 1)))),
      applicant: leaves['applicant'],
      actor: [user_id ?? null, team_id ?? null, ...(leaves['actor'] ?? [])],
    },
    erased: { outcome: erased(outcome), entitlement: entitlement == null ? null : erased(entitlement) },
  }
}

const odd = [
  '{"kind":"denied","reason":"spam","name":"Ada","note":"Mia\\u0000"}',
  '{"__proto__":{"kind":"x","email":"mia"},"toJSON":"mia","constructor":"mia"}',
  '{"1":"one","kind":[{"kind":"x"},"y",["z",null,true,1.5e+300,-1]],"shown":{"kind":"mia","name":["mia"]}}',
  '{"10":"ten","9":"nine"}',
  '{"a\\"b\\\\":"\u2028\ud83d\ude00","\\ud800":"\\udfff"}',
  ...['"mia"', 'null', '-0', '[]', '{}', '', 'mia', '{"a": 1}', '{"a":1,"a":2}', '[[[["mia"]]]]', '"'],
]

it.each(odd)('an outcome %j is divided as it always was', (outcome) => {
  for (const entitlement of [null, outcome, approval(1).entitlement ?? null]) {
    for (const event of [
      { id: 'event', at: 1, kind: 'lapsed', outcome, entitlement },
      approval(7, { outcome, entitlement, round_id: null }),
    ]) {
      const { parts, erased } = defined(event)
      expect(auditParts(event)).toEqual(parts)
      expect(withoutApplicant(event)).toEqual(erased)
    }
  }
})
