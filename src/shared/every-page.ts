// A list that comes in pages, to its end.

/**
 * Yields one page after another. Throws where a token comes again, since such a list has no end; what `read` throws is
 * thrown to the caller.
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
