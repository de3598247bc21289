// How a round ended.
import type { Confirmed, Ending } from '../domain/round.ts'
import { never } from '../shared/never.ts'
import { person, type Sentence, time, untrusted } from './sentence.ts'

export function endingSentence(ending: Ending): Sentence {
  switch (ending.kind) {
    case 'confirmed':
      return confirmedSentence(ending)
    case 'confirmed-elsewhere':
      return elsewhereSentence(ending.status, ending.at)
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
    default:
      return never(ending)
  }
}

function confirmedSentence({ by, at, certainty, functionError }: Confirmed): Sentence {
  if (functionError !== null) {
    return [
      '⚠️ Approved by ',
      person(by.userId),
      ', ',
      time(at),
      '. They can sign in now, but the pool’s post confirmation function failed: “',
      untrusted(functionError, 200),
      '”. Ask an operator to check whether anything is missing.',
    ]
  }
  if (certainty === 'answered') {
    return ['✅ Approved by ', person(by.userId), ', ', time(at), '. They can sign in now.']
  }
  return [
    '✅ Confirmed, noticed ',
    time(at),
    '. It was probably ',
    person(by.userId),
    '’s approval, which got no answer. They can sign in now.',
  ]
}

function elsewhereSentence(status: string, at: Date): Sentence {
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
