// What the service refuses in a stranger's form, in the service's own words; cognito-local accepts anything.
import { z } from 'zod'
import { type Answer, type Input, refused } from './answer.ts'

/** Undefined if the form may go on to the pool. */
export function refuseSignUp(input: Input, isEmailPool: boolean): Answer | undefined {
  const form = signUpForm.parse(input)
  const { Username, Password, UserAttributes } = form
  const broken = brokenConstraints(form)
  if (broken.length > 0) return invalid(`${countErrors(broken)} detected: ${broken.join('; ')}`)

  if (UserAttributes.some(({ Name }) => notForStrangers.has(Name)))
    return refused('NotAuthorizedException', 'A client attempted to write unauthorized attribute')
  if (isEmailPool && !Username.includes('@')) return invalid('Username should be an email.')
  const emails = UserAttributes.filter(({ Name }) => Name === 'email').map(({ Value }) => Value)
  if ([...emails, ...(isEmailPool ? [Username] : [])].some((email) => !emailFormat.test(email)))
    return invalid('Invalid email address format.')

  const weakness = weaknesses.find(({ isMet }) => !isMet(Password))
  return (
    weakness &&
    refused('InvalidPasswordException', `Password did not conform with policy: ${weakness.complaint}`)
  )
}

/** Undefined if the form may go on to the pool. */
export function refuseSignIn(input: Input): Answer | undefined {
  const { AuthParameters } = signInForm.parse(input)
  const missing = (['USERNAME', 'PASSWORD'] as const).find((name) => AuthParameters[name] === '')
  return missing && invalid(`Missing required parameter ${missing}`)
}

/** The real service calls a missing field null; here a missing field counts as empty. */
const text = z.string().catch('')

const signUpForm = z.object({
  Username: text,
  Password: text,
  UserAttributes: z.array(z.object({ Name: text, Value: text })).catch([]),
})

const signInForm = z.object({
  AuthParameters: z.object({ USERNAME: text, PASSWORD: text }).catch({ USERNAME: '', PASSWORD: '' }),
})

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html */
function brokenConstraints({ Username, Password, UserAttributes }: z.infer<typeof signUpForm>): string[] {
  const broken = (field: string, constraint: string) =>
    `Value at '${field}' failed to satisfy constraint: Member must ${constraint}`
  const longValue = UserAttributes.findIndex(({ Value }) => Value.length > 2048)
  return [
    ...(Password.length > 256 ? [broken('password', 'have length less than or equal to 256')] : []),
    ...(/^\S+.*\S+$/.test(Password)
      ? []
      : [broken('password', 'satisfy regular expression pattern: ^[\\S]+.*[\\S]+$')]),
    ...(Username === '' ? [broken('username', 'have length greater than or equal to 1')] : []),
    ...(Username.length > 128 ? [broken('username', 'have length less than or equal to 128')] : []),
    ...(/^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u.test(Username)
      ? []
      : [broken('username', 'satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+')]),
    ...(longValue < 0
      ? []
      : [broken(`userAttributes.${longValue + 1}.member.value`, 'have length less than or equal to 2048')]),
  ]
}

function countErrors({ length }: readonly string[]): string {
  return `${length} validation error${length === 1 ? '' : 's'}`
}

const notForStrangers = new Set(['sub', 'email_verified', 'phone_number_verified'])

const emailFormat = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/** A pool's default policy; the service names the first requirement that is not met. */
const weaknesses = [
  { complaint: 'Password not long enough', isMet: (password: string) => password.length >= 8 },
  { complaint: 'Password must have uppercase characters', isMet: has(/[A-Z]/) },
  { complaint: 'Password must have lowercase characters', isMet: has(/[a-z]/) },
  { complaint: 'Password must have numeric characters', isMet: has(/[0-9]/) },
  { complaint: 'Password must have symbol characters', isMet: has(/[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+ -]/) },
]

function has(characters: RegExp): (password: string) => boolean {
  return (password) => characters.test(password)
}

function invalid(message: string): Answer {
  return refused('InvalidParameterException', message)
}
