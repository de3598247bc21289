// A pool that requires several approvals, as its approvers see it.
import { expect, test } from 'vitest'
import { auditKinds } from '../support/read-audit.ts'
import { approve, callsOf, cardSays, openStoryOfFile, privatelyTold, type Story } from '../support/story.ts'

const needsTwo = ['required_approvals: 2']

async function withdraw({ slack, channel, card }: Story, user: string): Promise<void> {
  const { acked } = await slack.click({ user, channel, ts: card.ts, label: 'Withdraw' })
  expect(await acked).toMatchObject({ kind: 'acked' })
}

test('two of three approvers let somebody in, whatever one of them presses alone; the card says how far it is', async () => {
  const story = await openStoryOfFile(needsTwo)
  const { slack, cognito, user, ada, bob, databaseUrl } = story
  const cyd = slack.addUser({ name: 'cyd', email: 'cyd@our-company.example' })
  slack.changeGroup(story.group, { add: [cyd] })

  await approve(story, ada)
  const first = await cardSays(story, `1 of 2 approvals: <@${ada}>`)
  expect(first.words).toContain('Sign-up waiting for 1 more approval')
  expect(first.buttons.map(({ label }) => label)).toEqual([
    'Approve',
    'Deny…',
    'Withdraw',
    'I’m on it',
    'Details',
  ])
  await approve(story, ada)
  await privatelyTold(story, ada, 'Your approval counts already: 1 of 2.')
  await withdraw(story, bob)
  await privatelyTold(story, bob, 'no approval of yours counts here')
  await withdraw(story, ada)
  const none = await cardSays(story, `No longer counted: <@${ada}>’s (withdrawn)`)
  expect(none.buttons.map(({ label }) => label)).toEqual(['Approve', 'Deny…', 'I’m on it', 'Details'])
  expect(callsOf(story, 'AdminConfirmSignUp')).toBe(0)

  // What counts outlives the process.
  await approve(story, bob)
  await cardSays(story, `1 of 2 approvals: <@${bob}>`)
  await story.stop()
  await story.start()
  await approve(story, cyd)
  await cardSays(story, `✅ Approved by <@${cyd}> (with <@${bob}>)`)
  expect(cognito.user(user.sub)).toMatchObject({ status: 'CONFIRMED' })
  const [call] = cognito.calls.filter(({ operation }) => operation === 'AdminConfirmSignUp')
  expect(call?.input['ClientMetadata']).toMatchObject({ approvedBy: cyd, approvers: `${bob},${cyd}` })
  expect(await auditKinds(databaseUrl)).toEqual([
    'click-counted',
    'click-counted',
    'click-nothing-to-withdraw',
    'click-withdrawn',
    'click-counted',
    'click-confirmed',
  ])
})

test('an approver who has left the group by the last click counts no longer: the card and the last one are told', async () => {
  const story = await openStoryOfFile(needsTwo)
  const { slack, cognito, user, ada, bob, group } = story
  await approve(story, ada)
  await cardSays(story, '1 of 2 approvals')
  slack.changeGroup(group, { remove: [ada] })
  await slack.waitFor('the bot to take the news', () => slack.envelopes.every(({ acks }) => acks > 0))
  await approve(story, bob)
  await privatelyTold(story, bob, `No longer counted: <@${ada}>’s (they may no longer decide`)
  const card = await cardSays(story, `1 of 2 approvals: <@${bob}>`)
  expect(card.words).toContain(`No longer counted: <@${ada}>’s`)
  expect(cognito.user(user.sub)).toMatchObject({ status: 'UNCONFIRMED' })
  expect(callsOf(story, 'AdminConfirmSignUp')).toBe(0)
})
