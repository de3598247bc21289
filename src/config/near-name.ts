// Recognises misspelt names of variables and of keys in the file.
import { editDistance as distance } from '../shared/edit-distance.ts'

/** Whether `given` is `wanted` with a typo: case, underscores, two letters swapped, or one letter in seven wrong. */
export function isMisspelt(given: string, wanted: string): boolean {
  const [spelling, right] = [lettersOf(given), lettersOf(wanted)]
  // A plural is not a typo: it holds a list, and belongs to another program.
  if (!right.endsWith('S') && spelling === `${right}S`) return false
  const edits = distance(spelling, right)
  return edits <= right.length / 7 || (edits === 2 && sorted(spelling) === sorted(right))
}

/** Whether `given` may be meant as `wanted`: a rough guess, good enough for advice only. */
export function mayMean(given: string, wanted: string): boolean {
  const [spelling, right] = [folded(given), folded(wanted)]
  const words = right.split('_')
  const lacksOneWord =
    words.length > 1 && words.some((_, place) => words.toSpliced(place, 1).join('_') === spelling)
  const isNear = distance(spelling, right) <= Math.min(3, right.length / 2)
  return isNear || lacksOneWord || spelling.startsWith(`${right}_`)
}

/** Some people prefix a program's variables with its name. */
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
