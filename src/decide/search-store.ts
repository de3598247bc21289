// Searches those who wait, as the store knows them, for whoever is called so, or nearly so.
import type { CardEntry } from '../domain/card-entry.ts'
import { listPage, type Meant } from '../domain/command.ts'
import { createLikeness } from '../domain/likeness.ts'
import { editDistance } from '../shared/edit-distance.ts'

export interface SearchingParts {
  readonly ledger: {
    /** Some of those who wait in a pool, the newest first, that signed up before this one. */
    waitingBefore(poolId: string, before: CardEntry | null, limit: number): Promise<readonly CardEntry[]>
  }
}

export interface StoreSearch {
  /** Those who are called so, apart from capital letters, quotes and the like. */
  readonly exact: readonly CardEntry[]
  /** Those who are called nearly so, the most alike first. */
  readonly near: readonly CardEntry[]
  /** False if more wait than were compared. */
  readonly isWhole: boolean
}

/** Nobody chooses from more. As many as Cognito is asked for. */
export const mostExact = 180

/** How many are compared in all, and how many at once: clicks and sockets come in between. */
const mostCompared = 2000
const atOnce = 100

interface Alike {
  readonly entry: CardEntry
  readonly likeness: number
}

/** Compares the newest of those who wait. */
export async function searchStore({ ledger }: SearchingParts, meant: Meant): Promise<StoreSearch> {
  const likenessOf = createLikeness(meant, editDistance)
  const most = Math.max(atOnce, Math.floor(mostCompared / meant.pools.length))
  const exact: CardEntry[] = []
  let near: readonly Alike[] = []
  let isWhole = true
  for (const pool of meant.pools) {
    let compared = 0
    let last: CardEntry | null = null
    do {
      const entries: readonly CardEntry[] = await ledger.waitingBefore(pool.id, last, atOnce)
      const alike = entries.flatMap((entry) => {
        const likeness = likenessOf(entry.signUp)
        return likeness === null ? [] : [{ entry, likeness }]
      })
      exact.push(...alike.filter(({ likeness }) => likeness === 0).map(({ entry }) => entry))
      near = nearest([...near, ...alike])
      compared += entries.length
      last = entries.length < atOnce ? null : (entries.at(-1) ?? null)
    } while (last !== null && compared < most && exact.length <= mostExact)
    if (last !== null) isWhole = false
  }
  return { exact, near: near.map(({ entry }) => entry), isWhole }
}

/** Of those who are equally alike, the newest, who come first. */
function nearest(alike: readonly Alike[]): readonly Alike[] {
  return alike.toSorted((one, other) => one.likeness - other.likeness).slice(0, listPage)
}
