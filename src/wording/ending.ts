// How a round ended.
import type { Confirmed, Ending } from '../domain/round.ts'
import { isInAllGroups, type Step } from '../domain/step.ts'
import { never } from '../shared/never.ts'
import { withOthers } from './approvals.ts'
import { deniedInShort, deniedSentence } from './denial.ts'
import { failureInShort, failureSentence } from './failure.ts'
import { lapsedInShort, lapsedSentence } from './lapsed.ts'
import { person, type Sentence, time, untrusted } from './sentence.ts'
import { undoneInShort, undoneSentence } from './undone.ts'

/** `steps` are those of its sign-up, where they are known. */
export function endingSentence(ending: Ending, steps?: readonly Step[]): Sentence {
  switch (ending.kind) {
    case 'confirmed':
      return confirmedSentence(ending, whenToSignIn(ending, steps))
    case 'denied':
      return deniedSentence(ending)
    case 'confirmed-elsewhere':
      return elsewhereSentence(ending)
    case 'disabled':
      return [
        '⛔ Disabled outside Slack, noticed ',
        time(ending.at),
        '. To decide again, enable the user in Cognito, and a new card will follow.',
      ]
    case 'gone':
      return [
        '🗑️ Deleted from the pool, noticed ',
        time(ending.at),
        '. If they still need access, they have to sign up again.',
      ]
    case 'undone':
      return undoneSentence(ending)
    case 'lapsed':
      return lapsedSentence(ending)
    case 'not-done':
      return failureSentence(ending)
    case 'disproved':
      return disprovedSentence(ending)
    default:
      return never(ending)
  }
}

/** The same where there is little room. */
export function endingInShort(ending: Ending, steps?: readonly Step[]): Sentence {
  if (ending.kind === 'denied') return deniedInShort(ending)
  if (ending.kind === 'undone') return undoneInShort(ending)
  if (ending.kind === 'not-done') return failureInShort(ending)
  if (ending.kind === 'lapsed') return lapsedInShort(ending)
  if (ending.kind !== 'disproved') return endingSentence(ending, steps)
  return [
    '❌ Not confirmed after all, noticed ',
    time(ending.at),
    ': Cognito still lists this user as unconfirmed. ',
    ending.isEnabled
      ? 'To decide again, use the new card.'
      : 'Once they are enabled, a new card will follow.',
  ]
}

/** Where the pool wants that, nobody is said to be able to sign in before they are in its groups. */
function whenToSignIn({ signInNeedsGroup }: Confirmed, steps: readonly Step[] = []): string {
  const isInAll = steps.length > 0 && isInAllGroups(steps)
  if (signInNeedsGroup !== true || isInAll) return 'They can sign in now'
  return 'They can sign in once they have been added to their groups'
}

function confirmedSentence(
  { by, approvers, at, certainty, functionError }: Confirmed,
  signIn: string,
): Sentence {
  const others = withOthers(approvers, by)
  if (functionError !== null) {
    return [
      '⚠️ Confirmed, noticed ',
      time(at),
      '. It was probably ',
      person(by.userId),
      '’s approval',
      ...others,
      `. ${signIn}, but the pool’s post confirmation function failed: “`,
      untrusted(functionError, 200),
      '”. Ask an operator to check whether anything is missing.',
    ]
  }
  if (certainty === 'answered') {
    return ['✅ Approved by ', person(by.userId), ...others, ', ', time(at), `. ${signIn}.`]
  }
  return [
    '✅ Confirmed, noticed ',
    time(at),
    '. It was probably ',
    person(by.userId),
    '’s approval',
    ...others,
    `, which got no answer. ${signIn}.`,
  ]
}

function elsewhereSentence({
  status,
  at,
  functionError,
}: Extract<Ending, { kind: 'confirmed-elsewhere' }>): Sentence {
  if (functionError !== undefined) {
    return [
      '⚠️ No longer waiting: their status in Cognito is ',
      untrusted(status, 60),
      ', noticed ',
      time(at),
      '. One of the pool’s Lambda functions failed: “',
      untrusted(functionError, 200),
      '”. Ask an operator to check that, and to enable the user if they may come in.',
    ]
  }
  if (status === 'CONFIRMED')
    return ['☑️ Confirmed outside Slack, noticed ', time(at), '. They can sign in now. Nothing to do here.']
  return [
    '☑️ No longer waiting: their status in Cognito is ',
    untrusted(status, 60),
    ', noticed ',
    time(at),
    '. Nothing to do here.',
  ]
}

/** What was said before, what is known now, and what to do next. */
function disprovedSentence({ said, at, isEnabled }: Extract<Ending, { kind: 'disproved' }>): Sentence {
  return [
    '❌ Not confirmed after all, noticed ',
    time(at),
    '. ',
    ...whatWasSaid(said),
    ', but Cognito still lists this user as unconfirmed, so they can’t sign in. Cognito may have taken another user for this one: ask an operator to check whether another user’s name is this one’s id. ',
    isEnabled
      ? 'To decide again, use the new card.'
      : 'The user is disabled by now. Once they are enabled, a new card will follow.',
  ]
}

function whatWasSaid(said: Extract<Ending, { kind: 'disproved' }>['said']): Sentence {
  if (said.kind === 'confirmed-elsewhere')
    return ['Until now, this card called them confirmed outside Slack (', time(said.at), ')']
  if (said.certainty === 'probable')
    return ['It looked as if ', person(said.by.userId), '’s approval had worked (', time(said.at), ')']
  return [person(said.by.userId), '’s approval was accepted (', time(said.at), ')']
}
