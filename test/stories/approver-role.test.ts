// A pool with an approver role: AWS's own trail names whoever decided, and nothing is done where it could not.
import { expect, onTestFinished, test } from 'vitest'
import { startMortal } from '../support/mortal-bot.ts'
import { readAudit } from '../support/read-audit.ts'
import { openStage, type Stage } from '../support/stage.ts'
import {
  approve,
  callsOf,
  cardSays,
  cardWithButton,
  hurryUntil,
  openStoryOfFile,
  privatelyTold,
} from '../support/story.ts'
import { startSts } from '../world/sts/start-sts.ts'

const role = 'arn:aws:iam::123456789012:role/countersign-approver'

async function openSts() {
  const sts = await startSts()
  // The SDK reads it itself.
  process.env['AWS_ENDPOINT_URL_STS'] = sts.endpoint
  onTestFinished(async () => {
    delete process.env['AWS_ENDPOINT_URL_STS']
    await sts.stop()
  })
  /** In whose name each call was made that decides. */
  const trail = ({ cognito }: Stage) =>
    cognito.calls
      .filter(({ operation }) => operation.startsWith('Admin'))
      .map(({ operation, signedBy }) => [
        operation,
        sts.sessions.find(({ accessKeyId }) => accessKeyId === signedBy)?.name ?? signedBy,
      ])
  return { sts, trail }
}

test('an approval and its steps are made in the approver’s name, and not at all without; a stranger is not in the trail', async () => {
  const { sts, trail } = await openSts()
  const story = await openStoryOfFile([`approver_role: ${role}`, 'after: { groups: [customers] }'])
  const { slack, cognito, channel, card, ada, bob, eve } = story
  await approve(story, eve)
  await privatelyTold(story, eve, 'You are not an approver')
  expect(sts.asked).toBe(0)

  await approve(story, ada)
  const failed = await cardSays(story, 'AWS does not allow Countersign to act in the approver’s name')
  expect(failed.words).toContain('allow sts:AssumeRole in its trust policy')
  expect(trail(story)).toEqual([])

  sts.addRole(role)
  await approve(story, bob)
  const says = (text: string) =>
    hurryUntil(story, () => slack.message(channel, card.ts)?.words.includes(text))
  await says('the pool has no such group')
  cognito.addGroup('customers')
  await slack.click({ user: ada, channel, ts: card.ts, label: 'Try again: customers' })
  await says('Added to group “customers”')
  const [byAda, byBob] = [ada, bob].map((user) => `cs-${slack.teamId}-${user}`)
  expect(trail(story)).toEqual([
    ['AdminConfirmSignUp', byBob],
    ['AdminAddUserToGroup', byBob],
    ['AdminAddUserToGroup', byAda],
  ])
  const audit = await readAudit(story.databaseUrl)
  expect(audit.map(({ kind, role_session }) => [kind, role_session])).toEqual([
    ['click-refused', null],
    ['click-failed', null],
    ['click-confirmed', byBob],
    ['step-failed', byBob],
    ['click-trying-again', null],
    ['step-done', byAda],
  ])
  const lists = cognito.calls.filter(({ operation }) => operation === 'ListUsers')
  expect(new Set(lists.map(({ signedBy }) => signedBy))).toEqual(new Set(['AKIALOCALONLY']))
})

test('an approval whose process died in its call is made again, in the same person’s name', async () => {
  const { sts, trail } = await openSts()
  sts.addRole(role)
  const environment = { APPROVER_ROLE_ARN: role }
  const stage = await openStage({ pollInterval: '1h', isNotStarted: true, environment })
  const { slack, cognito, ada } = stage
  cognito.signUp({ email: 'mia@visitors.example' })
  const mortal = await startMortal(stage)
  const card = await cardWithButton(stage)
  const hold = cognito.hold('AdminConfirmSignUp')
  await approve({ ...stage, card })
  await hold.arrived
  await mortal.kill()
  hold.release()

  await stage.start()
  await cardSays({ ...stage, card }, `It was probably <@${ada}>’s approval, which got no answer.`)
  const name = `cs-${slack.teamId}-${ada}`
  expect(callsOf(stage, 'AdminConfirmSignUp')).toBe(2)
  expect(trail(stage).map(([, by]) => by)).toEqual([name, name])
  expect(sts.sessions).toHaveLength(2)
})

test('whoever has approved before is asked about again, and gets no session for somebody else’s click', async () => {
  const { sts, trail } = await openSts()
  sts.addRole(role)
  const story = await openStoryOfFile([`approver_role: ${role}`, 'required_approvals: 2'])
  const { slack, ada, bob } = story
  await approve(story, bob)
  await cardSays(story, `1 of 2 approvals: <@${bob}>`)
  await story.stop()
  const before = sts.sessions.length
  await story.start()
  await approve(story, ada)
  await cardSays(story, `✅ Approved by <@${ada}> (with <@${bob}>)`)
  const name = `cs-${slack.teamId}-${ada}`
  expect(sts.sessions.slice(before).map((session) => session.name)).toEqual([name])
  expect(trail(story)).toEqual([['AdminConfirmSignUp', name]])
})
