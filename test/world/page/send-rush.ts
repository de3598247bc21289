// A launch day in one press: very many strangers sign up at once, through Cognito's own API.
import { CognitoIdentityProviderServiceException } from '@aws-sdk/client-cognito-identity-provider'
import { signUp } from '../cognito/sign-up.ts'
import { suggestStrangers } from './suggest-stranger.ts'
import { notePress, pageOf } from './use-product.ts'
import type { Cognito } from './world.ts'

/** How many may press "Sign up" at once: those who share messages, and those for whom a digest stands. */
export const rushSizes = [50, 500] as const

export type RushSize = (typeof rushSizes)[number]

/** Cognito takes them so many at a time. */
const atATime = 50

interface RushAnswer {
  readonly kind: 'rushed'
  /** How many Cognito accepted. */
  readonly wentThrough: number
  /** Why it refused the others, in its own words, and how often it said so. */
  readonly refusals: readonly { readonly name: string; readonly message: string; readonly count: number }[]
}

/** None of them has signed up here before, and the person that the form suggests is left to the form. */
export async function sendRush(cognito: Cognito, size: RushSize): Promise<RushAnswer> {
  const strangers = suggestStrangers(cognito.tried, 1 + size).slice(1)
  notePress(
    cognito,
    strangers.map(({ email }) => email),
  )
  const send = (stranger: (typeof strangers)[number]) =>
    signUp(pageOf(cognito), { userName: stranger.email, ...stranger }).then(() => [], wordsOf)
  const refused: ReturnType<typeof wordsOf> = []
  for (let next = 0; next < strangers.length; next += atATime)
    refused.push(...(await Promise.all(strangers.slice(next, next + atATime).map(send))).flat())
  return {
    kind: 'rushed',
    wentThrough: strangers.length - refused.length,
    refusals: [...Map.groupBy(refused, ({ name, message }) => `${name} ${message}`).values()].flatMap(
      ([first, ...more]) => (first === undefined ? [] : [{ ...first, count: 1 + more.length }]),
    ),
  }
}

function wordsOf(error: unknown): { readonly name: string; readonly message: string }[] {
  if (!(error instanceof CognitoIdentityProviderServiceException)) throw error
  return [{ name: error.name, message: error.message }]
}
