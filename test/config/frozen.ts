// Finds what can still be changed.

/** The paths of all parts that can still be changed; none if the value is deeply frozen. */
export function thawedPartsOf(value: unknown, path = 'config'): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.entries(value).flatMap(([name, part]) => thawedPartsOf(part, `${path}.${name}`))
  return Object.isFrozen(value) ? inner : [path, ...inner]
}
