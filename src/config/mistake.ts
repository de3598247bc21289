// What every line about a mistake is made of: what is, what was expected, an example, and what may help.
import { looksLikeToken, quoted } from './secret.ts'

/** What was read, or all that is wrong with it: one line each, for the operator. No line shows anything of a secret. */
export type Reading<Value> =
  | { readonly kind: 'valid'; readonly value: Value }
  | { readonly kind: 'mistaken'; readonly mistakes: readonly string[] }

/** Where in a file something stands: keys, and places in lists. */
export type Path = readonly PropertyKey[]

/** Something wrong in one line of a file. */
export interface LineMistake {
  readonly line: number
  readonly says: string
}

/** What should have been given. */
export interface Expectation {
  /** Completes the sentence "Expected …". */
  readonly expected: string
  /** A value that passes. */
  readonly example: string
}

export function expectation({ expected, example }: Expectation): string {
  return `Expected ${expected}, for example ${example}.`
}

/** What a mistaken text is; `contains` where it is one entry of what was given. */
export function shown(text: string, verb: 'is' | 'contains' = 'is'): string {
  return `${verb} ${quoted(text)}`
}

/** What is said in place of a text that may hold a secret. */
export function concealed(text: string): string {
  if (looksLikeToken(text)) return 'holds what looks like a token (not shown)'
  return 'has a wrong value (not shown, as it may hold a secret)'
}

/** One line of all the sentences that there are. */
export function sentences(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(' ')
}
