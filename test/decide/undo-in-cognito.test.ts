// A round that is claimed to take back an approval: two calls, each shown, and nobody touched who is not active.
import { describe, expect, it } from 'vitest'
import { undoInCognito } from '../../src/decide/undo-in-cognito.ts'
import type { Update } from '../../src/domain/attempt.ts'
import type { Ending } from '../../src/domain/round.ts'
import type { Origin } from '../../src/domain/way-back.ts'
import { plainText } from '../../src/slack/draw/render-sentence.ts'
import { endingSentence } from '../../src/wording/ending.ts'
import { ada, bob } from '../domain/people.ts'
import { busy, goBack, lost, missing, refused, seen, unknown, unread, yes } from './way-back.ts'

const at = new Date('2026-05-01T12:00:00Z')
const origin: Extract<Origin, { kind: 'undo' }> = {
  kind: 'undo',
  by: ada,
  at,
  approved: { by: bob, at },
  isDisabled: false,
  until: new Date('2099-01-01'),
}
const signOutOnly = { ...origin, isDisabled: true }

const active = seen('CONFIRMED')
const disabled = seen('CONFIRMED', false)

const undo = (world: Parameters<typeof goBack>[2], from = origin) => goBack(undoInCognito, from, world)

describe('undoing an approval', () => {
  it('looks, disables, looks again, and signs out', async () => {
    const { done, ending } = await undo({ lists: [active, disabled] })
    expect(done).toEqual(['list', 'disable', 'list', 'sign-out', 'settled: undone, click undone'])
    expect(ending).toMatchObject({ by: ada, disabled: 'answered', signOutFailure: null })
  })

  it.each([
    ['deleted', missing, 'settled: gone, click overtaken'],
    ['disabled by others', disabled, 'settled: confirmed-elsewhere, click overtaken'],
    ['unconfirmed', seen('UNCONFIRMED'), 'settled: not-done, click failed'],
    ['waiting for a new password', seen('RESET_REQUIRED'), 'settled: not-done, click failed'],
  ])('touches nobody who is %s', async (_, look, last) => {
    const { done } = await undo({ lists: [look] })
    expect(done).not.toContain('disable')
    expect(done).not.toContain('sign-out')
    expect(done.at(-1)).toBe(last)
  })

  it('of somebody who is being deleted meanwhile is told as that', async () => {
    const before = await undo({ lists: [active, missing], answers: { disable: [unknown] } })
    expect(before.done.at(-1)).toBe('settled: gone, click overtaken')
    const between = await undo({ lists: [active, disabled, missing], answers: { 'sign-out': [unknown] } })
    expect(between.done.at(-1)).toBe('settled: gone, click overtaken')
  })

  it('is not done if the first call fails for good, and signs nobody out', async () => {
    const { done, ending } = await undo({ lists: [active], answers: { disable: [refused] } })
    expect(done).toEqual(['list', 'disable', 'settled: not-done, click failed'])
    expect(ending).toMatchObject({ decision: 'undo', reason: { kind: 'not-allowed' } })
  })

  it('repeats a lost answer, or finds that it worked', async () => {
    const again = await undo({ lists: [active, active, disabled], answers: { disable: [lost, yes] } })
    expect(again.done.filter((one) => one === 'disable')).toHaveLength(2)
    const worked = await undo({ lists: [active, disabled], answers: { disable: [lost] } })
    expect(worked.done).toEqual(['list', 'disable', 'list', 'sign-out', 'settled: undone, click undone'])
    expect(worked.ending).toMatchObject({ disabled: 'probable' })
  })

  it('says that it may have worked where nobody can see', async () => {
    const { ending, unseen } = await undo({ lists: [active, unread], answers: { disable: [lost] } })
    expect(ending).toMatchObject({ kind: 'not-done', reason: { kind: 'uncertain' } })
    expect(unseen).toContain('disable')
  })

  it('shows that the second call was refused, and does not repeat it', async () => {
    const { done, ending } = await undo({ lists: [active, disabled], answers: { 'sign-out': [refused] } })
    expect(done.filter((one) => one === 'sign-out')).toHaveLength(1)
    expect(ending).toMatchObject({ kind: 'undone', signOutFailure: { kind: 'not-allowed' } })
  })

  it('names the session of the first call, though there was none for the second one', async () => {
    const problem = { kind: 'role-forbidden', action: 'sts:AssumeRole' } as const
    const none = { kind: 'role-problem', problem, requestId: null } as const
    const half = await undo({ lists: [active, disabled], answers: { 'sign-out': [none] } })
    expect(half).toMatchObject({ ending: { signOutFailure: problem }, session: 'cs-T0HOME-U0ADA' })
    const nothing = await undo({ lists: [active], answers: { disable: [none] } })
    expect(nothing).toMatchObject({ ending: { kind: 'not-done', reason: problem }, session: null })
  })

  it('repeats the second call while that may help', async () => {
    const worked = await undo({ lists: [active, disabled], answers: { 'sign-out': [busy, lost, yes] } })
    expect(worked.done.filter((one) => one === 'sign-out')).toHaveLength(3)
    expect(worked.ending).toMatchObject({ kind: 'undone', signOutFailure: null })
    const never = await undo({ lists: [active, disabled], answers: { 'sign-out': [busy] } })
    expect(never.ending).toMatchObject({ kind: 'undone', signOutFailure: { kind: 'throttled' } })
  })

  it('goes on where a dead process had disabled the user', async () => {
    const { done, ending } = await undo({ lists: [disabled], hasCalled: 'disable' })
    expect(done).toEqual(['list', 'sign-out', 'settled: undone, click undone'])
    expect(ending).toMatchObject({ disabled: 'probable' })
  })
})

describe('a user who signs in while their approval is undone', () => {
  /** Somebody who signs in whenever they can, and was signed in before. */
  function openUser() {
    const user = { isEnabled: true, sessions: 1 }
    const signIn = () => {
      if (user.isEnabled) user.sessions += 1
    }
    const effect = (call: Update) => {
      signIn()
      if (call === 'disable') user.isEnabled = false
      if (call === 'sign-out') user.sessions = 0
      signIn()
    }
    return { user, effect }
  }

  it.each([
    ['at once', { lists: [active, disabled] }],
    ['with a lost answer', { lists: [active, active, disabled], answers: { disable: [lost, yes] } }],
    [
      'by the second call for signing out',
      { lists: [active, disabled], answers: { 'sign-out': [busy, yes] } },
    ],
  ] as const)('is signed out after they are disabled, so that nothing of it lasts: %s', async (_, world) => {
    const { user, effect } = openUser()
    const { ending } = await undo({ ...world, effect })
    expect(user).toEqual({ isEnabled: false, sessions: 0 })
    expect(said(ending)).toContain('apps may accept the tokens that they already have until these expire')
  })

  it('may stay signed in where Cognito refuses that: the card says so', async () => {
    const { ending } = await undo({ lists: [active, disabled], answers: { 'sign-out': [refused] } })
    expect(said(ending)).toContain('they may still be signed in')
  })

  function said(ending: Ending | null): string {
    return ending === null ? '' : plainText(endingSentence(ending), 1000)
  }
})

describe('signing out whom an earlier undoing disabled', () => {
  it('disables nobody again', async () => {
    const { done, ending } = await undo({ lists: [disabled] }, signOutOnly)
    expect(done).toEqual(['list', 'sign-out', 'settled: undone, click undone'])
    expect(ending).toMatchObject({ disabled: 'before', signOutFailure: null })
  })

  it('leaves alone whom somebody has let in again', async () => {
    const { done, ending } = await undo({ lists: [active] }, signOutOnly)
    expect(done).toEqual(['list', 'settled: not-done, click failed'])
    expect(ending).toMatchObject({ reason: { kind: 'changed', status: 'CONFIRMED', isEnabled: true } })
  })
})
