// Chunks: what is read or changed in many rows is done in several transactions, so that no click waits long for one.

/** How many rows one transaction reads. */
export const rowsRead = 500

/** How many rows one transaction changes. Each change takes several statements. */
export const rowsChanged = 100

/** Reads rows in their order until there are no more. `read` gets the last row that was read, and is a transaction of its own. */
export async function readAll<Row>(
  read: (last: Row | null, limit: number) => Promise<readonly Row[]>,
  limit = rowsRead,
): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (let last: Row | null = null; ; ) {
    const page: readonly Row[] = await read(last, limit)
    rows.push(...page)
    last = page.at(-1) ?? null
    if (page.length < limit || last === null) return rows
  }
}

/** The same entries, so many together. */
export function chunksOf<Entry>(entries: readonly Entry[], size: number): readonly (readonly Entry[])[] {
  const count = Math.ceil(entries.length / size)
  return Array.from({ length: count }, (_, index) => entries.slice(index * size, (index + 1) * size))
}
