// Why a person may not decide: one row per refusal.
import type { Refusal } from '../domain/may-decide.ts'
import { type Sentence, untrusted } from './sentence.ts'

interface RefusalWords {
  /** Follows a number, as in "2 refused because …". */
  readonly short: string
  sentence(pool: Sentence): Sentence
}

const mayNot = 'refused because this person may not approve here'

const refusalWords: { readonly [Because in Refusal]: RefusalWords } = {
  'not-an-approver': {
    short: mayNot,
    sentence: (pool) => [
      'You are not an approver for ',
      ...pool,
      ', so nothing was changed. Ask an approver to decide, or an operator to make you one.',
    ],
  },
  guest: {
    short: mayNot,
    sentence: () => [
      'Guests can’t approve sign-ups, so nothing was changed. Ask an approver who is a full member of this workspace.',
    ],
  },
  'other-workspace': {
    short: mayNot,
    sentence: () => [
      'You belong to another workspace, so you can’t approve sign-ups here, and nothing was changed. Ask an approver from this workspace.',
    ],
  },
  deactivated: {
    short: mayNot,
    sentence: () => ['Your Slack account is deactivated, so nothing was changed. Ask an approver to decide.'],
  },
  bot: {
    short: mayNot,
    sentence: () => ['Bots can’t approve sign-ups, so nothing was changed. Ask an approver to decide.'],
  },
  'no-email': {
    short: 'refused because this person’s Slack profile has no e-mail address',
    sentence: (pool) => [
      'Your Slack profile has no e-mail address, so Countersign can’t tell which sign-up is your own, and nothing was changed. Ask another approver to decide, or a Slack administrator to add your address. An operator can also set allow_no_email for ',
      ...pool,
      '.',
    ],
  },
  'own-sign-up': {
    short: 'refused as this person’s own sign-up',
    sentence: () => [
      'This is your own sign-up (it has your e-mail address or phone number), so nothing was changed. Ask another approver to decide.',
    ],
  },
  imitation: {
    short: 'refused because it could be mistaken for another sign-up',
    sentence: () => [
      'Nothing was changed: this sign-up and another could be mistaken for each other. Ask an operator to delete the impostor in Cognito.',
    ],
  },
}

/** Why the reader may not decide. `poolName` is null if the pool is unknown. */
export function refusalSentence(because: Refusal, poolName: string | null): Sentence {
  const pool: Sentence = poolName === null ? ['this pool'] : ['pool ', untrusted(poolName, 100)]
  return ['🚫 ', ...refusalWords[because].sentence(pool)]
}

/** The same after a number, as in "2 refused …". */
export function shortRefusal(because: Refusal): string {
  return refusalWords[because].short
}
