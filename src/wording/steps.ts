// What is done after a confirmation: what a card, a history and a private answer say of each step.
import type { Round } from '../domain/round.ts'
import type { SignUp } from '../domain/sign-up.ts'
import { type Deed, isFailed, nextStep, type Step, type StepFailure, type StepState } from '../domain/step.ts'
import { mayDoSteps } from '../domain/steps-of-round.ts'
import { never } from '../shared/never.ts'
import { whyAndWhatToDo, whyFailed } from './failure.ts'
import { joined, type Sentence, untrusted } from './sentence.ts'
import { namedBy } from './sign-up.ts'

/** Follows how the round ended, a step in a line; where there is little room, how many are left or have failed. */
export function stepsSaid(round: Round, style: 'long' | 'short'): readonly Sentence[] {
  const steps = round.steps ?? []
  if (style === 'short') return mayDoSteps(round) ? inShort(steps) : []
  return mayDoSteps(round) ? steps.flatMap(stepStands) : whatStays(round, steps)
}

function inShort(steps: readonly Step[]): readonly Sentence[] {
  const failed = steps.filter(isFailed).length
  if (failed > 0) return [[`❌ ${failed} of ${steps.length} steps failed: see Details.`]]
  const left = steps.filter(({ state }) => state.kind === 'waiting' || state.kind === 'doing').length
  return nextStep(steps) === null ? [] : [[`⏳ ${left} of ${steps.length} steps left.`]]
}

/** How it stands; nothing about one that is not wanted any more. */
function stepStands({ deed, state }: Step): readonly Sentence[] {
  switch (state.kind) {
    case 'waiting':
      return [state.failure === null ? underWay(deed) : triedByItself(deed, state.failure, state.mayBeDone)]
    case 'doing':
      return [underWay(deed)]
    case 'done':
      return [isDone(deed, state)]
    case 'failed':
      return [failedSentence(deed, state.failure, state.mayBeDone)]
    case 'cancelled':
      return []
    default:
      return never(state)
  }
}

function underWay(deed: Deed): Sentence {
  if (deed.kind === 'tell-member') return ['⏳ Telling the member of this workspace who has this address…']
  return ['⏳ Being added to ', ...groupNamed(deed.group), '…']
}

function groupNamed(group: string): Sentence {
  return ['group “', untrusted(group, 130), '”']
}

function triedByItself(deed: Deed, failure: StepFailure, mayBeDone: boolean): Sentence {
  return ['⏳ ', ...notKnownDone(deed, mayBeDone), ': ', ...why(failure), '. Countersign keeps trying.']
}

/** `mayBeDone`: a try got no answer, so it may have worked. */
function notKnownDone(deed: Deed, mayBeDone: boolean): Sentence {
  if (deed.kind === 'add-to-group')
    return [mayBeDone ? 'May not be in ' : 'Not added to ', ...groupNamed(deed.group)]
  return [
    'The member of this workspace who has this address ',
    mayBeDone ? 'may not have been told' : 'was not told',
  ]
}

function isDone(deed: Deed, { result }: Extract<StepState, { kind: 'done' }>): Sentence {
  if (deed.kind === 'add-to-group') return ['☑️ Added to ', ...groupNamed(deed.group), '.']
  if (result === 'told') return ['☑️ The member of this workspace who has this address was told.']
  return ['☑️ No full member of this workspace has this address, so nobody was told.']
}

/** What went wrong, and what to do. */
function failedSentence(deed: Deed, failure: StepFailure, mayBeDone: boolean): Sentence {
  if (failure.kind === 'may-be-told')
    return [
      '⚠️ The member of this workspace who has this address may have been told: Slack did not say whether the message arrived. If you try again, they may get it twice.',
    ]
  return ['❌ ', ...notKnownDone(deed, mayBeDone), ': ', ...whyAndWhatNext(failure)]
}

function whyAndWhatNext(failure: StepFailure): Sentence {
  switch (failure.kind) {
    case 'cognito':
      return whyAndWhatToDo({ decision: 'add-to-group', reason: failure.reason }, failure.requestId)
    case 'group-missing':
      return [
        'the pool has no such group. Ask an operator to create it in Cognito, then try again. If the name is wrong in after.groups, ask them to correct that, and to add this user by hand.',
      ]
    case 'gone':
      return ['the user was deleted from the pool. If they still need access, they have to sign up again.']
    case 'imitation':
      return [
        'another sign-up has this one’s id as its user name, or the other way round. Ask an operator to delete the impostor in Cognito, then try again.',
      ]
    case 'slack':
      return [
        'Slack refused (',
        untrusted(failure.error, 80),
        `). ${slackFix(failure.error)}, then try again.`,
      ]
    case 'slack-unreachable':
      return ['Slack gave no answer. Try again.']
    case 'may-be-told':
      return ['Slack did not say whether the message arrived.']
    default:
      return never(failure)
  }
}

function slackFix(error: string): string {
  if (error === 'missing_scope')
    return 'Ask an operator to install the app again, with the scopes of manifest.yml'
  if (error === 'messages_tab_disabled') return 'Ask an operator to turn on the app’s Messages tab'
  return 'Ask an operator to check the log'
}

/** Why it did not work, without what to do. */
function why(failure: StepFailure): Sentence {
  switch (failure.kind) {
    case 'cognito':
      return whyFailed({ decision: 'add-to-group', reason: failure.reason }, failure.requestId)
    case 'group-missing':
      return ['the pool has no such group']
    case 'gone':
      return ['the user was deleted']
    case 'imitation':
      return ['Cognito could take another sign-up for this one']
    case 'slack':
      return ['Slack refused (', untrusted(failure.error, 80), ')']
    case 'slack-unreachable':
      return ['Slack gave no answer']
    case 'may-be-told':
      return ['Slack did not say whether the message arrived']
    default:
      return never(failure)
  }
}

/** Where the confirmation was taken back: what of it is left, and what is not done any more. */
function whatStays({ state }: Round, steps: readonly Step[]): readonly Sentence[] {
  if (state.kind !== 'settled' || state.ending.kind === 'gone') return []
  const groups = (is: (step: Step) => boolean) =>
    steps.flatMap((step) =>
      step.deed.kind === 'add-to-group' && is(step) ? [groupNamed(step.deed.group)] : [],
    )
  const still = groups((step) => step.state.kind === 'done')
  const perhaps = groups(mayBeDone)
  const never = groups((step) => step.state.kind !== 'done' && !mayBeDone(step))
  const remedy = ' Undoing takes nobody out of a group: if that matters, ask an operator to do it in Cognito.'
  return [
    ...(still.length > 0 ? [['⚠️ They are still in ', ...joined(still, ', '), `.${remedy}`]] : []),
    ...(perhaps.length > 0 ? [['⚠️ They may be in ', ...joined(perhaps, ', '), `.${remedy}`]] : []),
    ...(never.length > 0 ? [['They were not added to ', ...joined(never, ', '), '.']] : []),
    ...steps.flatMap((step) => (step.deed.kind === 'tell-member' ? whoWasTold(step) : [])),
  ]
}

function mayBeDone({ state }: Step): boolean {
  if (state.kind === 'done') return false
  return state.kind === 'doing' || state.mayBeDone
}

function whoWasTold(step: Step): readonly Sentence[] {
  if (step.state.kind === 'done') return [isDone(step.deed, step.state)]
  if (mayBeDone(step)) return [['The member of this workspace who has this address may have been told.']]
  return [['The member of this workspace who has this address was not told, and will not be.']]
}

/** In a history. */
export function stepInHistory(deed: Deed, state: StepState): Sentence {
  switch (state.kind) {
    case 'waiting':
    case 'doing':
      return underWay(deed)
    case 'done':
      return isDone(deed, state)
    case 'failed':
      return state.failure.kind === 'may-be-told'
        ? ['⚠️ The member of this workspace who has this address may have been told.']
        : ['❌ ', ...notKnownDone(deed, state.mayBeDone), ': ', ...why(state.failure), '.']
    case 'cancelled':
      return ['🚫 Cancelled: ', ...toDo(deed), state.mayBeDone ? ' (it may be done already).' : '.']
    default:
      return never(state)
  }
}

function toDo(deed: Deed): Sentence {
  return deed.kind === 'tell-member'
    ? ['telling the member who has this address']
    : ['adding them to ', ...groupNamed(deed.group)]
}

/** What is tried again; part of a sentence. */
export function deedsSaid(deeds: readonly Deed[]): Sentence {
  return joined(deeds.map(toDo), ', ')
}

/** To whoever had failed steps tried again. */
export function tryingAgain(deeds: readonly Deed[]): Sentence {
  return ['⏳ Trying again: ', ...deedsSaid(deeds), '. The card shows the result.']
}

export const nothingToTry: Sentence = [
  'Nothing was changed: nothing has failed here that could be tried again. The sign-up’s newest card shows what was done.',
]

/** A button: for one step, or for all that failed. */
export function tryAgain(deed: Deed | null): Sentence {
  if (deed === null) return ['Try again']
  return deed.kind === 'tell-member' ? ['Try again: tell member'] : ['Try again: ', untrusted(deed.group, 40)]
}

/** What a screen reader says of it. */
export function tryAgainInFull(deed: Deed | null, signUp: SignUp): Sentence {
  return [...tryAgain(deed), ', ', ...namedBy(signUp, { name: 15, most: 30 }, 'inside')]
}
