// Who signed up: by name, in one line, or with every fact that an approver needs.
import { domainImitatedBy } from '../domain/known-domain.ts'
import { type Oddity, oddityOf, type TextUse } from '../domain/look-alikes.ts'
import type { Pool } from '../domain/pool.ts'
import type { SignUp } from '../domain/sign-up.ts'
import { type OddityStyle, oddityRemark } from './oddity.ts'
import { type Sentence, strong, time, untrusted, value } from './sentence.ts'

const notVerified = ' (not verified)'

/**
 * A sign-up where one line must do: by its e-mail, else its phone, else its name, else its user name, said as what it is.
 * At the `start` of a sentence, or `inside` one.
 */
export function calledBy(signUp: SignUp, most: number, where: 'start' | 'inside'): Sentence {
  const { kind, text } = callOf(signUp)
  if (kind === 'address') return identifier(text, most)
  const label = where === 'start' ? `${kind.charAt(0).toUpperCase()}${kind.slice(1)} ` : `${kind} `
  return [label, ...(kind === 'name' ? words(text, most) : identifier(text, most))]
}

/** An `address` needs no label. An e-mail that doesn't look like one does. */
interface Call {
  readonly kind: 'address' | 'e-mail' | 'phone' | 'name' | 'user name'
  readonly text: string
}

function callOf({ attributes, userName }: SignUp): Call {
  const { email, phone_number: phone, name } = named(attributes)
  if (isGiven(email)) return { kind: /^[^\s@]+@[^\s@]+$/.test(email) ? 'address' : 'e-mail', text: email }
  if (isGiven(phone)) return { kind: 'phone', text: phone }
  return isGiven(name) ? { kind: 'name', text: name } : { kind: 'user name', text: userName }
}

/** The user name after that, in brackets or after a comma; null where the sign-up is called by it. */
export function userNameOf(signUp: SignUp, most: number): Sentence | null {
  return callOf(signUp).kind === 'user name' ? null : ['user name ', value(signUp.userName, most)]
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
    ...calledBy(signUp, 150, 'start'),
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

/** Who signed up, fact by fact, and which facts Cognito verified. */
export function factsOf(signUp: SignUp, pool: Pool, style: OddityStyle): readonly Sentence[] {
  const { email, phone_number: phone, name } = named(signUp.attributes)
  const others = pool.attributes.filter((attribute) => signUp.attributes[attribute] !== undefined)
  const fact = (label: string, text: string | undefined, use: TextUse, remark = ''): Sentence => {
    if (text === undefined) return [strong(`${label}: `), 'none']
    return [strong(`${label}: `), value(text), remark, ...oddityRemark(oddityIn(text, use, pool), style)]
  }
  return [
    fact('User name', signUp.userName, 'identifier'),
    fact('E-mail', email, 'identifier', verification(signUp, 'email_verified')),
    ...(phone === undefined
      ? []
      : [fact('Phone', phone, 'identifier', verification(signUp, 'phone_number_verified'))]),
    ...(name === undefined ? [] : [fact('Name', name, 'words')]),
    ...others.slice(0, 10).map((attribute) => fact(attribute, signUp.attributes[attribute], 'words')),
  ]
}

/** That an expected domain is imitated is told before anything else. */
function oddityIn(text: string, use: TextUse, { expectedDomains }: Pool): Oddity | null {
  const domain = use === 'identifier' ? domainImitatedBy(text, expectedDomains) : null
  return domain === null ? oddityOf(text, use) : { kind: 'looks-like-domain', domain }
}

function identifier(text: string, most: number): Sentence {
  return [value(text, most), ...oddityRemark(oddityOf(text, 'identifier'), 'short')]
}

function words(text: string, most: number): Sentence {
  return [value(text, most), ...oddityRemark(oddityOf(text, 'words'), 'short')]
}

function named(attributes: SignUp['attributes']) {
  return { email: attributes['email'], phone_number: attributes['phone_number'], name: attributes['name'] }
}

function verification({ attributes }: SignUp, attribute: string): string {
  return attributes[attribute] === 'true' ? '' : notVerified
}
