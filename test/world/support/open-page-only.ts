// The page with only its Slack: there is no Cognito, and the test itself is the app.
import { onTestFinished } from 'vitest'
import { makeCast } from '../page/cast.ts'
import { startPage } from '../page/start-page.ts'
import { startWorkspace } from '../slack/start-workspace.ts'
import { makeBot } from '../start-bot.ts'
import { everyScope } from './open-workspace.ts'

/** Everything ends with the test; `comeBack` starts the page again on its port. */
export async function openPageOnly(wantedPort = 0, ackWithinMs?: number) {
  const slack = await startWorkspace({ scopes: everyScope, ackWithinMs })
  const cast = makeCast(slack)
  const bot = makeBot()
  const world = { slack, cast, bot, cognito: { kind: 'starting' }, subscribe: slack.subscribe } as const
  let server = await startPage(world, wantedPort)
  const { port, url } = server
  onTestFinished(async () => {
    await Promise.all([server.stop(), bot.stop()])
    await slack.stop()
  })
  return {
    slack,
    cast,
    port,
    url,
    vanish: () => server.stop(),
    comeBack: async () => {
      server = await startPage(world, port)
    },
  }
}
