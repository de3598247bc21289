// Who signed up: by name, in one line, or with every fact that an approver needs.
import { mixesAlphabets } from '../domain/mixed-alphabets.ts'
import type { Pool } from '../domain/pool.ts'
import type { SignUp } from '../domain/sign-up.ts'
import { type Piece, type Sentence, strong, time, untrusted } from './sentence.ts'

const notVerified = ' (not verified)'

/** How a user is named if there is room for only one name. */
export function nameOf({ attributes, userName }: SignUp, most: number): Piece {
  return untrusted(attributes['email'] ?? userName, most)
}

/** One of a list, before where and when. */
export function inOneLine(signUp: SignUp): Sentence {
  const email = signUp.attributes['email']
  const address: Sentence =
    email === undefined ? [] : [', ', untrusted(email, 150), verification(signUp, 'email_verified')]
  return [strong('• '), untrusted(signUp.userName, 130), ...address, '.']
}

export function signedUp({ signedUpAt }: SignUp): Sentence {
  return ['Signed up ', time(signedUpAt)]
}

/** The same with the pool. */
export function origin(signUp: SignUp, poolName: string): Sentence {
  return [...signedUp(signUp), ' in pool ', untrusted(poolName, 100)]
}

/** What is said of letters from different alphabets. */
const mixed = {
  long: ' ⚠️ mixes look-alike letters from different alphabets',
  short: ' ⚠️ mixed alphabets',
} as const

/** Who signed up, fact by fact, and which facts Cognito verified. */
export function factsOf(signUp: SignUp, pool: Pool, style: keyof typeof mixed): readonly Sentence[] {
  const { email, phone_number: phone, name } = named(signUp.attributes)
  const others = pool.attributes.filter((attribute) => signUp.attributes[attribute] !== undefined)
  const fact = (label: string, value: string | undefined, remark = ''): Sentence => {
    if (value === undefined) return [strong(`${label}: `), 'none']
    return [strong(`${label}: `), untrusted(value), remark, mixesAlphabets(value) ? mixed[style] : '']
  }
  return [
    fact('User name', signUp.userName),
    fact('E-mail', email, verification(signUp, 'email_verified')),
    ...(phone === undefined ? [] : [fact('Phone', phone, verification(signUp, 'phone_number_verified'))]),
    ...(name === undefined ? [] : [fact('Name', name)]),
    ...others.slice(0, 10).map((attribute) => fact(attribute, signUp.attributes[attribute])),
  ]
}

function named(attributes: SignUp['attributes']) {
  return { email: attributes['email'], phone_number: attributes['phone_number'], name: attributes['name'] }
}

function verification({ attributes }: SignUp, attribute: string): string {
  return attributes[attribute] === 'true' ? '' : notVerified
}
