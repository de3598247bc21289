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

/** A body that is being read. */
interface Reading {
  length: number
  end(body: Body): void
}

/**
 * `mostAtOnce` is how many bytes all bodies that are being read may have together. Where there are more, the longest is given
 * up: whoever fills the room with long ones doesn't keep out what Slack sends.
 */
export function createBodyReader(mostAtOnce: number): ReadBody {
  const underWay = new Set<Reading>()
  let held = 0
  const giveUpLongest = () => {
    const [longest] = [...underWay].toSorted((one, other) => other.length - one.length)
    longest?.end({ kind: 'no-room' })
  }
  return (request, most) =>
    new Promise((resolve) => {
      const chunks: Buffer[] = []
      const reading: Reading = {
        length: 0,
        end: (body) => {
          request.off('data', take).pause()
          if (underWay.delete(reading)) held -= reading.length
          resolve(body)
        },
      }
      const take = (chunk: Buffer) => {
        chunks.push(chunk)
        reading.length += chunk.length
        held += chunk.length
        if (reading.length > most) reading.end({ kind: 'too-long' })
        else if (held > mostAtOnce) giveUpLongest()
      }
      if (Number(request.headers['content-length'] ?? 0) > most) return resolve({ kind: 'too-long' })
      underWay.add(reading)
      request.on('data', take)
      request.once('end', () => reading.end({ kind: 'read', bytes: Buffer.concat(chunks) }))
      request.once('error', () => reading.end({ kind: 'gone' }))
      request.once('close', () => reading.end({ kind: 'gone' }))
    })
}
