// When a pool's list of those who wait was last read, and what keeps it from being read.
import { z } from 'zod'

/** Why a pool's list, or a search in it, gave no usable answer. */
export const readProblemFormat = z.enum([
  /** No answer, or none of use. */
  'out-of-reach',
  'forbidden',
  'credentials',
  'pool-missing',
  /** Entries of the list could not be read and were skipped. */
  'unreadable',
  /** Cognito takes no such question. */
  'not-askable',
])

export type ReadProblem = z.infer<typeof readProblemFormat>

/** What the store knows about the reading of one pool. */
export interface PoolRead {
  readonly poolId: string
  /** When the last reading began that reached the list's end; null if none did. */
  readonly readAt: Date | null
  /** What kept the last reading from reaching it; null if nothing did. */
  readonly problem: ReadProblem | null
}

/** The same as people are told it. */
export interface NamedPoolRead extends Omit<PoolRead, 'poolId'> {
  readonly poolName: string
}
