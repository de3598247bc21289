// How many connections the Slack app has, as Slack said when one of ours was last opened.

export interface LatestConnections {
  note(connections: number): void
  /** Null if Slack did not say yet. */
  latest(): number | null
}

/** `noted` is called after each note. */
export function createLatestConnections(noted: () => void): LatestConnections {
  let latest: number | null = null
  return {
    note: (connections) => {
      latest = connections
      noted()
    },
    latest: () => latest,
  }
}
