// Cognito takes a call and never answers. In real time: a call has 20 s, a look-up 8 s.
import { expect, test } from 'vitest'
import { readAudit } from '../support/read-audit.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { faults } from '../world/cognito/faults.ts'

test('calls that hang are given up, and what became of them is found out', { timeout: 40_000 }, async () => {
  const stage = await openStage({ pollInterval: '1h', isNotStarted: true })
  const { cognito, ada, bob } = stage
  cognito.signUp({ email: 'before@visitors.example' })
  cognito.signUp({ email: 'after@visitors.example' })
  cognito.signUp({ email: 'look@visitors.example' })
  await stage.start()

  cognito.fail('AdminConfirmSignUp', { kind: 'hang' })
  cognito.fail('AdminConfirmSignUp', { kind: 'hangAfter' })
  cognito.fail('AdminConfirmSignUp', faults.unheardOf)
  cognito.fail('AdminGetUser', { kind: 'hang' })
  await approveCardOf(stage, 'before@visitors.example', ada)
  await approveCardOf(stage, 'after@visitors.example', bob)
  await approveCardOf(stage, 'look@visitors.example', ada)

  await cardOf(stage, 'before@visitors.example', '⏳ Confirming…')
  await cardOf(
    stage,
    'look@visitors.example',
    '❌ May already be confirmed: Cognito answered with MoonPhaseException',
  )
  await cardOf(stage, 'before@visitors.example', `✅ Approved by <@${ada}>`)
  await cardOf(stage, 'after@visitors.example', `It was probably <@${bob}>’s approval, which got no answer`)
  expect(cognito.calls.filter(({ operation }) => operation === 'AdminConfirmSignUp')).toHaveLength(5)
  expect(cognito.confirmations).toHaveLength(2)
  const ends = (await readAudit(stage.databaseUrl)).map(({ kind, user_id }) => [kind, user_id])
  expect(ends).toEqual([
    ['click-failed', ada],
    ['click-confirmed', ada],
    ['click-confirmed', bob],
  ])
})

function cardOf({ slack, channel }: Stage, email: string, words: string) {
  return slack.waitFor(
    `the card of ${email} to say "${words}"`,
    () => slack.messages(channel).find((card) => card.words.includes(email) && card.words.includes(words)),
    30_000,
  )
}

/** Resolves when Cognito has received the call. */
async function approveCardOf(stage: Stage, email: string, user: string): Promise<void> {
  const { slack, cognito, channel } = stage
  const before = cognito.calls.length
  const { ts } = await cardOf(stage, email, 'Approve')
  await slack.click({ user, channel, ts, label: 'Approve' })
  await cognito.waitFor('the call', () => cognito.calls.length > before)
}
