// A point in time, as our own rows hold it.
import { z } from 'zod'

/** ISO 8601 in JSON, a Date in memory. Nothing else: `null` would pass for 1970. */
export const storedDate = z.union([z.iso.datetime(), z.date()]).pipe(z.coerce.date())
