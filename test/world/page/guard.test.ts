// Who may talk to the server: a browser on this machine, and in it only our page.
import { request } from 'node:http'
import { expect, test } from 'vitest'
import { openPageOnly } from '../support/open-page-only.ts'

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

test('a foreign host name for this machine gets nothing', async () => {
  const { port } = await openPageOnly()
  for (const host of ['evil.example', `evil.example:${port}`, '127.0.0.1:1'])
    expect((await ask(port, { path: '/', headers: { host } })).status).not.toBe(200)
  expect((await ask(port, { path: '/', headers: { host: `localhost:${port}` } })).status).toBe(200)
})

test('another page of the same browser can do nothing here', async () => {
  const { port, slack } = await openPageOnly()
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
  ['a body that is not JSON', '/type', '{'],
  ['a body that is too long', '/type', `"${'x'.repeat(200_000)}"`],
  ['an unknown person', '/type', '{"as":"mallory","words":"/confirm-user list"}'],
  ['an unknown deed', '/nothing', '{}'],
  ['a click without a message', '/click', '{"as":"ada"}'],
  ['an unknown fault', '/fault', '{"fault":"fire"}'],
])('%s is refused', async (_, path, body) => {
  const { port } = await openPageOnly()
  const headers = { ...json, origin: `http://127.0.0.1:${port}` }
  expect((await ask(port, { path, method: 'POST', headers, body })).status).toBe(400)
})

test.each(['/nothing', '/../start-page.ts', '/%2e%2e/start-page.ts', '/tsconfig.json'])(
  'only the page’s own files are served: not %s',
  async (path) => {
    const { port } = await openPageOnly()
    expect((await ask(port, { path })).status).toBe(404)
  },
)

test.each(['//', 'http://['])('an invalid address is refused: %s', async (path) => {
  const { port } = await openPageOnly()
  expect((await ask(port, { path })).status).toBe(400)
})

test('while Cognito starts, the page and its forms say so', async () => {
  const { port } = await openPageOnly()
  const headers = { ...json, origin: `http://127.0.0.1:${port}` }
  const body = JSON.stringify({ email: 'a@b.example', password: 'x' })
  expect((await ask(port, { path: '/' })).text).toContain('Starting the local Cognito…')
  const { text } = await ask(port, { path: '/sign-in', method: 'POST', headers, body })
  expect(JSON.parse(text)).toMatchObject({
    kind: 'not-ready',
    message: expect.stringContaining('still starting'),
  })
})

test('if the port is taken, the page uses another one', async () => {
  const first = await openPageOnly()
  const second = await openPageOnly(first.port)
  expect(second.port).not.toBe(first.port)
  expect((await ask(second.port, { path: '/' })).status).toBe(200)
})
