// Reads what others sent, entry by entry: null counts as absent; what makes no sense is named, and left out.
import type { z } from 'zod'
import type { Log } from './log.ts'

/** Gets the path of a field that makes no sense, such as `usergroups.3.handle`; never its value. */
export type NoteOdd = (field: string) => void

/** What was sent lacks something without which it says nothing. The field was noted. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer'
}

/**
 * Leaves out an optional field that makes no sense, and a list's entry that lacks what it needs. Of `decisive` fields nobody
 * may guess what was meant: the entry goes with them. Throws `UnreadableAnswer` if nothing is left to read.
 */
export function readLeniently<T>(
  format: z.ZodType<T>,
  given: unknown,
  odd: NoteOdd,
  decisive: readonly string[] = [],
): T {
  const draft = withoutNulls(given)
  for (;;) {
    const read = format.safeParse(draft)
    if (read.success) return read.data
    const paths = read.error.issues.map(({ path }) => path)
    for (const path of paths) odd(path.map(String).join('.') || '(all of it)')
    cutAll(paths.map((path) => placeToCut(draft, path, decisive)))
  }
}

/** A copy, in which Slack's way to say "nothing" is the same as none. Entries of lists stay, to be noted. */
function withoutNulls(given: unknown): unknown {
  if (Array.isArray(given)) return given.map(withoutNulls)
  if (!isRecord(given) || given instanceof Date) return given
  const kept = Object.entries(given).filter(([, value]) => value !== null)
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutNulls(value)]))
}

interface Place {
  readonly holder: unknown
  readonly key: PropertyKey
}

/** The field itself if it is there and may be left out, otherwise the list's entry around it. */
function placeToCut(draft: unknown, path: readonly PropertyKey[], decisive: readonly string[]): Place {
  const places: Place[] = []
  let at = draft
  for (const key of path) {
    places.push({ holder: at, key })
    at = valueAt(at, key)
  }
  // Only what is there can be cut, or reading would not end.
  const isThere = ({ holder, key }: Place) => valueAt(holder, key) !== undefined
  const last = places.at(-1)
  if (last !== undefined && isThere(last) && !decisive.includes(String(last.key))) return last
  const entry = places.findLast((place) => Array.isArray(place.holder) && isThere(place))
  if (entry === undefined) throw new UnreadableAnswer()
  return entry
}

function valueAt(holder: unknown, key: PropertyKey): unknown {
  if (Array.isArray(holder)) return holder[Number(key)]
  return isRecord(holder) ? holder[String(key)] : undefined
}

/** From the end of each list, so that places before it stay what they are. */
function cutAll(places: readonly Place[]): void {
  const lists = new Map<unknown[], Set<number>>()
  for (const { holder, key } of places) {
    if (Array.isArray(holder)) lists.set(holder, (lists.get(holder) ?? new Set()).add(Number(key)))
    else if (isRecord(holder)) delete holder[String(key)]
  }
  for (const [list, indexes] of lists) {
    const kept = list.filter((_, index) => !indexes.has(index))
    list.splice(0, list.length, ...kept)
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** More than all fields that are read; a list's entries count as one. */
const mostNotes = 200

/** Logs each odd field of each kind of answer once. `from` is the call or the payload. */
export function createOddNotes(log: Log): (from: string) => NoteOdd {
  const noted = new Set<string>()
  return (from) => (field) => {
    const kind = `${from} ${field.replace(/\b\d+\b/g, '*')}`
    if (noted.has(kind) || noted.size >= mostNotes) return
    noted.add(kind)
    log.warn({ from, field }, 'a field makes no sense: left out')
  }
}
