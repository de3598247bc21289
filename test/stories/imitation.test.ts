// A user name that is another sign-up's id: Cognito could mistake one for the other, so neither is decided in Slack.
import { expect, test } from 'vitest'
import { decisionsIn } from '../support/decisions.ts'
import { readAudit } from '../support/read-audit.ts'
import { openStage, type Stage } from '../support/stage.ts'
import {
  approve,
  callsOf,
  cardSays,
  cardWithButton,
  hurryUntil,
  openStory,
  privatelyTold,
} from '../support/story.ts'

const warning = 'Another sign-up has this one’s id as its user name, or the other way round.'

async function openImitation() {
  const stage = await openStage()
  const real = stage.cognito.signUp({ userName: 'mia', email: 'mia@visitors.example' })
  const card = await cardWithButton(stage)
  const imitation = stage.cognito.signUp({ userName: real.sub, email: 'mallory@elsewhere.example' })
  return { ...stage, real, card, imitation }
}

/** The card for this address, once it carries the warning. */
function warnedCard({ slack, channel }: Stage, email: string) {
  return slack.waitFor(`a warning on the card of ${email}`, () =>
    slack.messages(channel).find(({ words }) => words.includes(email) && words.includes(warning)),
  )
}

test('when one sign-up imitates another, both cards say so, and neither can be approved', async () => {
  const stage = await openImitation()
  for (const email of ['mia@visitors.example', 'mallory@elsewhere.example']) {
    const card = await warnedCard(stage, email)
    expect(decisionsIn(card)).toEqual([])
    expect(card.words).toContain('Ask an operator to delete the impostor in Cognito.')
  }
})

test('a click on the card as it was before the imitation is refused', async () => {
  const stage = await openImitation()
  const { slack, ada, card, real, databaseUrl } = stage
  await warnedCard(stage, 'mia@visitors.example')

  await slack.clickAsSeen({ user: ada, message: card, label: 'Approve' })

  const told = await privatelyTold(stage, ada, 'Nothing was changed: this sign-up and another')
  expect(told.words).toContain('mia@visitors.example')
  expect(await readAudit(databaseUrl)).toMatchObject([
    { kind: 'click-refused', sub: real.sub, user_id: ada, outcome: { because: 'imitation' } },
  ])
  expect(callsOf(stage, 'AdminConfirmSignUp')).toBe(0)
})

test('once the impostor is deleted in Cognito, the real sign-up can be approved', async () => {
  const stage = await openImitation()
  const { slack, channel, cognito, ada, card, imitation, real } = stage
  await warnedCard(stage, 'mia@visitors.example')
  await warnedCard(stage, 'mallory@elsewhere.example')

  cognito.removeUser(imitation.sub)

  await slack.waitFor(
    'the button to be back',
    () => decisionsIn(slack.message(channel, card.ts)).length === 2,
  )
  await approve(stage, ada)
  await cardSays(stage, `✅ Approved by <@${ada}>`)
  expect(cognito.confirmations).toMatchObject([{ sub: real.sub }])
})

test('an imitation in capitals is one, because a pool may ignore case', async () => {
  const stage = await openStage()
  stage.cognito.ignoreCase()
  const real = stage.cognito.signUp({ userName: 'mia', email: 'mia@visitors.example' })
  await cardWithButton(stage)
  stage.cognito.signUp({ userName: real.sub.toUpperCase(), email: 'mallory@elsewhere.example' })
  for (const email of ['mia@visitors.example', 'mallory@elsewhere.example'])
    expect(decisionsIn(await warnedCard(stage, email))).toEqual([])
})

test('an impostor who was confirmed before a poll saw them is noticed: the card says ❌, and a new one follows', async () => {
  const story = await openStory()
  const { slack, cognito, hurry, channel, ada, user, databaseUrl } = story
  cognito.ignoreCase()
  const impostor = cognito.signUp({ userName: user.sub.toUpperCase(), email: 'mallory@elsewhere.example' })
  await approve(story)
  await cardSays(story, `✅ Approved by <@${ada}>`)
  expect(cognito.user(impostor.sub)?.status).toBe('CONFIRMED')
  const [unsigned = '{}'] = story.takeUnsigned()
  expect(JSON.parse(unsigned)).toMatchObject({ sub: impostor.sub, why: 'wrong-signature' })

  await hurry(3_600_000)
  // What was begun to be read back is read back from the start after a restart.
  await hurryUntil(story, () => cognito.calls.some(({ input }) => input['Filter'] === `sub = "${user.sub}"`))
  await story.stop()
  await story.start()
  const old = await hurryUntil(story, () => {
    const card = slack.message(channel, story.card.ts)
    return card?.words.includes('❌ Not confirmed after all') && card
  })
  expect(old.words).toContain(`<@${ada}>’s approval was accepted`)
  expect(decisionsIn(old)).toEqual([])
  const fresh = await cardWithButton(story)
  expect(fresh.words).toContain('mia@visitors.example')
  expect(await readAudit(databaseUrl)).toMatchObject([
    { kind: 'click-confirmed', sub: user.sub, user_id: ada },
    { kind: 'seen-disproved', sub: user.sub, user_id: null, outcome: { said: { kind: 'confirmed' } } },
    { kind: 'seen-waiting-again', sub: user.sub },
  ])

  cognito.removeUser(impostor.sub)
  await approve({ ...story, card: fresh })
  await cardSays({ ...story, card: fresh }, `✅ Approved by <@${ada}>`)
  expect(cognito.confirmations.map(({ sub }) => sub)).toEqual([impostor.sub, user.sub])
})
