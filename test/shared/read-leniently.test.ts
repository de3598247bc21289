import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createOddNotes, readLeniently, UnreadableAnswer } from '../../src/shared/read-leniently.ts'
import { createReadableLog } from './hand-clock.ts'

const format = z.object({
  groups: z.array(z.object({ id: z.string(), handle: z.string().default(''), off: z.number().default(0) })),
  next: z.string().optional(),
})

function read(given: unknown, decisive: readonly string[] = []) {
  const odd: string[] = []
  return { read: readLeniently(format, given, (field) => odd.push(field), decisive), odd }
}

describe('what others sent', () => {
  it('is read with null as absent, and without a word about fields that nobody knows', () => {
    const given = { groups: [{ id: 'S1', handle: null, colour: 7 }], next: null }
    expect(read(given)).toEqual({ read: { groups: [{ id: 'S1', handle: '', off: 0 }] }, odd: [] })
  })

  it('loses an optional field that makes no sense, which is named by its path', () => {
    const given = { groups: [{ id: 'S1', handle: 5 }], next: {} }
    expect(read(given)).toEqual({
      read: { groups: [{ id: 'S1', handle: '', off: 0 }] },
      odd: ['groups.0.handle', 'next'],
    })
  })

  it('loses the entries that make no sense, and keeps all others', () => {
    const given = { groups: [null, { id: 'S1' }, { handle: 'x' }, 'S9', { id: 'S2' }] }
    const { read: kept, odd } = read(given)
    expect(kept.groups.map(({ id }) => id)).toEqual(['S1', 'S2'])
    expect(odd.length).toBeGreaterThanOrEqual(3)
  })

  it('loses the entry with a decisive field that makes no sense', () => {
    const given = { groups: [{ id: 'S1', off: 'maybe' }, { id: 'S2' }] }
    expect(read(given, ['off']).read.groups.map(({ id }) => id)).toEqual(['S2'])
  })

  it.each([
    ['no list', { next: 'x' }],
    ['a page of a proxy', '<html>'],
    ['nothing', null],
  ])('is thrown if nothing is left to read: %s', (_, given) => {
    expect(() => read(given)).toThrow(UnreadableAnswer)
  })

  it('is thrown if a decisive field outside of a list makes no sense', () => {
    expect(() => read({ groups: [], next: 7 }, ['next'])).toThrow(UnreadableAnswer)
  })
})

it('what lacks the only entry that it needs is thrown, and reading it ends', () => {
  const pair = z.object({ actions: z.tuple([z.object({ id: z.string() })], z.unknown()) })
  expect(() => readLeniently(pair, { actions: [] }, () => {})).toThrow(UnreadableAnswer)
})

describe('the log', () => {
  it('names each odd field of a kind of answer once, and never its value', () => {
    const log = createReadableLog()
    const odd = createOddNotes(log)
    odd('usergroups.list')('usergroups.3.handle')
    odd('usergroups.list')('usergroups.4.handle')
    odd('users.info')('user.team_id')
    expect(log.lines.map(({ facts }) => facts)).toEqual([
      { from: 'usergroups.list', field: 'usergroups.3.handle' },
      { from: 'users.info', field: 'user.team_id' },
    ])
  })
})
