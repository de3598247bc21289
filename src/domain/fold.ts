// Folding: makes texts equal that Cognito could take for each other, for example in a pool that ignores case.

/** Much longer than any `sub`, and short enough for an index of PostgreSQL: one letter may become 18. */
const mostCharacters = 200

/** Neither case nor Unicode's compatible forms, such as full-width letters, tell folded texts apart. */
export function fold(text: string): string {
  // Upper case first, because some letters have no case pair of their own: the small letter of ſ is itself, but its capital is S.
  const folded = text.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC')
  return folded.slice(0, mostCharacters).toWellFormed()
}
