// What was done to a chain is found, and told once: each column of each row, rows that are gone, moved, or put back.
import { describe, expect, it } from 'vitest'
import { link } from '../../src/domain/audit-chain.ts'
import type { AuditRow } from '../../src/domain/audit-row.ts'
import type { SignedCheckpoint } from '../../src/domain/verify-chain.ts'
import { writeRanges } from '../../src/domain/verify-erasures.ts'
import {
  approval,
  approvals,
  erased,
  headOf,
  linked,
  newSalt,
  ownEvent,
  sealed,
  sha256,
  verified,
} from './chain-of-events.ts'

const rows = approvals(9)
const head = headOf(rows)

const changed = (seq: number, change: Partial<AuditRow>, all = rows) =>
  all.map((row) => (row.seq === seq ? { ...row, ...change } : row))

const without = (...seqs: readonly number[]) => rows.filter(({ seq }) => !seqs.includes(seq ?? 0))

const damageIn = (some: readonly AuditRow[], known: Parameters<typeof verified>[1] = { head }) =>
  verified(some, known).damage

const mark = (row: AuditRow | undefined, change: Partial<SignedCheckpoint> = {}): SignedCheckpoint => ({
  seq: row?.seq ?? 0,
  at: 0,
  kind: 'daily',
  chain_hash: row?.chain_hash ?? '',
  rows: row?.seq ?? 0,
  signature: null,
  signing_key: null,
  ...change,
})

/** The chain as somebody builds it who changes a row and everything after it. */
const rebuilt = (from: number) => {
  const before = rows.filter(({ seq }) => (seq ?? 0) < from)
  const forged = rows.slice(before.length).map((row) => approval(row.seq ?? 0, { user_id: 'U0MALLORY' }))
  return [...before, ...linked(forged, headOf(before))]
}

describe('a chain that nobody touched', () => {
  it('is whole', () => {
    const report = verified(rows, { head })
    expect(report).toMatchObject({ damage: [], damages: 0, rows: 9, unlinked: 0, first: 1, head })
  })

  it('is whole without a single row', () => {
    expect(verified([], { head: headOf([]) })).toMatchObject({
      damages: 0,
      rows: 0,
      first: null,
      head: { seq: 0 },
    })
  })

  it('may end with rows that are not linked yet', () => {
    const fresh = { ...sealed(approval(10)), inserted: 1 }
    expect(verified([...rows, fresh], { head })).toMatchObject({ damages: 0, rows: 9, unlinked: 1 })
    const [old, changedOne] = [
      { ...fresh, content_hash: null },
      { ...fresh, kind: 'click-denied' },
    ]
    expect(verified([...rows, old], { head })).toMatchObject({ damages: 0, unlinked: 1 })
    expect(damageIn([...rows, changedOne])).toEqual([{ kind: 'changed', seq: null, id: 'event 10' }])
  })

  it('tells what was recorded before it', () => {
    const all = linked([approval(1), approval(2), ownEvent(3, 'chain-began', { rows: 2 }), approval(4)])
    expect(verified(all)).toMatchObject({ damages: 0, beforeChain: 2 })
  })
})

/** Another value of the same kind. */
function other(value: string | number | null): string | number {
  if (value === null) return 1
  if (typeof value === 'number') return value + 1000
  return `${value.startsWith('x') ? 'y' : 'x'}${value.slice(1)}`
}

const columns = Object.keys(rows[0] ?? {}).filter((column) => column !== 'seq')

describe.each(columns)('of %s', (column) => {
  it('a single altered letter is found in any row', () => {
    for (const row of rows) {
      const value = Object.entries(row).find(([name]) => name === column)?.[1] ?? null
      const altered = rows.map((one) => (one === row ? { ...one, [column]: other(value) } : one))
      expect(damageIn(altered)).toEqual([{ kind: 'changed', seq: row.seq, id: expect.any(String) }])
    }
  })

  it('a value that is gone is found in any row', () => {
    for (const row of rows) {
      const altered = rows.map((one) => (one === row ? { ...one, [column]: null } : one))
      const value = Object.entries(row).find(([name]) => name === column)?.[1] ?? null
      if (value === null || ['id', 'at', 'kind', 'outcome'].includes(column)) continue
      expect(damageIn(altered)).toMatchObject([{ kind: 'changed', seq: row.seq }])
    }
  })
})

describe('a row', () => {
  it('is found to be moved, wherever its number went', () => {
    for (const { id, seq: was } of rows.slice(0, -1))
      for (const seq of [0, -3, 10, 1000, null])
        expect(damageIn(changed(was ?? 0, { seq }))).toEqual([{ kind: 'moved', id, seq, was }])
  })

  it('is found changed together with its hash', () => {
    const forged = sealed(approval(5, { user_id: 'U0MALLORY' }))
    const { seq, chain_hash } = rows[4] ?? forged
    expect(damageIn(changed(5, { ...forged, seq, chain_hash }))).toEqual([{ kind: 'broken', seq: 5 }])
    const hash = link(rows[3]?.chain_hash ?? '', 5, forged.content_hash ?? '', sha256)
    expect(damageIn(changed(5, { ...forged, seq, chain_hash: hash }))).toEqual([{ kind: 'broken', seq: 6 }])
  })

  it.each([
    [2, 3],
    [4, 8],
    [1, 2],
    [8, 9],
  ])('number %i is found in the place of number %i', (one, two) => {
    const [first, second] = [rows[one - 1], rows[two - 1]]
    const swapped = changed(one, { ...second, seq: one }, changed(two, { ...first, seq: two }))
    expect(damageIn(swapped)).toMatchObject([{ from: one }])
  })

  it.each([[[3]], [[3, 4, 5]], [[1]], [[1, 2]]])('is found missing: %j', (gone) => {
    const damage = [{ kind: 'missing', from: gone[0], to: gone.at(-1) }]
    expect(damageIn(without(...gone))).toEqual(damage)
  })

  it.each([[[9]], [[7, 8, 9]]])('is found missing at the end, from what the store noted: %j', (gone) => {
    expect(damageIn(without(...gone))).toEqual([{ kind: 'shortened', from: gone[0], to: 9, by: 'store' }])
  })

  it('that somebody else added is found', () => {
    const added = { ...sealed(approval(10)), seq: 10, chain_hash: 'x' }
    expect(damageIn([...rows, added])).toEqual([
      { kind: 'broken', seq: 10 },
      { kind: 'head-differs', seq: 9 },
    ])
  })
})

describe('a chain that somebody rebuilt', () => {
  it('differs from its checkpoints from then on', () => {
    const checkpoints = [mark(rows[2]), mark(rows[5]), mark(rows[8])]
    const forged = rebuilt(5)
    expect(damageIn(forged, { head: headOf(forged), checkpoints })).toEqual([
      { kind: 'checkpoint-differs', seq: 6 },
    ])
  })

  it('differs from what witnesses kept, with and without a number', () => {
    const witnesses = rows.map(({ seq, chain_hash }) => ({ seq, hash: chain_hash ?? '', at: null }))
    const forged = rebuilt(8)
    const damage = witnesses.slice(7).map(({ seq, hash }) => ({ kind: 'witness-differs', seq, hash }))
    expect(damageIn(forged, { witnesses })).toEqual(damage)
    const short = witnesses.map(({ hash }) => ({ seq: null, hash: hash.slice(0, 32), at: null }))
    const nameless = short.slice(7).map(({ hash }) => ({ kind: 'witness-differs', seq: null, hash }))
    expect(verified(forged, { witnesses: short })).toMatchObject({ damage: nameless, coveredUpTo: 7 })
  })

  it('is shorter than a checkpoint, or a witness, knows', () => {
    const short = without(8, 9)
    const rest = { head: headOf(short) }
    const checkpoints = [mark(rows[8])]
    expect(damageIn(short, { ...rest, checkpoints })).toEqual([
      { kind: 'shortened', from: 8, to: 9, by: 'checkpoint' },
    ])
    const witnesses = [{ seq: 9, hash: rows[8]?.chain_hash ?? '', at: null }]
    expect(damageIn(short, { ...rest, witnesses })).toEqual([
      { kind: 'shortened', from: 8, to: 9, by: 'witness' },
    ])
  })

  it('has a checkpoint that its key did not sign', () => {
    const checkpoints = [
      mark(rows[2], { signature: 'good', signing_key: 'ours' }),
      mark(rows[4], { signature: 'bad', signing_key: 'ours' }),
      mark(rows[6], { signature: 'good', signing_key: 'another' }),
      mark(rows[8]),
    ]
    const isSigned = (_: string, signature: string, key: string) =>
      key === 'ours' ? signature === 'good' : null
    expect(verified(rows, { head, checkpoints, isSigned })).toMatchObject({
      damage: [{ kind: 'checkpoint-forged', seq: 5 }],
      checkpoints: { signed: 1, unsigned: 1, unknownKey: 1 },
      coveredUpTo: 3,
    })
  })
})

describe('what was erased', () => {
  const events = [
    ...Array.from({ length: 5 }, (_, index) => approval(index + 1)),
    approval(6, { entitlement: null, outcome: '{"kind":"answered"}' }),
  ]
  const named = linked([
    ...events,
    ownEvent(7, 'applicants-erased', { because: 'asked', rows: writeRanges([2, 3, 5]) }),
  ])
  const erase = (...seqs: readonly number[]) =>
    named.map((row) => (seqs.includes(row.seq ?? 0) ? erased(row) : row))

  it('verifies, if an event names the row', () => {
    expect(verified(erase(2, 3, 5))).toMatchObject({ damages: 0, erased: 3 })
  })

  it('verifies while the event is not linked', () => {
    const all = erase(2, 3, 5)
    const event = {
      ...all[6],
      ...sealed(ownEvent(7, 'applicants-erased', { because: 'asked', rows: '2-3,5' })),
      inserted: 1,
    }
    expect(verified([...all.slice(0, 6), event])).toMatchObject({ damages: 0, erased: 3, unlinked: 1 })
  })

  it('is damage if no event names the row', () => {
    expect(damageIn(erase(2, 3, 4, 5), {})).toEqual([{ kind: 'erased-unnamed', seq: 4 }])
    expect(damageIn(rows.map((row) => (row.seq === 1 ? erased(row) : row)))).toEqual([
      { kind: 'erased-unnamed', seq: 1 },
    ])
  })

  it('is told if it is back', () => {
    expect(damageIn(erase(2, 5), {})).toEqual([{ kind: 'not-erased', seq: 3 }])
  })

  it('is damage if something else went with it', () => {
    const all = erase(2, 3, 5).map((row) => (row.seq === 3 ? { ...row, user_id: null } : row))
    expect(damageIn(all, {})).toEqual([{ kind: 'changed', seq: 3, id: 'event 3' }])
    const salted = erase(2, 3, 5).map((row) => (row.seq === 3 ? { ...row, applicant_salt: newSalt() } : row))
    expect(damageIn(salted, {})).toMatchObject([{ kind: 'changed', seq: 3 }])
  })
})

describe('what was deleted because of its age', () => {
  const hash = rows[2]?.chain_hash ?? ''
  const cut = mark(rows[2], { kind: 'cut' })
  const all = linked([ownEvent(10, 'audit-cut', { upTo: 3, hash })], head)
  const old = [...without(1, 2, 3), ...all]

  it('is missing as an event says, and the rest still follows', () => {
    expect(verified(old, { checkpoints: [cut] })).toMatchObject({ damages: 0, deletedUpTo: 3, first: 4 })
    const altered = old.map((row) => (row.seq === 4 ? { ...row, chain_hash: 'x' } : row))
    expect(damageIn(altered, { checkpoints: [cut] })).toMatchObject([{ kind: 'changed', seq: 4 }])
  })

  it('is damage if no event says so, or the event says otherwise', () => {
    const missing = [{ kind: 'missing', from: 1, to: 3 }]
    expect(damageIn(without(1, 2, 3), { head, checkpoints: [cut] })).toEqual(missing)
    expect(damageIn(old, {})).toEqual(missing)
    expect(
      damageIn(
        old.filter(({ seq }) => seq !== 4),
        { checkpoints: [cut] },
      ),
    ).toEqual([{ kind: 'missing', from: 1, to: 4 }])
  })

  it('leaves witnesses of it without a say', () => {
    const witnesses = [
      { seq: 2, hash: 'f'.repeat(64), at: null },
      { seq: null, hash: 'e'.repeat(32), at: 0 },
    ]
    expect(verified(old, { checkpoints: [cut], witnesses })).toMatchObject({ damages: 0, lostWitnesses: 0 })
  })
})

describe('a store that was restored from a backup', () => {
  const note = ownEvent(7, 'restored', { reason: 'Disk lost' })
  const backup = without(7, 8, 9)
  const witnesses = rows.map(({ seq, at, chain_hash }) => ({ seq, at: at - 1000, hash: chain_hash ?? '' }))

  it('is shorter than its witnesses know, unless somebody noted that', () => {
    const again = [...backup, ...linked([approval(7, { at: 2e12 })], headOf(backup))]
    expect(damageIn(again, { witnesses })).toMatchObject([
      { kind: 'witness-differs', seq: 7 },
      { kind: 'shortened', from: 8, to: 9, by: 'witness' },
    ])
    const noted = [...backup, ...linked([{ ...note, at: 2e12 }, approval(8)], headOf(backup))]
    expect(verified(noted, { witnesses })).toMatchObject({
      damages: 0,
      restored: [{ seq: 7, note: 'Disk lost', lost: null }],
      lostWitnesses: 3,
      coveredUpTo: 6,
    })
  })

  it('shows the gap if it was only the events that were restored', () => {
    const noted = [...backup, ...linked([note], head)]
    expect(verified(noted, { head: headOf(noted) })).toMatchObject({
      damages: 0,
      restored: [{ lost: { from: 7, to: 9 } }],
    })
  })
})

describe('verifying takes no longer', () => {
  it('if an erased row is said to stand at an enormous number', () => {
    const [first, second, third] = approvals(3)
    if (first === undefined || second === undefined || third === undefined) throw new Error('No rows')
    const far = { ...erased(third), seq: Number.MAX_SAFE_INTEGER }
    expect(verified([first, second, far])).toMatchObject({
      damage: expect.arrayContaining([{ kind: 'erased-unnamed', seq: Number.MAX_SAFE_INTEGER }]),
    })
  })

  it('if every other row is missing', { timeout: 10_000 }, () => {
    const left = approvals(20_000).filter((_, index) => index % 2 === 0)
    expect(verified(left)).toMatchObject({ damages: 9999 })
  })
})
