// Who may talk to the page: this machine's browser, and of its pages only ours.
import { request } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { makeCast } from '../../../src/sandbox/page/cast.ts'
import { startPage } from '../../../src/sandbox/page/start-page.ts'
import { startWorkspace } from '../../../src/sandbox/slack/start-workspace.ts'
import { makeBot } from '../../../src/sandbox/start-bot.ts'

async function openServer(port = 0) {
  const slack = await startWorkspace()
  const bot = makeBot()
  const world = {
    slack,
    cast: makeCast(slack),
    bot,
    cognito: { kind: 'starting' },
    subscribe: slack.subscribe,
  } as const
  const server = await startPage(world, port)
  onTestFinished(async () => {
    await Promise.all([server.stop(), bot.stop()])
    await slack.stop()
  })
  return { slack, ...server }
}

interface Asked {
  readonly path: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

function ask(port: number, { path, method = 'GET', headers, body }: Asked) {
  return new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, method, headers }, async (response) => {
      let text = ''
      for await (const chunk of response.setEncoding('utf8')) text += chunk
      resolve({ status: response.statusCode, text })
    })
      .on('error', reject)
      .end(body)
  })
}

const json = { 'content-type': 'application/json' }

test('a foreign host name that leads to this machine gets nothing', async () => {
  const { port } = await openServer()
  for (const host of ['evil.example', `evil.example:${port}`, '127.0.0.1:1'])
    expect((await ask(port, { path: '/', headers: { host } })).status).not.toBe(200)
  expect((await ask(port, { path: '/', headers: { host: `localhost:${port}` } })).status).toBe(200)
})

test('another page of the same browser can do nothing here', async () => {
  const { port, slack } = await openServer()
  const body = JSON.stringify({ as: 'ada', words: '/confirm-user list' })
  const own = `http://127.0.0.1:${port}`
  for (const headers of [
    { ...json, origin: 'https://evil.example' },
    { ...json, origin: 'null' },
    json,
    { origin: own, 'content-type': 'text/plain' },
  ])
    expect((await ask(port, { path: '/type', method: 'POST', headers, body })).status).toBe(403)
  expect(slack.envelopes).toEqual([])

  const answer = await ask(port, { path: '/type', method: 'POST', headers: { ...json, origin: own }, body })
  expect(answer).toEqual({ status: 200, text: '{"kind":"sent"}' })
  expect(slack.envelopes).toHaveLength(1)
})

test.each([
  ['no JSON', '/type', '{'],
  ['too much', '/type', `"${'x'.repeat(200_000)}"`],
  ['nobody', '/type', '{"as":"mallory","words":"/confirm-user list"}'],
  ['no such deed', '/nothing', '{}'],
  ['a click without a message', '/click', '{"as":"ada"}'],
  ['a fault that is none', '/fault', '{"fault":"fire"}'],
])('%s is refused', async (_, path, body) => {
  const { port } = await openServer()
  const headers = { ...json, origin: `http://127.0.0.1:${port}` }
  expect((await ask(port, { path, method: 'POST', headers, body })).status).toBe(400)
})

test.each(['/nothing', '/../start-page.ts', '/%2e%2e/start-page.ts', '/tsconfig.json'])(
  'only the page’s own files are served: not %s',
  async (path) => {
    const { port } = await openServer()
    expect((await ask(port, { path })).status).toBe(404)
  },
)

test('while Cognito starts, a form says so', async () => {
  const { port } = await openServer()
  const headers = { ...json, origin: `http://127.0.0.1:${port}` }
  const body = JSON.stringify({ email: 'a@b.example', password: 'x' })
  const { text } = await ask(port, { path: '/sign-in', method: 'POST', headers, body })
  expect(JSON.parse(text)).toMatchObject({
    kind: 'not-ready',
    message: expect.stringContaining('still starting'),
  })
})

test('a port that is taken is left to whoever has it', async () => {
  const first = await openServer()
  const second = await openServer(first.port)
  expect(second.port).not.toBe(first.port)
  expect((await ask(second.port, { path: '/' })).status).toBe(200)
})
