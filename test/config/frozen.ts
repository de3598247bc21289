// Whether something can still be changed.

/** Where a value can still be changed, however deep; nothing where it is frozen. */
export function thawedPartsOf(value: unknown, path = 'config'): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.entries(value).flatMap(([name, part]) => thawedPartsOf(part, `${path}.${name}`))
  return Object.isFrozen(value) ? inner : [path, ...inner]
}
