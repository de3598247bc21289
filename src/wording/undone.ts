// How an undoing ended: what of it worked, and what Cognito can't take back.
import type { Undone } from '../domain/way-back.ts'
import { whyAndWhatToDo } from './failure.ts'
import { person, type Sentence, time } from './sentence.ts'

export function undoneSentence(undone: Undone): Sentence {
  return [...whoUndid(undone), ' The account is disabled, so they can’t sign in. ', ...whatIsLeft(undone)]
}

/** The same where there is little room. */
export function undoneInShort(undone: Undone): Sentence {
  return [
    ...whoUndid(undone),
    undone.signOutFailure === null ? ' Disabled and signed out.' : ' ⚠️ Disabled, but not signed out.',
  ]
}

function whoUndid({ by, at, disabled }: Undone): Sentence {
  if (disabled !== 'probable') return ['↩️ Undone by ', person(by.userId), ', ', time(at), '.']
  return [
    '↩️ Disabled, noticed ',
    time(at),
    '. It was probably ',
    person(by.userId),
    '’s undoing, which got no answer.',
  ]
}

function whatIsLeft({ signOutFailure }: Undone): Sentence {
  if (signOutFailure === null)
    return ['They are signed out, but apps may accept the tokens that they already have until these expire.']
  return [
    '⚠️ But they may still be signed in: ',
    ...whyAndWhatToDo({ decision: 'sign-out', reason: signOutFailure }),
  ]
}
