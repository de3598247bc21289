// What a visitor does at "Your product": signs someone up, and tries to sign in; through Cognito's own API.
import { CognitoIdentityProviderServiceException } from '@aws-sdk/client-cognito-identity-provider'
import { z } from 'zod'
import { askCognitoLocal } from '../cognito/ask-cognito-local.ts'
import { type SignUpPage, signIn, signUp } from '../cognito/sign-up.ts'
import type { FunctionSaid } from './pool-function.ts'
import { type Suggestion, suggestStrangers } from './suggest-stranger.ts'
import type { Cognito, World } from './world.ts'

/** No limits here: Cognito itself says what is too long. */
export const signUpForm = z.object({ name: z.string(), email: z.string(), password: z.string() })

export const signInForm = z.object({ email: z.string(), password: z.string() })

export type SignUpAnswer =
  | { readonly kind: 'signed-up'; readonly next: Suggestion | undefined }
  /** In Cognito's own words, under the field that each is about. */
  | {
      readonly kind: 'refused'
      readonly name: string
      readonly fields: { readonly [field in keyof z.infer<typeof signUpForm>]?: string }
    }

export type SignInAnswer =
  | { readonly kind: 'refused'; readonly name: string; readonly message: string }
  | {
      readonly kind: 'in'
      /** Who approved, as the post confirmation function received it. */
      readonly approval: { readonly by: string; readonly name: string } | null
      readonly clientMetadata: Readonly<Record<string, string>>
      /** What that function said about it. */
      readonly said: Pick<FunctionSaid, 'verdict' | 'why'> | null
      /** The groups of the pool that the user is in. */
      readonly groups: readonly string[]
    }

/** In this pool, users sign up with their e-mail as the user name. */
export async function signUpAtProduct(
  cognito: Cognito,
  { name, email, password }: z.infer<typeof signUpForm>,
): Promise<SignUpAnswer> {
  notePress(cognito, [email])
  try {
    await signUp(pageOf(cognito), { userName: email, email, name, password })
    return { kind: 'signed-up', next: suggestStrangers(cognito.tried, 1)[0] }
  } catch (error) {
    if (!(error instanceof CognitoIdentityProviderServiceException)) throw error
    return { kind: 'refused', name: error.name, fields: fieldsOf(error) }
  }
}

/** Remembers whom a press of a button is about to sign up. */
export function notePress({ tried, presses }: Cognito, emails: readonly string[]): void {
  for (const email of emails) tried.add(email)
  presses.push({ at: new Date(), emails: new Set(emails) })
}

/** Puts each part of Cognito's message under the field that it names, and anything else under the e-mail. */
function fieldsOf({ name, message }: Error): Extract<SignUpAnswer, { kind: 'refused' }>['fields'] {
  if (name === 'InvalidPasswordException') return { password: message }
  const parts = message.replace(/^\d+ validation errors? detected: /, '').split(/; (?=Value at ')/)
  const byField = Object.entries(Object.groupBy(parts, fieldOf))
  return Object.fromEntries(byField.map(([field, some]) => [field, some.join('; ')]))
}

function fieldOf(part: string): keyof z.infer<typeof signUpForm> {
  if (part.startsWith("Value at 'password'")) return 'password'
  // signUp sends the e-mail as the first attribute, and the name as the second.
  return part.startsWith("Value at 'userAttributes.2.") ? 'name' : 'email'
}

/** Who approved comes from what the pool's function received, not from Slack. */
export async function signInAtProduct(
  { cast }: World,
  cognito: Cognito,
  form: z.infer<typeof signInForm>,
): Promise<SignInAnswer> {
  const answer = await signIn(pageOf(cognito), { userName: form.email, password: form.password })
  if (answer.kind === 'refused') return answer
  const email = form.email.toLowerCase()
  const event = cognito.pool.postConfirmations.findLast(
    ({ request }) => request.userAttributes['email'] === email,
  )
  const clientMetadata = event?.request.clientMetadata ?? {}
  const by = clientMetadata['approvedBy']
  const name = cast.people.find(({ id }) => id === by)?.name ?? 'someone'
  const sub = event?.request.userAttributes['sub'] ?? ''
  return {
    kind: 'in',
    approval: by === undefined ? null : { by, name },
    clientMetadata,
    said: cognito.poolFunction.saidOf(sub) ?? null,
    groups: await groupsOf(cognito, sub),
  }
}

const groupsFormat = z.object({ Groups: z.array(z.object({ GroupName: z.string() })) })

/** What the service's tokens would say. */
async function groupsOf({ pool }: Cognito, sub: string): Promise<readonly string[]> {
  const asked = { UserPoolId: pool.poolId, Username: sub }
  const answer = await askCognitoLocal(pool.endpoint, 'AdminListGroupsForUser', asked)
  const groups = answer.kind === 'done' ? groupsFormat.safeParse(answer.output).data?.Groups : undefined
  return (groups ?? []).map(({ GroupName }) => GroupName)
}

/** The product's own way to Cognito. */
export function pageOf({ pool, proxy }: Cognito): SignUpPage {
  return { endpoint: proxy.endpoint, region: pool.region, clientId: pool.clientId }
}
