// Why it is unknown whether a person may decide: one row per reason, under the same key as in domain/unchecked.
import type { Person } from '../domain/person.ts'
import type { Unchecked } from '../domain/unchecked.ts'
import { person, type Sentence, untrusted } from './sentence.ts'

type Reasons = { readonly [Kind in Unchecked['kind']]: Extract<Unchecked, { kind: Kind }> }

interface UncheckedWords<Reason> {
  /** Follows a number, as in "2 not confirmed because …". */
  readonly short: string
  /** What happened, and what to do. */
  sentence(reason: Reason): Sentence
}

const aGroup = 'an approver group can’t be used (an operator has to fix that)'
const setUpWrong = 'Countersign is set up wrong (an operator has to fix that)'

const uncheckedWords: { readonly [Kind in keyof Reasons]: UncheckedWords<Reasons[Kind]> } = {
  'no-answer': {
    short: 'Slack did not say whether this person may approve',
    sentence: () => ['Slack did not say whether you may approve. Press Approve again in a minute.'],
  },
  unreadable: {
    short: 'Slack’s answer about this person makes no sense',
    sentence: () => [
      'Slack’s answer does not say whether you may approve. Ask an operator to check the log, or another approver to decide.',
    ],
  },
  'group-unknown': {
    short: aGroup,
    sentence: ({ group }) => [
      'Slack no longer knows the approver group ',
      untrusted(group, 60),
      ': it was renamed, disabled or deleted. Ask an operator to check it, or another approver to decide.',
    ],
  },
  'group-disabled': {
    short: aGroup,
    sentence: ({ group }) => [
      'the approver group ',
      untrusted(group, 60),
      ' is disabled in Slack. Ask an operator to enable it, or another approver to decide.',
    ],
  },
  'group-changed': {
    short: aGroup,
    sentence: ({ group, from, to }) => [
      untrusted(group, 60),
      ` now names another user group in Slack (${to}, before ${from}), so nobody can approve through it. Ask an operator to check who may approve, or another approver to decide.`,
    ],
  },
  'no-user-groups': {
    short: aGroup,
    sentence: () => [
      'this workspace’s Slack plan no longer has user groups. Ask an operator to name the approvers by their ids.',
    ],
  },
  token: {
    short: setUpWrong,
    sentence: ({ error }) => [
      'Slack no longer accepts Countersign’s token (',
      untrusted(error, 80),
      '). Ask an operator to install the app again and to renew SLACK_BOT_TOKEN.',
    ],
  },
  scopes: {
    short: setUpWrong,
    sentence: () => [
      'Slack does not allow Countersign to check who may approve. Ask an operator to add the scopes that the log names.',
    ],
  },
}

/** What the clicker reads. `of` is somebody else, whose approval counts already and could not be checked again. */
export function uncheckedSentence(because: Unchecked, of?: Person): Sentence {
  if (of !== undefined && (because.kind === 'no-answer' || because.kind === 'unreadable'))
    return [
      '❌ Nothing was changed: Slack did not say whether ',
      person(of.userId),
      ', who has approved before, still may. Press Approve again in a minute.',
    ]
  return ['❌ Nothing was changed: ', ...wordsFor(because.kind, because).sentence()]
}

/** The same after a number, as in "2 not confirmed because …". */
export function shortUnchecked({ kind }: Unchecked): string {
  return `not confirmed because ${uncheckedWords[kind].short}`
}

function wordsFor<Kind extends keyof Reasons>(kind: Kind, reason: Reasons[Kind]) {
  const row = uncheckedWords[kind]
  return { sentence: () => row.sentence(reason) }
}
