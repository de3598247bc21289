// Every fact about a sign-up that an approver needs, in the order in which they are read.
import { domainImitatedBy } from '../domain/known-domain.ts'
import { type Oddity, oddityOf, type TextUse } from '../domain/look-alikes.ts'
import type { Pool } from '../domain/pool.ts'
import type { SignUp } from '../domain/sign-up.ts'
import { type OddityStyle, oddityRemark } from './oddity.ts'
import { joined, type Sentence, strong, strongValue, value } from './sentence.ts'
import { isAddress, isPlainName, named, readable, verification } from './sign-up.ts'

/** Who signed up, fact by fact, and which facts Cognito verified: who it is comes first. */
export function factsOf(signUp: SignUp, pool: Pool, style: OddityStyle): readonly Sentence[] {
  const { userName, sub, attributes } = signUp
  const { email, phone_number: phone } = named(attributes)
  const remark = remarker(signUp, pool, style)
  const others = companyFirst(pool.attributes).filter((name) => attributes[name] !== undefined)
  return [
    who(signUp, pool, style),
    ...(phone === undefined || email === undefined ? [] : [phoneLabelled(signUp, phone, remark)]),
    ...(userName === sub || isOnlyNamedSo(signUp) ? [] : [userNameLabelled(signUp, remark)]),
    ...others.slice(0, 10).map((name) => labelled(name, fact(attributes[name] ?? '', 'words', remark))),
  ]
}

/**
 * Who it is, in one line: the name, then the e-mail or else the phone. What doesn't show by itself what it is has a label,
 * so that an address that was typed as a name isn't taken for theirs.
 */
export function who(signUp: SignUp, pool: Pool, style: OddityStyle): Sentence {
  const { email, phone_number: phone, name } = named(signUp.attributes)
  const remark = remarker(signUp, pool, style)
  const parts: Sentence[] = []
  if (name !== undefined) parts.push(nameFact(name, remark))
  else if (isOnlyNamedSo(signUp)) parts.push(userNameLabelled(signUp, remark))
  if (email !== undefined) parts.push(emailFact(signUp, email, remark))
  else if (phone !== undefined) parts.push(phoneLabelled(signUp, phone, remark))
  else parts.push(['no e-mail'])
  return joined(parts, ' · ')
}

/** Neither a name, nor an e-mail, nor a phone: only the user name is left to call them by. */
function isOnlyNamedSo({ attributes }: SignUp): boolean {
  return Object.values(named(attributes)).every((text) => text === undefined)
}

type Remark = (text: string, use: TextUse) => Sentence

/** What is pointed out about a text. That an expected domain is imitated is told before anything else. */
export function remarker(
  signUp: Pick<SignUp, 'isMasked'>,
  { expectedDomains }: Pool,
  style: OddityStyle,
): Remark {
  const oddityIn = (text: string, use: TextUse): Oddity | null => {
    const domain = use === 'identifier' ? domainImitatedBy(text, expectedDomains) : null
    return domain === null ? oddityOf(text, use) : { kind: 'looks-like-domain', domain }
  }
  return (text, use) => oddityRemark(oddityIn(readable(signUp, text), use), style)
}

function nameFact(name: string, remark: Remark): Sentence {
  const shown = [strongValue(name), ...remark(name, 'words')]
  return isPlainName(name) ? shown : labelled('Name', shown)
}

function emailFact(signUp: SignUp, email: string, remark: Remark): Sentence {
  const shown = fact(email, 'identifier', remark, verification(signUp, 'email_verified'))
  return isAddress(email) ? shown : labelled('E-mail', shown)
}

function phoneLabelled(signUp: SignUp, phone: string, remark: Remark): Sentence {
  return labelled('Phone', fact(phone, 'identifier', remark, verification(signUp, 'phone_number_verified')))
}

function userNameLabelled({ userName, sub }: SignUp, remark: Remark): Sentence {
  return labelled(userName === sub ? 'Id' : 'User name', fact(userName, 'identifier', remark))
}

function fact(text: string, use: TextUse, remark: Remark, verified = ''): Sentence {
  return [value(text), verified, ...remark(text, use)]
}

function labelled(label: string, shown: Sentence): Sentence {
  return [strong(`${label}: `), ...shown]
}

/** For whom people work says more than the rest. */
function companyFirst(attributes: readonly string[]): readonly string[] {
  const isCompany = (name: string) => /(?:company|organi[sz]ation)$/i.test(name)
  return [...attributes.filter(isCompany), ...attributes.filter((name) => !isCompany(name))]
}
