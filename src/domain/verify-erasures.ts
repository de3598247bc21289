// Which erased rows are named by an event, which always comes after them. Two bits for each row. Imports: see `audit-row.ts`.
import type { Damage } from './audit-report.ts'

export interface ErasureCheck {
  /** Of a row that has, or had, something of an applicant's. */
  note(seq: number, isErased: boolean): void
  /** `rows` is what an event with this number says. */
  named(rows: string, by: number): void
  end(): void
  /** How many rows are erased, as events say. */
  erased(): number
}

export function createErasureCheck(tell: (damage: Damage) => void): ErasureCheck {
  const [unnamed, kept] = [createBits(), createBits()]
  let count = 0
  return {
    note: (seq, isErased) => (isErased ? unnamed : kept).add(seq),
    named: (rows, by) => {
      for (const [from, to] of readRanges(rows)) {
        count += unnamed.take(from, Math.min(to, by)).length
        for (const seq of kept.take(from, Math.min(to, by))) tell({ kind: 'not-erased', seq })
      }
    },
    end: () => {
      for (const seq of unnamed.take(0, Number.POSITIVE_INFINITY)) tell({ kind: 'erased-unnamed', seq })
    },
    erased: () => count,
  }
}

/** Numbers in order as an event names them: `3-7,9`. */
export function writeRanges(numbers: readonly number[]): string {
  const ranges: [number, number][] = []
  for (const number of numbers) {
    const last = ranges.at(-1)
    if (last !== undefined && last[1] === number - 1) last[1] = number
    else ranges.push([number, number])
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join()
}

function readRanges(text: string): readonly (readonly [number, number])[] {
  return text.split(',').flatMap((range) => {
    const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(range) ?? []
    return from === undefined ? [] : [[Number(from), Number(to)] as const]
  })
}

/** How many numbers one page of bits is about. */
const pageSize = 8192

/** A set of whole numbers from 0 on, which needs a bit for each, but none between those that are far apart. */
function createBits() {
  const pages = new Map<number, Uint8Array>()
  const pageOf = (number: number) => Math.floor(number / pageSize)
  return {
    add: (number: number) => {
      const bits = pages.get(pageOf(number)) ?? new Uint8Array(pageSize / 8)
      pages.set(pageOf(number), bits)
      const [byte, bit] = [Math.floor((number % pageSize) / 8), 1 << (number % 8)]
      bits[byte] = (bits[byte] ?? 0) | bit
    },
    /** Takes out those from `from` to `to`. */
    take: (from: number, to: number): readonly number[] => {
      const taken: number[] = []
      for (const [page, bits] of pages) {
        const first = Math.max(from, page * pageSize)
        const last = Math.min(to, page * pageSize + pageSize - 1)
        for (let number = first; number <= last; number += 1) {
          const [byte, bit] = [Math.floor((number % pageSize) / 8), 1 << (number % 8)]
          if (((bits[byte] ?? 0) & bit) === 0) continue
          bits[byte] = (bits[byte] ?? 0) & ~bit
          taken.push(number)
        }
      }
      return taken
    },
  }
}
