// Whom a form lists to be decided about at once, and what Slack tells of its boxes.
import { z } from 'zod'

/** All who wait in a message, or those of one pool who wait in a digest, or whose address has the same host as this round's. */
export const listSourceFormat = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('message'), messageId: z.string() }),
  z.object({ kind: z.literal('digest'), messageId: z.string(), poolId: z.string() }),
  z.object({ kind: z.literal('host'), roundId: z.string() }),
])

export type ListSource = z.infer<typeof listSourceFormat>

/** What can be decided about many at once. */
export const manyDecisionFormat = z.enum(['approve', 'deny'])

export type ManyDecision = z.infer<typeof manyDecisionFormat>

/** What a payload tells of the page that its person sees. */
export interface ToldPage {
  /** How many pages were turned before this one was drawn. */
  readonly turn: number
  /** By place in the list. */
  readonly boxes: readonly { readonly place: number; readonly isTicked: boolean }[]
}

/** The message that lists them, and tells what becomes of them; null if none does. */
export function listedIn(source: ListSource): string | null {
  return source.kind === 'host' ? null : source.messageId
}
