// The ways back from a settled round: their dialogs, and what the next round's card says of the one before.
import type { Decision } from '../domain/decision.ts'
import type { Round } from '../domain/round.ts'
import type { SignUp } from '../domain/sign-up.ts'
import type { Origin } from '../domain/way-back.ts'
import { never } from '../shared/never.ts'
import { why } from './denial.ts'
import { person, type Sentence, time, untrusted } from './sentence.ts'
import { calledBy } from './sign-up.ts'

export const reopen = 'Reopen'

/** Slack accepts 300 characters of text in a dialog. */
export function reopenDialog(signUp: SignUp, isLapsed: boolean) {
  const account = isLapsed
    ? ''
    : ' If the denial disabled the account, it is enabled, but still can’t sign in.'
  return {
    title: ['Reopen this sign-up?'] satisfies Sentence,
    text: [
      ...calledBy(signUp, 100, 'start'),
      ` will wait for a decision again, on a new card.${account}`,
    ] satisfies Sentence,
    confirm: ['Reopen'] satisfies Sentence,
    deny: ['Cancel'] satisfies Sentence,
  }
}

export const undo = 'Undo…'
export const undoShort = 'Undo the approval of'
export const signOutAgain = 'Sign out again…'
export const signOut = 'Sign out'

/** `isOnlySignOut` if the account is disabled already. */
export function undoDialog(signUp: SignUp, isOnlySignOut: boolean) {
  const title = isOnlySignOut ? 'Sign this user out?' : 'Undo this approval?'
  const what = isOnlySignOut
    ? ' will be signed out. Apps may accept the tokens that they already have until these expire: Cognito can’t take those back.'
    : ' will be disabled and signed out, and can’t sign in any more. Apps may accept the tokens that they already have until these expire: Cognito can’t take those back.'
  return {
    title: [title] satisfies Sentence,
    text: [...calledBy(signUp, 100, 'start'), what] satisfies Sentence,
    confirm: [isOnlySignOut ? 'Sign out' : 'Undo'] satisfies Sentence,
    deny: ['Cancel'] satisfies Sentence,
  }
}

export const letIn = 'Let in again…'
export const letInShort = 'Let in again'

export function letInDialog(signUp: SignUp, poolName: string) {
  return {
    title: ['Let this user in again?'] satisfies Sentence,
    text: [
      ...calledBy(signUp, 100, 'start'),
      ' will be enabled in Cognito, and can sign in to ',
      untrusted(poolName, 50),
      ' again.',
    ] satisfies Sentence,
    confirm: ['Let in'] satisfies Sentence,
    deny: ['Cancel'] satisfies Sentence,
  }
}

/** Who opened the round, and what it is to take back; empty for one that never waits. */
export function originSentence(origin: Origin): Sentence {
  const { by, at } = origin
  switch (origin.kind) {
    case 'reopen': {
      const { denied } = origin
      const before: Sentence = [
        'It had been denied by ',
        person(denied.by.userId),
        ', ',
        time(denied.at),
        '.',
      ]
      return ['↩️ Reopened by ', person(by.userId), ', ', time(at), '. ', ...before, ...why(denied)]
    }
    case 'resume':
      return [
        '↩️ Reopened by ',
        person(by.userId),
        ', ',
        time(at),
        '. It had lapsed, ',
        time(origin.lapsed.at),
        '.',
      ]
    case 'let-in':
      return [
        '↩️ To be let in again, as ',
        person(by.userId),
        ' wishes, ',
        time(at),
        '.',
        ...whatDisabled(origin),
      ]
    case 'undo':
      return []
    default:
      return never(origin)
  }
}

/** The same where there is little room. */
export function originInShort(origin: Origin): Sentence {
  if (origin.kind === 'undo') return []
  if (origin.kind === 'let-in') return ['↩️ To be let in again, as ', person(origin.by.userId), ' wishes.']
  if (origin.kind === 'resume') return ['↩️ Reopened by ', person(origin.by.userId), '. It had lapsed before.']
  const reason = untrusted(origin.denied.reason, 75)
  return ['↩️ Reopened by ', person(origin.by.userId), '. Denied before: “', reason, '”.']
}

function whatDisabled({ before: { kind, by, at } }: Extract<Origin, { kind: 'let-in' }>): Sentence {
  const what = kind === 'undone' ? ' Their approval had been undone by ' : ' They had been denied by '
  return [what, person(by.userId), ', ', time(at), '.']
}

/** On the card of a way back that has worked: what was taken back. */
export function endedBefore({ state, origin }: Round): Sentence {
  const ending = state.kind === 'settled' ? state.ending.kind : null
  if (origin?.kind === 'let-in' && ending === 'confirmed') return whatDisabled(origin)
  if (origin?.kind !== 'undo' || ending !== 'undone' || origin.approved === null) return []
  return [
    ' They had been approved by ',
    person(origin.approved.by.userId),
    ', ',
    time(origin.approved.at),
    '.',
  ]
}

/** On a card whose round was followed by another. */
export function followedBy(at: Date): Sentence {
  return [' That was ', time(at), '. A newer card shows what came after it.']
}

/** To whoever took something back after somebody else. */
export function followed(first: string | null, clicker: string): Sentence {
  if (first === clicker) return ['You did this already: a newer card shows this sign-up.']
  const who: Sentence = first === null ? ['Something else came first'] : [person(first), ' was first']
  return [...who, ': a newer card shows this sign-up. Your click changed nothing.']
}

/** To whoever took back what can't be taken back, or not any more. */
export function notOffered(decision: Decision): Sentence {
  if (decision === 'undo')
    return [
      '❌ Nothing was changed: this can’t be undone here, or not any more. To take away this user’s access, ask an operator to disable the user in Cognito.',
    ]
  const what = decision === 'let-in' ? 'this user can’t be let in again' : 'this can’t be reopened'
  return [`❌ Nothing was changed: ${what} as it is now. The sign-up’s newest card shows what can be done.`]
}

/** To whoever reopened a sign-up. */
export const reopened: Sentence = ['↩️ Reopened. It waits for a decision again, on a new card.']
