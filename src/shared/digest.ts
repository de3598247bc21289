// A digest: as long for any text, and in practice the same only for the same text.
import { createHash } from 'node:crypto'

export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
