// What the process prints: JSON lines on standard output, with ids, and never an e-mail, a name, a token or an address.
import { expect, test } from 'vitest'
import { z } from 'zod'
import { startMain } from '../support/run-main.ts'
import { openStage } from '../support/stage.ts'
import { approve, cardSays, cardWithButton, privatelyTold } from '../support/story.ts'

const lineFormat = z.looseObject({ level: z.number(), time: z.iso.datetime(), msg: z.string() })

/** One of everything that could end up in a log: refusals, Slack and Cognito failures, a confirmation. */
async function playEverything() {
  const stage = await openStage({ isNotStarted: true, environment: { LOG_LEVEL: 'trace' } })
  const { slack, cognito, ada, bob, eve } = stage
  const user = cognito.signUp({
    userName: 'mia-the-first',
    email: 'mia@visitors.example',
    name: 'Mia Ortiz',
    phone: '+15550100',
  })
  slack.fail('chat.postMessage', { kind: 'error', error: 'not_in_channel' })
  cognito.fail('ListUsers', { kind: 'html', status: 502 })
  const main = await startMain(stage)
  const card = await cardWithButton(stage)
  const story = { ...stage, card }

  await approve(story, eve)
  await privatelyTold(story, eve, 'You are not an approver')
  cognito.fail('AdminConfirmSignUp', {
    kind: 'exception',
    name: 'InvalidParameterException',
    message: 'mia@visitors.example is no user of arn:aws:cognito-idp',
  })
  await approve(story, ada)
  await cardSays(story, 'Not confirmed')
  cognito.fail('AdminConfirmSignUp', { kind: 'resetBefore' })
  slack.fail('chat.update', { kind: 'html' })
  slack.fail('users.info', { kind: 'http', status: 500, body: 'mia@visitors.example' })
  await approve(story, bob)
  await cardSays(story, `✅ Approved by <@${bob}>`)
  slack.disconnectSockets()
  await main.prints('Slack closed a connection')
  main.send('SIGTERM')
  expect(await main.ended).toBe(0)
  return { ...stage, user, main }
}

test('at every log level, the output contains no secret and nothing about who signed up', async () => {
  const { slack, cognito, user, main } = await playEverything()
  const { out, err } = main.output
  expect(err).toBe('')
  const lines = out.trimEnd().split('\n')
  for (const line of lines) expect(() => lineFormat.parse(JSON.parse(line))).not.toThrow()

  const secrets = {
    'an e-mail': /\w@\w|visitors\.example|our-company/,
    'a name': /mia|ortiz|\bada\b|\bbob\b|\beve\b/i,
    'a phone number': /5550100/,
    'a token': /xox|xapp|ticket=|Bearer|nothing-secret|AKIA/,
    'a URL': /https?:|wss?:\/\/|127\.0\.0\.1/,
  }
  for (const [what, pattern] of Object.entries(secrets))
    expect({ what, lines: lines.filter((line) => pattern.test(line)) }).toEqual({ what, lines: [] })
  for (const secret of [slack.botToken, slack.appToken, cognito.endpoint]) expect(out).not.toContain(secret)

  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    msg: 'Countersign starts',
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    store: expect.stringMatching(/^sqlite:/),
    configuration: expect.stringMatching(/^[\da-f]{12}$/),
    features: expect.stringContaining('undo_window'),
  })
  expect(out).toContain(user.sub)
  expect(lines.filter((line) => line.includes('"flow":"decide"'))).toHaveLength(3)
})
