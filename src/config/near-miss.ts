// Finds the name that was misspelt, among variables and among the keys of a file.

/** The name among these that was probably meant to be `wanted`. */
export function nearMiss(wanted: string, names: readonly string[]): string | undefined {
  return names.find((name) => /^[\w-]{1,60}$/.test(name) && isNear(name, wanted))
}

/** Whether someone who wrote `name` probably meant `wanted`. */
export function isNear(name: string, wanted: string): boolean {
  const spelling = name.toUpperCase().replaceAll('-', '_')
  const right = wanted.toUpperCase()
  const words = right.split('_')
  const leavesOutOneWord =
    words.length > 1 && words.some((_, place) => words.toSpliced(place, 1).join('_') === spelling)
  // Other programs have a variable that ends in CONFIG_FILE, so only our own name is believed before ours.
  if (leavesOutOneWord || spelling.startsWith(`${right}_`) || spelling === `COUNTERSIGN_${right}`) return true
  return editDistance(spelling, right) <= Math.min(3, Math.floor(right.length / 2))
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
