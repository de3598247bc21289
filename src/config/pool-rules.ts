// The rules of the file that no single value can break. They are looked at whatever else is wrong.
import { z } from 'zod'
import type { Path } from './mistake.ts'

export type BrokenRule =
  | { readonly kind: 'nobody may approve'; readonly path: Path }
  | {
      readonly kind: 'too many attributes' | 'too many entries'
      readonly path: Path
      readonly count: number
    }
  | { readonly kind: 'taken'; readonly path: Path; readonly by: Path }

/** Every rule that is broken in the file. What has not even the right form is left to the format. */
export function brokenRules(file: unknown): readonly BrokenRule[] {
  const pools = outlineFormat.parse(file)?.pools ?? []
  return [...pools.flatMap(brokenInPool), ...takenIds(pools), ...takenNames(pools)]
}

type Outline = Readonly<Record<string, unknown>> | undefined

const outlineFormat = z
  .object({ pools: z.array(z.record(z.string(), z.unknown()).optional().catch(undefined)).catch([]) })
  .optional()
  .catch(undefined)

const noEntry = z.tuple([]).nullish()
const nobodyFormat = z.object({ groups: noEntry, users: noEntry }).nullish()
const attributesFormat = z.array(z.unknown()).catch([])
const metadataFormat = z.record(z.string(), z.unknown()).catch({})

function brokenInPool(pool: Outline, index: number): readonly BrokenRule[] {
  if (pool === undefined) return []
  const path = ['pools', index]
  const attributes = new Set(attributesFormat.parse(pool['attributes'])).size
  const entries = Object.keys(metadataFormat.parse(pool['client_metadata'])).length
  const broken: readonly (BrokenRule | undefined)[] = [
    nobodyFormat.safeParse(pool['approvers']).success
      ? { kind: 'nobody may approve', path: [...path, 'approvers'] }
      : undefined,
    attributes > 10
      ? { kind: 'too many attributes', path: [...path, 'attributes'], count: attributes }
      : undefined,
    entries > 6
      ? { kind: 'too many entries', path: [...path, 'client_metadata'], count: entries }
      : undefined,
  ]
  return broken.filter((rule) => rule !== undefined)
}

function takenIds(pools: readonly Outline[]): readonly BrokenRule[] {
  const ids = pools.map((pool) => pool?.['id'])
  const first = firstPlaces(ids)
  return ids.flatMap((id, index) => {
    const holder = first.get(id) ?? index
    if (holder === index) return []
    return [{ kind: 'taken', path: ['pools', index, 'id'], by: ['pools', holder, 'id'] }]
  })
}

/** A name must lead to one pool, however it is capitalised, and an id leads to its own pool. */
function takenNames(pools: readonly Outline[]): readonly BrokenRule[] {
  const names = pools.map((pool) => folded(pool?.['name']))
  const firstName = firstPlaces(names)
  const firstId = firstPlaces(pools.map((pool) => folded(pool?.['id'])))
  return names.flatMap((name, index) => {
    const path = ['pools', index, 'name']
    const holder = firstId.get(name) ?? index
    if (holder !== index) return [{ kind: 'taken', path, by: ['pools', holder, 'id'] }]
    const namesake = firstName.get(name) ?? index
    return namesake === index ? [] : [{ kind: 'taken', path, by: ['pools', namesake, 'name'] }]
  })
}

/** Where each text stands first. What is no text has no place. */
function firstPlaces(texts: readonly unknown[]): ReadonlyMap<unknown, number> {
  const places = new Map<unknown, number>()
  for (const [index, text] of texts.entries()) {
    if (typeof text === 'string' && !places.has(text)) places.set(text, index)
  }
  return places
}

function folded(text: unknown): unknown {
  return typeof text === 'string' ? text.toLowerCase() : text
}
