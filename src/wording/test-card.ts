// The test card, and what whoever presses a button of it is told.
import type { TestDeed } from '../domain/test-card.ts'
import { approve, details } from './card.ts'
import { deny } from './denial.ts'
import { lookInto } from './looking.ts'
import { type Sentence, strong, untrusted } from './sentence.ts'

export const testCardTitle = 'A test: nobody signed up'

/** What each button is called, as on a card. */
export const testLabels: { readonly [Deed in TestDeed]: string } = {
  approve,
  deny,
  'look-into': lookInto,
  details,
}

/** What each would have done; follows its name and "would have". */
const wouldHave: { readonly [Deed in TestDeed]: string } = {
  approve:
    'asked you once more, then confirmed the user in Cognito, and the card would say that you approved',
  deny: 'opened a form with the reasons to choose from, and changed nothing before you submit that',
  'look-into': 'shown on the card, for half an hour, that you are looking into the sign-up',
  details: 'opened everything that is known about the sign-up, for you alone',
}

export function testCard(poolName: string): Sentence {
  return [
    'Countersign’s doctor posted this card for the pool ',
    untrusted(poolName, 60),
    '. It is about nobody, and no button of it changes anything. Press one to see whether Countersign hears you: it answers you alone, as it would on a card of somebody who waits.',
  ]
}

export function testButtonMeaning(deed: TestDeed): Sentence {
  return [strong(testLabels[deed]), ` would have ${wouldHave[deed]}.`]
}

/** For an approver. Anybody else is refused as on any other card. */
export function testAnswer(deed: TestDeed, poolName: string | null): Sentence {
  const may: Sentence =
    poolName === null ? [] : [' You may decide about sign-ups of ', untrusted(poolName, 60), '.']
  return [
    `✅ This is a test card, so nothing was done. ${testLabels[deed]} would have ${wouldHave[deed]}.`,
    ...may,
  ]
}
