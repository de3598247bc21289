// The pagination token of ListUsers: where a scan is, opaque to clients.
import { z } from 'zod'

/** The place a scan has reached: the last sub it showed, and how many empty pages come before the next user. */
export type PageMarker = z.infer<typeof pageMarker>

const pageMarker = z.object({
  after: z.string(),
  emptyPages: z.number(),
  /** Tokens are good only for the filter they were given for, and until they expire. */
  filter: z.string(),
  edition: z.number(),
})

export function writePageMarker(marker: PageMarker): string {
  return Buffer.from(JSON.stringify(marker)).toString('base64')
}

/** Undefined for a token that is not ours. */
export function readPageMarker(token: string): PageMarker | undefined {
  try {
    return pageMarker.safeParse(JSON.parse(Buffer.from(token, 'base64').toString('utf8'))).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
