// The list of a digest: who stands in it, and what became of them, page by page.
import { z } from 'zod'
import type { CardEntry } from './card-entry.ts'
import type { Pool } from './pool.ts'

/** Those who wait, or those who are decided. */
export const listedFormat = z.enum(['waiting', 'settled'])

export type ListedInDigest = z.infer<typeof listedFormat>

/** One page: those of a pool who follow this round. */
export interface DigestPlace {
  readonly messageId: string
  readonly poolId: string
  readonly shows: ListedInDigest
  /** Null for the first page. */
  readonly after: string | null
}

/** How many one page shows: each has a block, and there is room for as much text as a message has. */
export const listedOnPage = 20

/** A page as its rows are. */
export interface DigestPage {
  readonly entries: readonly CardEntry[]
  readonly waiting: number
  readonly decided: number
  /** After which round the next page begins; null if this is the last one. */
  readonly next: string | null
}

export interface DigestList extends DigestPage {
  readonly place: DigestPlace
  readonly pool: Pool
}
