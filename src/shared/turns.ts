// Whose turn it is: what waits for a slot, by rank, and within a rank one of each person's after the other.

export interface Turns<T> {
  /** A lower rank goes first. Of one person, what came first goes first. */
  add(rank: number, person: string, waiting: T): void
  /** Takes out what is next; undefined if nothing waits. */
  next(): T | undefined
  count(): number
}

export function createTurns<T>(): Turns<T> {
  /** By rank; the person whose turn is next comes first. Nobody is in it who waits for nothing. */
  const ranks = new Map<number, Map<string, Waiting<T>>>()
  let count = 0
  return {
    add: (rank, person, waiting) => {
      const people = ranks.get(rank) ?? new Map<string, Waiting<T>>()
      ranks.set(rank, people)
      const theirs = people.get(person)
      const last: Link<T> = { waiting, after: null }
      if (theirs === undefined) people.set(person, { first: last, last })
      else {
        theirs.last.after = last
        theirs.last = last
      }
      count += 1
    },
    next: () => {
      const rank = Math.min(...ranks.keys())
      const people = ranks.get(rank)
      const [turn] = people ?? []
      if (people === undefined || turn === undefined) return undefined
      const [person, { first, last }] = turn
      people.delete(person)
      // To the end of the row.
      if (first.after !== null) people.set(person, { first: first.after, last })
      if (people.size === 0) ranks.delete(rank)
      count -= 1
      return first.waiting
    },
    count: () => count,
  }
}

interface Link<T> {
  readonly waiting: T
  after: Link<T> | null
}

/** What one person waits for. */
interface Waiting<T> {
  readonly first: Link<T>
  last: Link<T>
}
