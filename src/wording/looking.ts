// Who looks into a sign-up that waits.
import type { Looking } from '../domain/looking.ts'
import { person, type Sentence, time } from './sentence.ts'

export const lookInto = 'I’m on it'
export const stopLooking = 'Not any more'

/** What a card says of it, `short` where there is little room. */
export function lookingSentence({ by, since }: Looking, style: 'long' | 'short'): Sentence {
  const who: Sentence = ['👀 ', person(by.userId), ' is looking into this']
  return style === 'short' ? [...who, '.'] : [...who, ', since ', time(since), '. Anybody may still decide.']
}

/** To whoever pressed these buttons. */
export const youLook: Sentence = [
  '👀 Others can see that you’re looking into this, for 30 minutes or until somebody decides. They may still decide.',
]

export const youStopped: Sentence = ['You’re no longer shown as looking into this.']

export const youDidNotLook: Sentence = [
  'Nothing was changed: you aren’t shown as looking into this. To take over from somebody else, press I’m on it.',
]
