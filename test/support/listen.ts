// A server of a test's own.
import type { Server } from 'node:net'
import { onTestFinished } from 'vitest'

/** Listens on 127.0.0.1 until the test is over. Resolves to the port. */
export async function listenForTest(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port')
  return address.port
}
