// Who signed up: by name, or in one line. Every fact that an approver needs is in facts.ts.
import { oddityOf } from '../domain/look-alikes.ts'
import { mask } from '../domain/plain-value.ts'
import type { SignUp } from '../domain/sign-up.ts'
import { oddityRemark } from './oddity.ts'
import { type Sentence, strong, time, untrusted, value } from './sentence.ts'

const notVerified = ' (not verified)'

/**
 * A sign-up where one line must do: by its e-mail, else its phone, else its name, else its user name, said as what it is.
 * At the `start` of a sentence, or `inside` one.
 */
export function calledBy(signUp: SignUp, most: number, where: 'start' | 'inside'): Sentence {
  const { kind, text } = callOf(signUp)
  if (kind === 'address') return identifier(signUp, text, most)
  const label = where === 'start' ? `${kind.charAt(0).toUpperCase()}${kind.slice(1)} ` : `${kind} `
  return [label, ...(kind === 'name' ? words(signUp, text, most) : identifier(signUp, text, most))]
}

/** The same after their name, where they gave one; at most so many characters of each. */
export function namedBy(
  signUp: SignUp,
  { name: mostOfName, most }: { readonly name: number; readonly most: number },
  where: 'start' | 'inside',
): Sentence {
  const { name } = named(signUp.attributes)
  if (!isGiven(name) || callOf(signUp).kind === 'name') return calledBy(signUp, most, where)
  const label = isPlainName(name) ? '' : where === 'start' ? 'Name ' : 'name '
  return [label, ...words(signUp, name, mostOfName), ', ', ...calledBy(signUp, most, 'inside')]
}

/** An `address` needs no label. An e-mail that doesn't look like one does. */
interface Call {
  readonly kind: 'address' | 'e-mail' | 'phone' | 'name' | 'user name' | 'id'
  readonly text: string
}

function callOf({ attributes, userName, sub }: SignUp): Call {
  const { email, phone_number: phone, name } = named(attributes)
  if (isGiven(email)) return { kind: isAddress(email) ? 'address' : 'e-mail', text: email }
  if (isGiven(phone)) return { kind: 'phone', text: phone }
  if (isGiven(name)) return { kind: 'name', text: name }
  return { kind: userName === sub ? 'id' : 'user name', text: userName }
}

/** The user name after that, in brackets or after a comma; null where the sign-up is called by it, or it is only the id. */
export function userNameOf(signUp: SignUp, most: number): Sentence | null {
  const { userName, sub } = signUp
  if (userName === sub || callOf(signUp).kind === 'user name') return null
  return ['user name ', value(userName, most)]
}

function isGiven(text: string | undefined): text is string {
  return text !== undefined && text !== ''
}

/** One of a list, before where and when. */
export function inOneLine(signUp: SignUp): Sentence {
  const userName = userNameOf(signUp, 130)
  const { email, phone_number: phone } = named(signUp.attributes)
  const attribute = isGiven(email) ? 'email_verified' : isGiven(phone) ? 'phone_number_verified' : null
  return [
    strong('• '),
    ...namedBy(signUp, { name: 60, most: 150 }, 'start'),
    attribute === null ? '' : verification(signUp, attribute),
    ...(userName === null ? [] : [', ', ...userName]),
    '.',
  ]
}

export function signedUp({ signedUpAt }: SignUp): Sentence {
  return ['Signed up ', time(signedUpAt)]
}

/** The same with the pool. */
export function origin(signUp: SignUp, poolName: string): Sentence {
  return [...signedUp(signUp), ' in pool ', untrusted(poolName, 100)]
}

function identifier(signUp: SignUp, text: string, most: number): Sentence {
  return [value(text, most), ...oddityRemark(oddityOf(readable(signUp, text), 'identifier'), 'short')]
}

function words(signUp: SignUp, text: string, most: number): Sentence {
  return [value(text, most), ...oddityRemark(oddityOf(readable(signUp, text), 'words'), 'short')]
}

/** What can be judged of a text as it is shown: a mask is nobody's oddity. */
export function readable({ isMasked }: Pick<SignUp, 'isMasked'>, text: string): string {
  return isMasked === true ? text.replace(mask, 'x') : text
}

/** A name that can't be taken for an address or a number. */
export function isPlainName(name: string): boolean {
  return /\p{L}/u.test(name) && !name.normalize('NFKC').includes('@')
}

/** An e-mail that looks like one. */
export function isAddress(email: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(email)
}

/** What says who it is. */
export function named(attributes: SignUp['attributes']) {
  return { email: attributes['email'], phone_number: attributes['phone_number'], name: attributes['name'] }
}

/** Follows an e-mail or a phone that Cognito doesn't call verified. */
export function verification({ attributes }: SignUp, attribute: string): string {
  return attributes[attribute] === 'true' ? '' : notVerified
}
