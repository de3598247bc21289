import { expect, test } from 'vitest'
import { perfectWorld, withCard } from './perfect-world.ts'
import { judgeCards } from './true-cards.ts'

test('cards that say what has happened are right', () => {
  expect(judgeCards(perfectWorld())).toEqual([])
})

test.each([
  ['an approval before the confirmation', '✅ Approved by <@UADA>, now.', 340],
  ['another person’s approval', '✅ Approved by <@UEVE>, now.', 400],
  [
    'a warning about a function, with another person’s name',
    '⚠️ Confirmed, noticed now. It was probably <@UEVE>’s approval.',
    400,
  ],
  [
    'a probable approval by a person without a call',
    '✅ Confirmed, noticed now. It was probably <@UEVE>’s approval, which got no answer.',
    400,
  ],
  [
    'that it happened outside Slack, though it was our approval',
    '☑️ Confirmed outside Slack, noticed now.',
    400,
  ],
  ['that the user was disabled, which never happened', '⛔ Disabled outside Slack, noticed now.', 400],
  ['that the user was deleted, which never happened', '🗑️ Deleted from the pool, noticed now.', 400],
  ['that the user has another status', '☑️ No longer waiting: their status in Cognito is RESET_REQUIRED', 400],
  [
    'that an approval failed which confirmed the user',
    '❌ Not confirmed: too busy. Tried by <@UADA>, now.',
    400,
  ],
  [
    'that an approval is being carried out whose approver never clicked',
    '⏳ Confirming… Approved by <@UBOB>.',
    400,
  ],
  ['that somebody looks into it who never clicked', '👀 <@UBOB> is looking into this.', 400],
])('a version that says %s is caught, even if later ones are true', (_, words, at) => {
  const world = withCard('message mia', ({ versions }) => ({
    versions: [{ at, words, buttons: [] }, ...versions],
  }))
  expect(judgeCards(world)).toEqual([expect.stringContaining('which had not happened')])
})

test('a private answer that says what did not happen is caught', () => {
  const words = 'ben@x.example: ✅ Approved by <@UADA>, now.'
  const world = { ...perfectWorld(), privateAnswers: [{ user: 'UEVE', at: 500, words }] }
  expect(judgeCards(world)).toEqual([expect.stringContaining('An answer to UEVE about ben')])
})

test('one confirmation does not make two claims of one card true', () => {
  const words = '✅ Approved by <@UADA>, now. ✅ Approved by <@UADA>, now.'
  const world = withCard('message mia', () => ({ versions: [{ at: 400, words, buttons: [] }] }))
  expect(judgeCards({ ...world, shownIn: new Map([['message mia', ['mia', 'ben']]]) })).toHaveLength(1)
})

test('a failure that was true when it was told may stand beside a later confirmation', () => {
  const failed = { at: 320, words: '❌ Not confirmed: too busy. Tried by <@UADA>, then.', buttons: [] }
  const world = withCard('message mia', ({ versions }) => ({
    versions: [failed, { ...failed, at: 360 }, ...versions],
  }))
  expect(judgeCards(world)).toEqual([])
})

test.each([
  ['is excused before the impostor could be known', 500, []],
  ['is caught once the impostor’s card was posted', 300, [expect.stringContaining('which had not happened')]],
])('an approval that confirmed an impostor with the user’s id as their name %s', (_, shownAt, wrong) => {
  const world = withCard('message ben', () => ({
    versions: [{ at: shownAt, words: 'New sign-up', buttons: [] }],
  }))
  const users = world.users.map((user) => (user.sub === 'ben' ? { ...user, userName: 'mia' } : user))
  const confirmations = world.confirmations.map((one) => ({ ...one, sub: 'ben' }))
  expect(judgeCards({ ...world, users, confirmations })).toEqual(wrong)
})
