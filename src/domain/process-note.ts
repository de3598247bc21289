// What a running process notes about itself in the store, for whoever looks from outside.

export interface ProcessNote {
  readonly holder: string
  readonly seenAt: Date
  /** How many Socket Mode connections the Slack app had when this process last opened one; null if it opened none. */
  readonly connections: number | null
}

/** How long after its last note a process counts as alive, in milliseconds: three notes. */
const aliveFor = 3 * 60_000

/** Those that work on the store now. */
export function aliveAt(now: Date, notes: readonly ProcessNote[]): readonly ProcessNote[] {
  return notes.filter(({ seenAt }) => now.getTime() - seenAt.getTime() < aliveFor)
}

/** How many connections of an app are this installation's at most: one more, because a new connection opens before Slack ends an old one. */
export function mostConnections({
  replicas,
  sockets,
}: {
  readonly replicas: number
  readonly sockets: number
}): number {
  return replicas * sockets + 1
}
