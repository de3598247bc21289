// What /confirm-user says of users who were found and are not waiting.
import type { NotWaiting } from '../domain/command.ts'
import type { Denied } from '../domain/decision.ts'
import { endingSentence } from './ending.ts'
import { type Sentence, time, untrusted, value } from './sentence.ts'

/** More would not be read, and they share a name or an address. */
const mostNotWaiting = 10

/** A paragraph each. */
export function notWaitingSentences(users: readonly NotWaiting[]): readonly Sentence[] {
  const named = users.slice(0, mostNotWaiting).map(notWaitingSentence)
  const rest = users.length - named.length
  if (rest === 0) return named
  return [...named, [rest === 1 ? '1 more is not waiting either.' : `${rest} more are not waiting either.`]]
}

function notWaitingSentence({ userName, poolName, status, isEnabled, ending }: NotWaiting): Sentence {
  const who: Sentence = ['User name ', value(userName, 130), ' in ', untrusted(poolName, 100)]
  if (ending?.kind === 'denied' && isAsDenied(ending, status, isEnabled))
    return [...who, ' was denied: ', ...endingSentence(ending)]
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

/** Whether Cognito still shows what the denial left. */
function isAsDenied({ account }: Denied, status: string, isEnabled: boolean): boolean {
  return account.kind === 'kept' ? isEnabled && status === 'UNCONFIRMED' : !isEnabled
}
