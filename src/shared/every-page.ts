// Reads a list that comes in pages to its end.

/** A list without an end: nothing can be concluded from what is not in it. */
export class EndlessList extends Error {
  override readonly name = 'EndlessList'
  readonly code = 'endless-list'
}

/** When to stop reading. The time is real time, since each page takes some, whatever clock the flows are given. */
export interface PageBounds {
  readonly pages: number
  readonly milliseconds: number
  /** Milliseconds since any moment. */
  elapsed(): number
}

/** Far more than the largest list that anybody can decide about: 600,000 users. */
const usualBounds: PageBounds = { pages: 10_000, milliseconds: 60 * 60_000, elapsed: () => performance.now() }

/** For whoever waits for the whole list, was told how long that takes, and can break it off. */
export const unbounded: PageBounds = {
  pages: Number.POSITIVE_INFINITY,
  milliseconds: Number.POSITIVE_INFINITY,
  elapsed: () => 0,
}

/**
 * Yields one page after another. Throws `EndlessList` if a token is repeated, and after too many pages or too long. Rejects as
 * `read` does.
 */
export async function* everyPage<P extends { readonly nextToken: string | null }>(
  read: (token: string | null) => Promise<P>,
  { pages, milliseconds, elapsed }: PageBounds = usualBounds,
): AsyncGenerator<P> {
  const begunAt = elapsed()
  const tokens = new Set<string>()
  let token: string | null = null
  do {
    const page: P = await read(token)
    yield page
    token = page.nextToken
    if (token === null) return
    if (tokens.has(token)) throw new EndlessList('The same page token was given twice')
    tokens.add(token)
    if (tokens.size >= pages) throw new EndlessList('The list has too many pages')
    if (elapsed() - begunAt >= milliseconds) throw new EndlessList('The list took too long to read')
  } while (token !== null)
}
