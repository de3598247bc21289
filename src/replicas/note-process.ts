// Notes in the store that this process is alive, and how many connections the Slack app has.

/** How often, in milliseconds. */
export const noteProcessEvery = 60_000

export interface NotingParts {
  readonly ledger: { noteProcess(holder: string, connections: number | null): Promise<void> }
  readonly holder: string
  /** See `ProcessNote`. */
  readonly connections: { latest(): number | null }
}

/** Makes the turn of a loop. */
export function createProcessNotes({ ledger, holder, connections }: NotingParts): () => Promise<void> {
  return () => ledger.noteProcess(holder, connections.latest())
}
