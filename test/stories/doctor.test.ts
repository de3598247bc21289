// The doctor beside a running bot, on its store: it disturbs nobody, and the bot answers for the test card's buttons.
import { expect, test } from 'vitest'
import { diagnose } from '../doctor/installation.ts'
import { readAudit } from '../support/read-audit.ts'
import { openStage } from '../support/stage.ts'

test('the doctor looks at a store that is in use, and posts a card that decides nothing', async () => {
  const stage = await openStage()
  const { slack, cognito, channel, ada, eve, databaseUrl } = stage
  const environment = {
    ...stage.environment,
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.endpoint,
    AWS_ACCESS_KEY_ID: 'AKIALOCALONLY',
    AWS_SECRET_ACCESS_KEY: 'nothing-secret',
  }
  const look = async () => (await diagnose({ environment }, [], stage.clock)).out
  // The bot notes it soon after it is connected.
  await expect.poll(look).toMatch(/No other process on this Slack app was noticed: it had \d/)
  const seen = await look()
  expect(seen).not.toContain('✗')
  expect(seen).toContain('✓ 1 process has worked on this store in the last three minutes.')

  const { out } = await diagnose({ environment }, ['--send-test'], stage.clock)
  expect(out).toContain('a test card is in the channel')
  const card = await slack.waitFor('the test card', () => slack.messages(channel)[0])
  for (const { label } of card.buttons) {
    const { acked } = await slack.click({ user: ada, channel, ts: card.ts, label })
    expect(await acked).toMatchObject({ kind: 'acked' })
    await slack.waitFor('its answer', () =>
      slack
        .ephemerals(ada)
        .some(({ words }) => words.includes(`test card, so nothing was done. ${label} would have`)),
    )
  }
  await slack.click({ user: eve, channel, ts: card.ts, label: 'Approve' })
  await slack.waitFor('the refusal', () => slack.ephemerals(eve).some(({ words }) => words.includes('🚫')))

  expect(slack.message(channel, card.ts)?.buttons).toHaveLength(4)
  expect(await readAudit(databaseUrl)).toEqual([])
  expect(cognito.confirmations).toEqual([])
})
