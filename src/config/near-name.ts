// Recognises misspelt names, of variables and of keys in the file.
import { distance } from 'fastest-levenshtein'

/** Whether `given` is `wanted` but for a slip: case, underscores, two letters swapped, or one in seven wrong. */
export function isMisspelt(given: string, wanted: string): boolean {
  const [spelling, right] = [lettersOf(given), lettersOf(wanted)]
  // A plural is no slip: it holds a list, and belongs to another program.
  if (!right.endsWith('S') && spelling === `${right}S`) return false
  const edits = distance(spelling, right)
  return edits <= right.length / 7 || (edits === 2 && sorted(spelling) === sorted(right))
}

/** Whether somebody who looks for `wanted` in vain may find it in `given`: a rough guess, good for advice only. */
export function mayMean(given: string, wanted: string): boolean {
  const [spelling, right] = [folded(given), folded(wanted)]
  const words = right.split('_')
  const lacksOneWord =
    words.length > 1 && words.some((_, place) => words.toSpliced(place, 1).join('_') === spelling)
  const isNear = distance(spelling, right) <= Math.min(3, right.length / 2)
  return isNear || lacksOneWord || spelling.startsWith(`${right}_`)
}

/** Some put a program's name before its variables. */
function folded(name: string): string {
  return name
    .toUpperCase()
    .replaceAll('-', '_')
    .replace(/^COUNTERSIGN_/, '')
}

function lettersOf(name: string): string {
  return folded(name).replaceAll('_', '')
}

function sorted(letters: string): string {
  return [...letters].toSorted().join('')
}
