// What cards, histories and buttons say of what follows a confirmation.
import { describe, expect, it } from 'vitest'
import type { Ending, Round } from '../../src/domain/round.ts'
import type { Deed, Step, StepFailure, StepState } from '../../src/domain/step.ts'
import { plainText } from '../../src/slack/draw/render-sentence.ts'
import { cardStatus } from '../../src/wording/card.ts'
import { stepInHistory } from '../../src/wording/steps.ts'
import { ada, at, confirmed, endings, pool, roundOf } from '../slack/draw/everything.ts'

const toGroup: Deed = { kind: 'add-to-group', group: 'customers' }
const telling: Deed = { kind: 'tell-member' }
const step = (deed: Deed, state: StepState): Step => ({ deed, state, fence: 1, by: ada })
const waiting: StepState = {
  kind: 'waiting',
  since: at,
  tries: 0,
  failure: null,
  mayBeDone: false,
  after: at,
}
const added: StepState = { kind: 'done', at, result: 'added' }
const failed = (failure: StepFailure, mayBeDone = false): StepState => ({
  kind: 'failed',
  at,
  failure,
  mayBeDone,
})
const cancelled = (mayBeDone: boolean): StepState => ({ kind: 'cancelled', at, mayBeDone })
const missing = failed({ kind: 'group-missing', requestId: null })

function said(steps: readonly Step[], ending: Ending = confirmed, style: 'long' | 'short' = 'long'): string {
  const round: Round = { ...roundOf({ kind: 'settled', ending }), steps }
  return plainText(cardStatus(round, pool, style) ?? [], 5000)
}

describe('after a confirmation', () => {
  it('they can sign in now, unless the pool wants them in its groups first', () => {
    expect(said([step(toGroup, waiting)])).toContain('They can sign in now.')
    const needing = { ...confirmed, signInNeedsGroup: true } as const
    expect(said([], needing)).toContain('They can sign in once they have been added to their groups.')
    expect(said([step(toGroup, waiting)], needing)).not.toContain('sign in now')
    expect(said([step(toGroup, missing)], needing)).not.toContain('sign in now')
    // Whoever is to be told keeps nobody from signing in.
    expect(said([step(toGroup, added), step(telling, waiting)], needing)).toContain('They can sign in now.')
  })

  it.each<readonly [Step, string]>([
    [step(toGroup, waiting), '⏳ Being added to group “customers”…'],
    [
      step(toGroup, {
        ...waiting,
        failure: { kind: 'cognito', reason: { kind: 'throttled' }, requestId: null },
      }),
      '⏳ Not added to group “customers”: Cognito was too busy. Countersign keeps trying.',
    ],
    [step(toGroup, added), '☑️ Added to group “customers”.'],
    [
      step(toGroup, missing),
      '❌ Not added to group “customers”: the pool has no such group. Ask an operator',
    ],
    [
      step(
        toGroup,
        failed({
          kind: 'cognito',
          reason: { kind: 'forbidden', action: 'cognito-idp:AdminAddUserToGroup' },
          requestId: null,
        }),
      ),
      'Ask an operator to allow cognito-idp:AdminAddUserToGroup in its IAM policy, then try again.',
    ],
    [
      step(telling, failed({ kind: 'slack', error: 'messages_tab_disabled' })),
      'Slack refused (messages_tab_disabled). Ask an operator to turn on the app’s Messages tab, then try again.',
    ],
    [step(telling, failed({ kind: 'may-be-told' })), 'may have been told'],
    [step(telling, { kind: 'done', at, result: 'nobody-to-tell' }), 'No full member of this workspace'],
  ])('a card says how a step stands: %#', (one, words) => {
    expect(said([one])).toContain(words)
  })

  it('a shared card says only how many are left, or have failed', () => {
    expect(said([step(toGroup, added), step(telling, waiting)], confirmed, 'short')).toContain(
      ' ⏳ 1 of 2 steps left.',
    )
    expect(said([step(toGroup, missing), step(telling, waiting)], confirmed, 'short')).toContain(
      ' ❌ 1 of 2 steps failed: see Details.',
    )
    expect(said([step(toGroup, added)], confirmed, 'short')).not.toContain('step')
  })
})

describe('once it was taken back', () => {
  const undone = endings.find(({ kind }) => kind === 'undone') ?? confirmed

  it('a card says what stays, what may stay, and what is not done any more', () => {
    const other = (group: string): Deed => ({ kind: 'add-to-group', group })
    const words = said(
      [
        step(toGroup, added),
        step(other('maybe'), cancelled(true)),
        step(other('never'), cancelled(false)),
        step(telling, cancelled(false)),
      ],
      undone,
    )
    expect(words).toContain('⚠️ They are still in group “customers”. Undoing takes nobody out of a group')
    expect(words).toContain('⚠️ They may be in group “maybe”.')
    expect(words).toContain('They were not added to group “never”.')
    expect(words).toContain('was not told, and will not be.')
  })

  it('nothing is said of somebody who was deleted', () => {
    expect(said([step(toGroup, added)], { kind: 'gone', at })).not.toContain('group')
  })
})

it.each<readonly [Deed, StepState, string]>([
  [toGroup, added, '☑️ Added to group “customers”.'],
  [toGroup, missing, '❌ Not added to group “customers”: the pool has no such group.'],
  [
    toGroup,
    failed({
      kind: 'cognito',
      reason: { kind: 'forbidden', action: 'cognito-idp:AdminAddUserToGroup' },
      requestId: null,
    }),
    '❌ Not added to group “customers”: AWS does not allow Countersign to do this.',
  ],
  [
    toGroup,
    failed({ kind: 'cognito', reason: { kind: 'no-answer' }, requestId: null }, true),
    '❌ May not be in group “customers”: Cognito gave no answer.',
  ],
  [toGroup, cancelled(true), '🚫 Cancelled: adding them to group “customers” (it may be done already).'],
  [telling, cancelled(false), '🚫 Cancelled: telling the member who has this address.'],
  [telling, failed({ kind: 'may-be-told' }), '⚠️ The member of this workspace who has this address may have'],
])('a history tells how a step ended: %#', (deed, state, words) => {
  expect(plainText(stepInHistory(deed, state), 500)).toContain(words)
})
