// A host that answers every request as a test wants, also with more than anybody should read.
import { createServer, type ServerResponse } from 'node:http'
import { onTestFinished } from 'vitest'
import { listenForTest } from './listen.ts'

export const megabyte = 'x'.repeat(1024 * 1024)

/** Resolves to the port. */
export function answeringAll(answer: (response: ServerResponse) => void): Promise<number> {
  const server = createServer((request, response) => {
    request.resume()
    answer(response)
  })
  onTestFinished(() => server.closeAllConnections())
  return listenForTest(server)
}

/** Sends megabytes for as long as they are taken, and counts them. */
export function endless(response: ServerResponse): { megabytes: number } {
  const sent = { megabytes: 0 }
  const go = () => {
    if (response.destroyed) return
    sent.megabytes += 1
    response.write(megabyte, () => setImmediate(go))
  }
  go()
  return sent
}
