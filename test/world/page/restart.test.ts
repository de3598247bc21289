// The bot ends and starts again while the page is open.
import { test } from 'vitest'
import { approve, cardOf, openDemo, says } from '../support/open-demo.ts'

const { demo, open, signUp } = openDemo()

test('the page outlives the bot: it says that it has ended and that clicks fail, and starts it again', async () => {
  const page = await open('ada')
  const stranger = await signUp(page)
  const card = cardOf(page, stranger)
  const status = page.locator('#status')
  const { bot } = demo()

  await bot.end()
  await says(status, 'Countersign has ended with exit code 0.')
  await approve(page, card)
  await says(
    page.locator('article.failure').last(),
    'Your click was not delivered: Countersign is not connected.',
  )

  await status.getByRole('button', { name: 'Start it again' }).click()
  await says(status, 'Countersign is connected')
  await approve(page, card)
  await says(card, 'They can sign in now')
})

test('the bot’s last output is shown if it cannot start', async () => {
  const page = await open('ada')
  const status = page.locator('#status')
  const { bot, slack } = demo()
  await bot.end()
  slack.revokeToken()

  bot.start()

  await says(status, 'Countersign has ended with exit code 78.')
  await says(status, 'SLACK_BOT_TOKEN')
  slack.restoreToken()
  bot.start()
  await says(status, 'Countersign is connected')
})
