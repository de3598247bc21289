// Somebody made up, so that a visitor need not think of names.
import type { Cognito } from './world.ts'

export interface Suggestion {
  readonly name: string
  readonly email: string
  readonly password: string
}

const names = [
  'Mia Ortiz',
  'Jonas Weber',
  'Priya Nair',
  'Tom Becker',
  'Lena Fischer',
  'Omar Haddad',
  'Sofia Rossi',
  'Kenji Mori',
  'Nora Lind',
  'Paul Martin',
] as const

/** The next of the list whose e-mail was not tried yet; with a number once all were. */
export function suggestStranger(cognito: Cognito | null): Suggestion {
  const signUps = (cognito?.proxy.calls ?? []).filter(({ operation }) => operation === 'SignUp')
  const tried = new Set(signUps.map(({ input }) => input['Username']))
  const free = names.find((name) => !tried.has(emailOf(name)))
  const name = free ?? names[0]
  const email = free === undefined ? emailOf(`${name.replace(/ .*/, '')}${signUps.length}`) : emailOf(name)
  return { name, email, password: 'Correct-horse-7' }
}

function emailOf(name: string): string {
  return `${name.replace(/ .*$/, '').toLowerCase()}@visitors.example`
}
