// Finds the misspelt name where a variable is missing.
import { variables } from './variables.ts'

/** The name among those that are set which was probably meant to be this one. */
export function nearMiss(missing: string, namesSet: readonly string[]): string | undefined {
  return namesSet.find(
    (name) => !Object.hasOwn(variables, name) && /^\w{1,60}$/.test(name) && isNear(name, missing),
  )
}

function isNear(name: string, missing: string): boolean {
  const spelling = name.toUpperCase()
  const words = missing.split('_')
  const leavesOutOneWord = words.some((_, place) => words.toSpliced(place, 1).join('_') === spelling)
  return leavesOutOneWord || spelling.startsWith(`${missing}_`) || editDistance(spelling, missing) <= 3
}

/** Levenshtein's distance, one row of his table at a time. */
function editDistance(from: string, to: string): number {
  const firstRow = Array.from({ length: to.length + 1 }, (_, column) => column)
  const lastRow = [...from].reduce((row, letter, index) => {
    const next = [index + 1]
    for (const [column, other] of [...to].entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1))
    }
    return next
  }, firstRow)
  return lastRow[to.length] ?? 0
}
