// Everything that leaves the process goes through the proxy that the environment names, and nothing that it excepts.
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { createServer } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { openConnectProxy } from '../support/connect-proxy.ts'
import { listenForTest } from '../support/listen.ts'
import { isConnected, runMain } from '../support/run-main.ts'
import { openStage } from '../support/stage.ts'
import { approve, cardSays, cardWithButton } from '../support/story.ts'

const certificates = new URL('../support/postgres/tls/', import.meta.url)

test('behind a proxy, a sign-up becomes a card and a click confirms it: three services, all through the proxy', async () => {
  const proxy = await openConnectProxy()
  const stage = await openStage({ isNotStarted: true })
  const slackUrl = new URL(stage.slack.apiUrl)
  const [slack, cognito] = [
    await overTls(Number(slackUrl.port)),
    await overTls(Number(new URL(stage.cognito.endpoint).port)),
  ]
  stage.cognito.signUp({ userName: 'mia', email: 'mia@visitors.example' })
  const main = runMain(
    {
      ...stage.environment,
      SLACK_API_URL: `https://localhost:${slack}${slackUrl.pathname}`,
      HTTPS_PROXY: proxy.url,
      HTTP_PROXY: proxy.url,
      NODE_EXTRA_CA_CERTS: fileURLToPath(new URL('ca.pem', certificates)),
    },
    `https://localhost:${cognito}`,
  )
  await isConnected(stage.slack, main)
  const card = await cardWithButton(stage)
  await approve({ ...stage, card })
  await cardSays({ ...stage, card }, 'They can sign in now')

  // The connection for clicks goes to Slack's own port, because that is what it answers.
  const hosts = new Set(proxy.askedFor)
  expect(hosts).toEqual(new Set([`localhost:${slack}`, `localhost:${cognito}`, `127.0.0.1:${slackUrl.port}`]))
})

test('what NO_PROXY names is reached directly', async () => {
  const proxy = await openConnectProxy()
  const stage = await openStage({ isNotStarted: true })
  stage.cognito.signUp({ userName: 'mia', email: 'mia@visitors.example' })
  const { environment, cognito } = stage
  await isConnected(
    stage.slack,
    runMain({ ...environment, HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1' }, cognito.endpoint),
  )
  await cardWithButton(stage)
  expect(proxy.askedFor).toEqual([])
})

/** A port whose TLS ends here, in front of a plain one. */
async function overTls(plainPort: number): Promise<number> {
  const [key, cert] = ['server.key', 'server.pem'].map((name) => readFileSync(new URL(name, certificates)))
  const server = createServer({ key, cert }, (socket) => {
    const onward = connect(plainPort, '127.0.0.1')
    socket.pipe(onward).pipe(socket)
    socket.on('error', () => onward.destroy())
    onward.on('error', () => socket.destroy())
    onTestFinished(() => void socket.destroy())
  })
  return listenForTest(server)
}
