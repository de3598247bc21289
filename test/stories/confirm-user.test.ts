// /confirm-user: who is meant, what happens, and what the person who typed it reads.
import { expect, test, vi } from 'vitest'
import { decisionsIn } from '../support/decisions.ts'
import { auditKinds } from '../support/read-audit.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { callsOf, directlyTold, hurryUntil, privatelyTold } from '../support/story.ts'

/** The bot polls once, at its start: only Cognito knows about later sign-ups. */
function unpolledStage(): Promise<Stage> {
  return openStage({ pollInterval: '1h' })
}

async function type(stage: Stage, user: string, text: string, channel = stage.channel): Promise<void> {
  const { acked } = await stage.slack.slash({ user, channel, command: '/confirm-user', text })
  expect(await acked).toMatchObject({ kind: 'acked' })
}

function channelSays({ slack, channel }: Stage, words: string) {
  return slack.waitFor(`the channel to say "${words}"`, () =>
    slack.messages(channel).find((message) => message.words.includes(words)),
  )
}

test('a sub at once confirms a user who signed up a second ago, and the channel hears of it', async () => {
  const stage = await unpolledStage()
  const { sub } = stage.cognito.signUp({ userName: 'grace', email: 'grace@example.com' })
  await type(stage, stage.ada, sub)
  await privatelyTold(stage, stage.ada, `Approved by <@${stage.ada}>`)
  await channelSays(stage, 'They can sign in now')
  expect(stage.cognito.confirmations.map((one) => one.sub)).toEqual([sub])
  expect(stage.slack.messages(stage.channel)).toHaveLength(1)
  expect(await auditKinds(stage.databaseUrl)).toEqual(['click-confirmed'])
})

test('a name is chosen by a stranger, so it only shows a private card, also for user:NAME', async () => {
  const stage = await unpolledStage()
  const { sub } = stage.cognito.signUp({ userName: 'list', phone: '+15550100' })
  for (const typed of ['user:list', '+1 (555) 0100']) {
    await type(stage, stage.ada, typed)
    await privatelyTold(stage, stage.ada, `1 sign-up is waiting under ${typed.replace('user:', '')}`)
  }
  expect(stage.cognito.confirmations).toEqual([])
  const [, card] = stage.slack.ephemerals(stage.ada)
  if (card === undefined) throw new Error('There is no second answer')
  await stage.slack.clickAsSeen({ user: stage.ada, message: card, label: 'Approve' })
  await privatelyTold(stage, stage.ada, 'They can sign in now')
  expect(stage.cognito.confirmations.map((one) => one.sub)).toEqual([sub])
})

test('whoever is in view is found, however the name is typed, and a similar one is shown otherwise', async () => {
  const stage = await openStage({ isNotStarted: true, pollInterval: '1h' })
  stage.cognito.signUp({ userName: 'grace', email: 'grace@example.com' })
  await stage.start()
  await stage.slack.waitFor('the card', () => stage.slack.messages(stage.channel)[0])
  for (const typed of ['Grace', '“GRACE”,', '*grace*']) {
    await type(stage, stage.ada, typed)
    const named = typed.replace(/[“”,*]/g, '')
    const answer = await privatelyTold(stage, stage.ada, `1 sign-up is waiting under ${named}`)
    expect(decisionsIn(answer).map(({ label }) => label)).toEqual(['Approve', 'Deny…'])
  }
  await type(stage, stage.ada, 'garce')
  const near = await privatelyTold(stage, stage.ada, 'Nobody waiting is called exactly garce, as of')
  expect(near.words).toContain('User name: grace')
  expect(near.words).toContain('in pool')
  expect(near.buttons.map(({ label }) => label)).toEqual(['Approve', 'Deny…', 'Details'])
  expect(stage.cognito.confirmations).toEqual([])
})

test('what happened to somebody is told privately, and a name of two words is found without quotation marks', async () => {
  const stage = await openStage({ isNotStarted: true, pollInterval: '1h' })
  const { slack, cognito, ada, eve } = stage
  cognito.signUp({ userName: 'grace', email: 'grace@example.com', name: 'Grace Hopper' })
  await stage.start()
  await slack.waitFor('the card', () => slack.messages(stage.channel)[0])

  await type(stage, ada, 'Grace Hopper')
  const card = await privatelyTold(stage, ada, '1 sign-up is waiting under Grace Hopper')
  await slack.clickAsSeen({ user: ada, message: card, label: 'Approve' })
  await channelSays(stage, `Approved by <@${ada}>`)
  await type(stage, ada, 'Grace Hopper')
  await privatelyTold(stage, ada, 'Nobody called Grace Hopper was found, and there is no pool named Hopper.')

  await type(stage, ada, 'history grace')
  const history = await privatelyTold(stage, ada, 'History, newest first.')
  expect(history.words).toMatch(
    /✅ Approved by .*\n.*Cognito was asked to confirm .*: done.*\n.*👋 Countersign noticed/,
  )
  await slack.clickAsSeen({ user: ada, message: history, label: 'Details' })
  await slack.waitFor('the details', () =>
    slack.views(ada).find(({ words }) => words.includes('CONFIRMED, enabled')),
  )

  await type(stage, ada, 'grace')
  const decided = await privatelyTold(stage, ada, 'is already confirmed')
  expect(decided.buttons.map(({ label }) => label)).toEqual(['Undo…', 'Details'])
  await type(stage, eve, 'history grace')
  await privatelyTold(stage, eve, 'You are not an approver')
})

test('a list of a pool that can’t be read says so, with the reason, and as of when it is', async () => {
  const stage = await openStage()
  stage.cognito.signUp({ userName: 'grace' })
  await stage.slack.waitFor('the card', () => stage.slack.messages(stage.channel)[0])
  const refused = { kind: 'exception', name: 'AccessDeniedException', status: 400 } as const
  stage.cognito.fail('ListUsers', refused, Number.POSITIVE_INFINITY)
  await hurryUntil(stage, () => stage.log.find(({ message }) => message.includes('a loop failed')))
  await type(stage, stage.ada, 'list')
  const answer = await privatelyTold(stage, stage.ada, '1 sign-up is waiting:')
  expect(answer.words).toContain('could not be read: AWS doesn’t let Countersign list its users')
  expect(answer.words).toContain('What is shown of it is as of')
})

test('an e-mail address, even in Slack’s own format, is answered with a private card whose button decides', async () => {
  const stage = await unpolledStage()
  const { sub } = stage.cognito.signUp({ userName: 'grace', email: 'grace@example.com' })
  await type(stage, stage.ada, '<mailto:grace@example.com|grace@example.com>')
  const answer = await privatelyTold(stage, stage.ada, '1 sign-up is waiting under grace@example.com')
  expect(answer.words).toContain('grace@example.com (not verified)')
  expect(stage.cognito.confirmations).toEqual([])

  await stage.slack.clickAsSeen({ user: stage.ada, message: answer, label: 'Approve' })
  await privatelyTold(stage, stage.ada, 'They can sign in now')
  await channelSays(stage, `Approved by <@${stage.ada}>`)
  expect(stage.cognito.confirmations.map((one) => one.sub)).toEqual([sub])
})

test('several sign-ups with one e-mail address are listed privately, each with its own button', async () => {
  const stage = await unpolledStage()
  const users = ['first', 'second'].map((userName) =>
    stage.cognito.signUp({ userName, email: 'same@example.com' }),
  )
  await type(stage, stage.ada, 'same@example.com')
  const answer = await privatelyTold(stage, stage.ada, '2 sign-ups are waiting under same@example.com')
  const approvals = answer.buttons.filter(({ label }) => label === 'Approve')
  expect(approvals).toHaveLength(2)

  const value = approvals[1]?.value ?? ''
  await stage.slack.clickAsSeen({ user: stage.ada, message: answer, label: 'Approve', value })
  await privatelyTold(stage, stage.ada, 'They can sign in now')
  expect(stage.cognito.confirmations).toHaveLength(1)
  expect(users.filter(({ sub }) => stage.cognito.user(sub)?.status === 'CONFIRMED')).toHaveLength(1)
})

test('someone outside the approver group learns nothing, and Cognito is not asked', async () => {
  const stage = await unpolledStage()
  stage.cognito.signUp({ userName: 'grace' })
  const before = callsOf(stage, 'ListUsers')
  for (const text of ['grace', 'nobody', 'list', '']) await type(stage, stage.eve, text)
  await privatelyTold(stage, stage.eve, 'You are not an approver')
  const refused = Array(4).fill('click-refused')
  await vi.waitFor(async () => expect(await auditKinds(stage.databaseUrl)).toEqual(refused), 10_000)
  // The same refusal is told once, and none says anything else.
  const answers = new Set(stage.slack.ephemerals(stage.eve).map(({ words }) => words))
  expect(answers.size).toBe(1)
  expect(callsOf(stage, 'ListUsers')).toBe(before)
})

test('nobody can confirm their own sign-up by command either', async () => {
  const stage = await unpolledStage()
  const { sub } = stage.cognito.signUp({ userName: 'ada-too', email: 'Ada+test@our-company.example' })
  await type(stage, stage.ada, sub)
  await privatelyTold(stage, stage.ada, 'This is your own sign-up')
  expect(stage.cognito.confirmations).toEqual([])
})

test('if the user isn’t waiting, the answer says what is true of them', async () => {
  const stage = await unpolledStage()
  const elsewhere = stage.cognito.signUp({ userName: 'elsewhere' })
  const disabled = stage.cognito.signUp({ userName: 'disabled' })
  const ours = stage.cognito.signUp({ userName: 'ours' })
  stage.cognito.confirmElsewhere(elsewhere.sub)
  stage.cognito.disable(disabled.sub)

  await type(stage, stage.ada, 'nobody')
  await privatelyTold(stage, stage.ada, 'No user named nobody in')
  await type(stage, stage.ada, 'elsewhere')
  await privatelyTold(stage, stage.ada, 'elsewhere in us-east-1_Sandbox01 is already confirmed. They can')
  await type(stage, stage.ada, 'disabled')
  await privatelyTold(stage, stage.ada, 'is disabled. To let them in, enable the user in Cognito')
  await type(stage, stage.ada, ours.sub)
  await privatelyTold(stage, stage.ada, 'They can sign in now')
  await type(stage, stage.bob, 'ours')
  await privatelyTold(stage, stage.bob, `is already confirmed: ✅ Approved by <@${stage.ada}>`)
})

test('a command while Cognito is out of reach changes nothing and says so', async () => {
  const stage = await unpolledStage()
  stage.cognito.fail('ListUsers', { kind: 'exception', name: 'InternalErrorException', status: 500 }, 5)
  await type(stage, stage.ada, 'grace')
  await privatelyTold(stage, stage.ada, 'Countersign could not look this user up in Cognito')
})

/** Twelve are waiting, and the first card is posted. */
async function listOfTwelve(): Promise<Stage> {
  const stage = await openStage({ isNotStarted: true, pollInterval: '1h' })
  const start = Date.now() - 3_600_000
  for (let index = 0; index < 12; index += 1) {
    const userName = `user-${String(index).padStart(2, '0')}`
    stage.cognito.signUp({ userName, createdAt: new Date(start + index * 1000) })
  }
  await stage.start()
  await stage.slack.waitFor('the first card', () => stage.slack.messages(stage.channel).length > 0)
  return stage
}

test('list shows who is waiting, longest first, ten at a time, with a button for more', async () => {
  const stage = await listOfTwelve()
  await type(stage, stage.ada, '')
  const first = await privatelyTold(
    stage,
    stage.ada,
    '12 sign-ups are waiting in all, longest first. Here are 1 to 10',
  )
  expect(first.words.match(/user-\d\d/g)).toEqual(Array.from({ length: 10 }, (_, index) => `user-0${index}`))
  await stage.slack.clickAsSeen({ user: stage.ada, message: first, label: 'Show more' })
  const second = await privatelyTold(stage, stage.ada, 'Here are 11 to 12')
  expect(second.words.match(/user-\d\d/g)).toEqual(['user-10', 'user-11'])
  expect(decisionsIn(second).map(({ label }) => label)).toEqual(['Approve', 'Approve'])
  // The command is written down; looking at the next page is not.
  expect(await auditKinds(stage.databaseUrl)).toEqual(['click-answered'])
})

test('the next page is shown even if Slack rejects the first tries, and once even if Slack delivers the click twice', async () => {
  const stage = await listOfTwelve()
  await type(stage, stage.ada, 'list')
  const first = await privatelyTold(stage, stage.ada, 'Here are 1 to 10')
  stage.slack.fail('response_url', { kind: 'http', status: 500 }, 2)
  const look = { user: stage.ada, message: first, label: 'Show more', delivery: { copies: 2 } }
  await stage.slack.clickAsSeen(look)
  await hurryUntil(stage, () =>
    stage.slack.ephemerals(stage.ada).find(({ words }) => words.includes('Here are 11 to 12')),
  )
  const pages = stage.slack.ephemerals(stage.ada).filter(({ words }) => words.includes('Here are 11 to 12'))
  expect(pages).toHaveLength(1)
})

test('only the person who asked for a list can turn its pages, and only while they may approve', async () => {
  const stage = await listOfTwelve()
  const { slack, ada, bob, group } = stage
  await type(stage, ada, 'list')
  const first = await privatelyTold(stage, ada, 'Here are 1 to 10')
  await slack.clickAsSeen({ user: bob, message: first, label: 'Show more' })
  await privatelyTold(stage, bob, 'This is somebody else’s list')
  slack.changeGroup(group, { remove: [ada] })
  await slack.clickAsSeen({ user: ada, message: first, label: 'Show more' })
  await privatelyTold(stage, ada, 'You are not an approver')
  expect(await auditKinds(stage.databaseUrl)).toEqual(['click-answered'])
})

test('help explains every form of the command, even to someone who may not approve', async () => {
  const stage = await unpolledStage()
  await type(stage, stage.eve, 'help')
  const answer = await privatelyTold(stage, stage.eve, '/confirm-user list')
  for (const form of ['ID', 'NAME', 'ada@example.com', 'user:NAME', 'list'])
    expect(answer.words).toContain(`/confirm-user ${form}`)
})

test('/confirm-user works in a private channel where the bot is not a member', async () => {
  const stage = await unpolledStage()
  const elsewhere = stage.slack.addChannel({ name: 'secret', isPrivate: true, botIsMember: false })
  const { sub } = stage.cognito.signUp({ userName: 'grace' })
  await type(stage, stage.ada, sub, elsewhere)
  const answer = await privatelyTold(stage, stage.ada, 'They can sign in now')
  expect(answer.channel).toBe(elsewhere)
})

test('/confirm-user works in a direct message with the bot', async () => {
  const stage = await unpolledStage()
  const { slack, cognito, ada } = stage
  const { sub } = cognito.signUp({ userName: 'grace' })
  slack.fail('response_url', { kind: 'http', status: 404 })
  slack.fail('chat.postEphemeral', { kind: 'error', error: 'user_not_in_channel' })
  await type(stage, ada, 'help')
  const direct = await slack.waitFor('a direct message', () =>
    slack.channels().find(({ imWith }) => imWith === ada),
  )
  await slack.waitFor('the help in it', () =>
    slack.messages(direct.id)[0]?.words.includes('/confirm-user list'),
  )
  await type(stage, ada, sub, direct.id)
  const answer = await privatelyTold(stage, ada, 'They can sign in now')
  expect(answer.channel).toBe(direct.id)
})

test('if a command’s end can’t be told for half an hour, a direct message tells it', async () => {
  const stage = await unpolledStage()
  stage.slack.fail('response_url', { kind: 'http', status: 500 }, Number.POSITIVE_INFINITY)
  await type(stage, stage.ada, 'help')
  await stage.slack.waitFor('a first try', () => stage.slack.callsOf('response_url').length > 0)
  await stage.hurry(31 * 60_000)
  await directlyTold(stage, stage.ada, '/confirm-user list')
})
