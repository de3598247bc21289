// The key by which a second delivery of the same request is recognised.
import { digestOf } from './digest.ts'

/** The same for the same parts, and as long for any. The parts may hold credentials, and can't be read from it. */
export function deliveryKey(...parts: readonly (string | null)[]): string {
  return digestOf(JSON.stringify(parts))
}
