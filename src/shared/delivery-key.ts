// The key by which a second delivery of the same request is recognised.
import { createHash } from 'node:crypto'

/** The same for the same parts, and as long for any. The parts may hold credentials, and can't be read from it. */
export function deliveryKey(...parts: readonly (string | null)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}
