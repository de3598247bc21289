// The test card, which the doctor posts: nobody signed up, and none of its buttons changes anything.
import { z } from 'zod'

/** What a button of a real card would do. */
export const testDeedFormat = z.enum(['approve', 'deny', 'look-into', 'details'])

export type TestDeed = z.infer<typeof testDeedFormat>

export const testDeeds: readonly TestDeed[] = testDeedFormat.options
