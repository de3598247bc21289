// Reads the body of a request that nobody has vouched for yet: no longer than it may be, and not too many at once.
import type { IncomingMessage } from 'node:http'

export type Body =
  | { readonly kind: 'read'; readonly bytes: Buffer }
  | { readonly kind: 'too-long' }
  /** Too much is being read at once. */
  | { readonly kind: 'no-room' }
  /** The other side ended the connection. */
  | { readonly kind: 'gone' }

export type ReadBody = (request: IncomingMessage, most: number) => Promise<Body>

/** `mostAtOnce` is how many bytes all bodies that are being read may have together. */
export function createBodyReader(mostAtOnce: number): ReadBody {
  let held = 0
  return (request, most) =>
    new Promise((resolve) => {
      const chunks: Buffer[] = []
      let length = 0
      const end = (body: Body) => {
        request.off('data', take).pause()
        held -= length
        length = 0
        resolve(body)
      }
      const take = (chunk: Buffer) => {
        chunks.push(chunk)
        length += chunk.length
        held += chunk.length
        if (length > most) end({ kind: 'too-long' })
        else if (held > mostAtOnce) end({ kind: 'no-room' })
      }
      if (Number(request.headers['content-length'] ?? 0) > most) return resolve({ kind: 'too-long' })
      request.on('data', take)
      request.once('end', () => end({ kind: 'read', bytes: Buffer.concat(chunks) }))
      request.once('error', () => end({ kind: 'gone' }))
      request.once('close', () => end({ kind: 'gone' }))
    })
}
