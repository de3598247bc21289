// What is told of a key that the file does not have: what was probably meant, or where it belongs.
import { isNear } from './near-miss.ts'
import { levels } from './pool-keys.ts'
import { singlePoolSchema } from './settings.ts'
import { variables } from './variables.ts'

/** The key of this level that was probably meant. */
export function meantKey(key: string, level: string): string | undefined {
  const longestFirst = keysOf(level).toSorted((one, other) => other.length - one.length)
  return longestFirst.find((known) => isNear(key, known))
}

/** The sentence that helps out with a key which this level does not have. */
export function adviceOnUnknownKey(key: string, level: string): string {
  const meant = meantKey(key, level)
  if (meant !== undefined) return `Did you mean ${meant}?`
  const variable = key.toUpperCase()
  if (Object.hasOwn(variables, variable) && !Object.hasOwn(singlePoolSchema.shape, variable)) {
    return `It stays a variable of the environment, ${variable}.`
  }
  if (/^(?:aws_)?region$/i.test(key)) return "The region is the first part of the pool's id: leave it out."
  return misplaced(key) ?? `Expected only ${keysOf(level).join(', ')}.`
}

function misplaced(key: string): string | undefined {
  const [meant] = Object.entries(levels).flatMap(([level, { place }]) => {
    const near = meantKey(key, level)
    return near === undefined ? [] : [`Did you mean ${near}, ${place}?`]
  })
  return meant
}

function keysOf(level: string): readonly string[] {
  return levels[level]?.keys ?? []
}
