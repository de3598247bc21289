// Whether all who have the same host may be denied together.
import { z } from 'zod'
import type { HostFacts } from './evidence.ts'

export const hostRefusalFormat = z.enum(['no-address', 'free-mail', 'expected'])

/** Why nobody is denied by their host: it tells nothing of those who have it, or they are expected. */
export type HostRefusal = z.infer<typeof hostRefusalFormat>

/** Null if they may. Of a throw-away host, its standing tells enough. */
export function whyNotByHost({ standing }: Pick<HostFacts, 'standing'>): HostRefusal | null {
  return standing === 'free-mail' || standing === 'expected' ? standing : null
}
