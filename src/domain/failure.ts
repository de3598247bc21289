// Why an approval did not go through: each reason once, with what it means and who has to act.
import { z } from 'zod'

export const failureReasonFormat = z.discriminatedUnion('kind', [
  /** Cognito was too busy until the deadline. */
  z.object({ kind: z.literal('throttled') }),
  /** There was no connection to Cognito until the deadline. */
  z.object({ kind: z.literal('unreachable') }),
  /** No usable answer until the deadline; a look showed the user still waiting. */
  z.object({ kind: z.literal('no-answer') }),
  /** No usable answer, neither to the call nor to the look after it. */
  z.object({ kind: z.literal('uncertain') }),
  /** An answer that does not say whether it was done, and no answer to the look after it. */
  z.object({ kind: z.literal('unexplained'), name: z.string() }),
  /** Nothing tells whether it was done, and AWS does not allow the look. */
  z.object({ kind: z.literal('look-forbidden'), action: z.string() }),
  /** A cap of hours, not of seconds. */
  z.object({ kind: z.literal('capped'), name: z.string() }),
  z.object({ kind: z.literal('forbidden'), action: z.string() }),
  z.object({ kind: z.literal('credentials'), name: z.string() }),
  z.object({ kind: z.literal('pool-missing') }),
  z.object({ kind: z.literal('bad-parameter') }),
  /** A function of the pool failed and the user is still waiting. */
  z.object({ kind: z.literal('function-failed'), message: z.string() }),
  /** Cognito refused although the user is still waiting. */
  z.object({ kind: z.literal('not-allowed') }),
  /** The process stopped or lost its claim, and the click is too old to carry out now. */
  z.object({ kind: z.literal('expired') }),
  /** Written down, but no longer permitted or checkable when it was taken up again. */
  z.object({ kind: z.literal('withdrawn') }),
  z.object({ kind: z.literal('unheard-of'), name: z.string() }),
])

export type FailureReason = Readonly<z.infer<typeof failureReasonFormat>>
