// The room for bodies of which nobody knows yet whether Slack sent them.
import { createServer, request } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { createBodyReader } from '../../../src/slack/listen/read-body.ts'
import { listenForTest } from '../../support/listen.ts'

/** A server with room for 100,000 bytes, in which no body is longer than 40,000. */
async function openServer() {
  const read = createBodyReader(100_000)
  let under = 0
  const server = createServer((incoming, response) => {
    under += 1
    void read(incoming, 40_000).then(({ kind }) => response.end(kind))
  })
  const port = await listenForTest(server)
  /** Leaves the body unfinished if it is `held`. */
  const send = (length: number, isHeld = false) => {
    const headers = { 'content-length': length + (isHeld ? 1 : 0) }
    const sent = request({ port, method: 'POST', headers, agent: false })
    onTestFinished(() => void sent.destroy())
    const answer = new Promise<string>((resolve, reject) => {
      sent.once('error', reject)
      sent.once('response', (response) => response.setEncoding('utf8').once('data', resolve))
    })
    sent.write('x'.repeat(length))
    if (!isHeld) sent.end()
    return { answer, isThere: (count: number) => expect.poll(() => under).toBe(count) }
  }
  return { send }
}

test('whoever fills the room with long bodies and never ends them keeps out no shorter one', async () => {
  const { send } = await openServer()
  const held = []
  for (const count of [1, 2]) {
    const one = send(39_000, true)
    await one.isThere(count)
    held.push(one.answer)
  }
  expect(await send(30_000).answer).toBe('read')
  expect(await Promise.race(held)).toBe('no-room')
  expect(await send(30_000).answer).toBe('read')
})
