// Every sentence about the places that a secret may come from. None repeats a secret, or where a file is.
import {
  type Expectation,
  expectation,
  sentences,
  type VariableName,
  whyUnreadable,
} from './config-variables.ts'

/** The variables that hold secrets. */
export const secretNames = [
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
  'DATABASE_URL',
  'APPROVAL_SIGNING_KEY',
  'HEARTBEAT_URL',
] as const satisfies readonly VariableName[]

export type SecretName = (typeof secretNames)[number]

/** Where a secret was given. */
export type SecretPlace = 'variable' | 'file' | 'credentials'

export const fileVariable = (name: SecretName) => `${name}_FILE` as const

export const secretSays = {
  givenTwice: (name: SecretName, places: readonly SecretPlace[]) =>
    sentences(
      `${name} is given more than once: ${places.map((place) => placeWords(place, name)).join(', and ')}.`,
      'Expected one of them: leave the others out.',
    ),
  /** `code` is the system's. */
  unreadable: (name: SecretName, place: SecretPlace, code: string) =>
    sentences(`${subject(place, name)}: ${whyUnreadable(code)}.`, expectation(secretFile(name))),
  empty: (name: SecretName, place: SecretPlace) =>
    sentences(`${subject(place, name)}: the file is empty.`, expectation(secretFile(name))),
  misspelt: (near: string, name: SecretName) =>
    sentences(
      `${near} is set: did you mean ${fileVariable(name)}?`,
      expectation(secretFile(name)),
      `If another program needs ${near}, start Countersign without it.`,
    ),
} as const

function placeWords(place: SecretPlace, name: SecretName): string {
  if (place === 'variable') return `by the variable ${name}`
  return place === 'file'
    ? `by the file that ${fileVariable(name)} names`
    : `by the file ${name} in CREDENTIALS_DIRECTORY`
}

function subject(place: SecretPlace, name: SecretName): string {
  return place === 'file' ? fileVariable(name) : `${name} in CREDENTIALS_DIRECTORY`
}

function secretFile(name: SecretName): Expectation {
  return {
    expected: `the path of a file that holds ${name} and nothing else`,
    example: `/run/secrets/${name.toLowerCase()}`,
  }
}
