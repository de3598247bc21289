// Made-up people, so that a visitor need not think of names.

export interface Suggestion {
  readonly name: string
  readonly email: string
  readonly password: string
}

const firstNames = ['Mia', 'Jonas', 'Priya', 'Tom', 'Lena', 'Omar', 'Sofia', 'Kenji', 'Nora', 'Paul'] as const

const lastNames = [
  'Ortiz',
  'Weber',
  'Nair',
  'Becker',
  'Fischer',
  'Haddad',
  'Rossi',
  'Mori',
  'Lind',
  'Martin',
] as const

/** `count` of them, all different, and none whose e-mail was tried before. */
export function suggestStrangers(
  tried: Pick<ReadonlySet<string>, 'has'>,
  count: number,
): readonly Suggestion[] {
  return everyone()
    .filter(({ email }) => !tried.has(email))
    .take(count)
    .toArray()
}

/** Endless: after all hundred names, they come again with a number. */
function* everyone(): Generator<Suggestion> {
  for (let round = 1; ; round += 1)
    for (const shift of lastNames.keys())
      for (const [place, first] of firstNames.entries()) {
        const last = lastNames[(place + shift) % lastNames.length]
        const number = round === 1 ? '' : ` ${round}`
        const name = `${first} ${last}${number}`
        yield { name, email: emailOf(name, shift === 0), password: 'Correct-horse-7' }
      }
}

/** The first ten need only their first name. */
function emailOf(name: string, isShort: boolean): string {
  const [first = '', last = '', number = ''] = name.toLowerCase().split(' ')
  return `${isShort ? first : `${first}.${last}`}${number}@visitors.example`
}
