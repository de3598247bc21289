// Reads a list that comes in pages to its end.

/**
 * Yields one page after another. Throws if a token is repeated, since such a list would not end. Rejects as `read` does.
 */
export async function* everyPage<P extends { readonly nextToken: string | null }>(
  read: (token: string | null) => Promise<P>,
): AsyncGenerator<P> {
  const tokens = new Set<string>()
  let token: string | null = null
  do {
    const page: P = await read(token)
    yield page
    token = page.nextToken
    if (token !== null && tokens.has(token)) throw new Error('The same page token was given twice')
    if (token !== null) tokens.add(token)
  } while (token !== null)
}
