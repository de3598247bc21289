// How much a channel sees of its pool's sign-ups.
import { z } from 'zod'

/** Everything; initials, and addresses without all but the first letter before the @; or only what is after the @. */
export const visibilityFormat = z.enum(['full', 'masked', 'domain'])

export type Visibility = z.infer<typeof visibilityFormat>
