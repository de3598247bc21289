// What /confirm-user says of users who were found and are not waiting.
import type { NotWaiting } from '../domain/command.ts'
import type { Denied } from '../domain/decision.ts'
import type { SignUp } from '../domain/sign-up.ts'
import { endingSentence } from './ending.ts'
import { type Sentence, time, untrusted, value } from './sentence.ts'
import { calledBy } from './sign-up.ts'

/** More would not be read, and they share a name or an address. */
const mostNotWaiting = 10

/** A user whose sign-up Countersign has kept. */
interface KnownUser {
  readonly signUp: SignUp
  readonly pool: { readonly name: string }
}

/** A paragraph each. */
export function notWaitingSentences(
  users: readonly NotWaiting[],
  known: readonly KnownUser[],
): readonly Sentence[] {
  const named = users.slice(0, mostNotWaiting).map((user) => notWaitingSentence(user, known))
  const rest = users.length - named.length
  if (rest === 0) return named
  return [...named, [rest === 1 ? '1 more is not waiting either.' : `${rest} more are not waiting either.`]]
}

function notWaitingSentence(user: NotWaiting, known: readonly KnownUser[]): Sentence {
  const { poolName, status, isEnabled, ending } = user
  const who: Sentence = [...called(user, known), ' in ', untrusted(poolName, 100)]
  if (ending?.kind === 'denied' && isAsDenied(ending, status, isEnabled))
    return [...who, ' was denied: ', ...endingSentence(ending)]
  if (ending?.kind === 'lapsed' && isEnabled && status === 'UNCONFIRMED')
    return [...who, ' is not decided about: ', ...endingSentence(ending)]
  if (ending?.kind === 'undone' && !isEnabled) return [...who, ' is disabled: ', ...endingSentence(ending)]
  if (!isEnabled)
    return [
      '⛔ ',
      ...who,
      ' is disabled. To let them in, enable the user in Cognito: a card will follow if they are still waiting.',
    ]
  if (ending?.kind === 'confirmed') return [...who, ' is already confirmed: ', ...endingSentence(ending)]
  if (status !== 'CONFIRMED')
    return [
      ...who,
      ' is not waiting: their status in Cognito is ',
      untrusted(status, 60),
      '. Nothing to do here.',
    ]
  // The end may be unknown because the approval is still under way, or only a lost store knew it.
  if (ending === null) return ['☑️ ', ...who, ' is already confirmed. They can sign in. Nothing to do here.']
  return [
    '☑️ ',
    ...who,
    ' was confirmed outside Slack, noticed ',
    time(ending.at),
    '. They can sign in. Nothing to do here.',
  ]
}

/** A user name may be no more than an id. */
function called({ userName, poolName }: NotWaiting, known: readonly KnownUser[]): Sentence {
  const found = known.find(({ signUp, pool }) => signUp.userName === userName && pool.name === poolName)
  return found === undefined ? ['User name ', value(userName, 130)] : calledBy(found.signUp, 130, 'start')
}

/** Whether Cognito still shows what the denial left. */
function isAsDenied({ account }: Denied, status: string, isEnabled: boolean): boolean {
  return account.kind === 'kept' ? isEnabled && status === 'UNCONFIRMED' : !isEnabled
}
