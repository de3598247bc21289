// Copies of the chain's hash that were kept elsewhere: in logs, in exports, in what Cognito handed to a function.
// Imports: see `audit-row.ts`.
import type { Damage, Restored } from './audit-report.ts'

export interface Witness {
  /** In hex: the whole hash, or how it begins. */
  readonly hash: string
  /** Null if only the hash is known. */
  readonly seq: number | null
  /** When it was made, in milliseconds; null if that is not known. */
  readonly at: number | null
}

export interface WitnessCheck {
  compare(seq: number, hash: string): void
  /** Witnesses of rows before the first one say nothing. */
  end(rows: WitnessedRows): {
    readonly damage: readonly Damage[]
    readonly coveredUpTo: number
    readonly lost: number
  }
}

interface WitnessedRows {
  readonly first: { readonly seq: number; readonly at: number } | null
  readonly last: number
  readonly restored: readonly Restored[]
}

/** The shortest that is taken for a hash. */
const shortestWitness = 16

export function createWitnessCheck(witnesses: readonly Witness[]): WitnessCheck {
  const bySeq = new Map<number, Witness[]>()
  const byStart = new Map<string, Witness[]>()
  for (const witness of witnesses) {
    if (witness.seq === null) add(byStart, startOf(witness.hash), witness)
    else add(bySeq, witness.seq, witness)
  }
  const wrong: Witness[] = []
  let coveredUpTo = 0
  return {
    compare: (seq, hash) => {
      const start = startOf(hash)
      const here = bySeq.get(seq) ?? []
      const same = [...here, ...(byStart.get(start) ?? [])].filter((witness) => hash.startsWith(witness.hash))
      if (same.length > 0) coveredUpTo = seq
      wrong.push(...here.filter((witness) => !hash.startsWith(witness.hash)))
      bySeq.delete(seq)
      const others = (byStart.get(start) ?? []).filter((witness) => !hash.startsWith(witness.hash))
      if (others.length === 0) byStart.delete(start)
      else byStart.set(start, others)
    },
    end: ({ first, last, restored }) => {
      const beyond = [...bySeq.values()].flat()
      const unknown = [...byStart.values()].flat()
      // Of rows that were there until the store was restored from a backup.
      const isLost = ({ seq, at }: Witness) =>
        at !== null &&
        restored.some((one) => at <= one.at && (seq === null || seq >= (one.lost?.from ?? one.seq)))
      const isDeleted = ({ seq, at }: Witness) =>
        first !== null && first.seq > 1 && (seq === null ? at !== null && at < first.at : seq < first.seq)
      const all = [...wrong, ...beyond, ...unknown].filter((witness) => !isDeleted(witness))
      const odd = all.filter((witness) => !isLost(witness))
      const most = Math.max(...odd.map(({ seq }) => seq ?? 0), 0)
      const differing = odd.filter(({ seq }) => seq === null || seq <= last)
      const shortened: readonly Damage[] =
        most > last ? [{ kind: 'shortened', from: last + 1, to: most, by: 'witness' }] : []
      const damage = differing.map(({ seq, hash }): Damage => ({ kind: 'witness-differs', seq, hash }))
      return { damage: [...damage, ...shortened], coveredUpTo, lost: all.length - odd.length }
    },
  }
}

function startOf(hash: string): string {
  return hash.slice(0, shortestWitness)
}

function add<Key>(map: Map<Key, Witness[]>, key: Key, witness: Witness): void {
  map.set(key, [...(map.get(key) ?? []), witness])
}
