// What Cognito hands to a pool's post confirmation function.
import { z } from 'zod'

/** The fields of the trigger event that the bot's users rely on; the service sends a few more. */
export const postConfirmationEvent = z.object({
  userName: z.string(),
  userPoolId: z.string(),
  triggerSource: z.string(),
  request: z.object({
    userAttributes: z.record(z.string(), z.string()),
    clientMetadata: z.record(z.string(), z.string()).optional(),
  }),
})

export type PostConfirmationEvent = Readonly<z.infer<typeof postConfirmationEvent>>

export type PostConfirmationFunction = (event: PostConfirmationEvent) => void | Promise<void>

/** What the function threw, and for which event. */
export interface FunctionFailure {
  readonly event: PostConfirmationEvent
  readonly message: string
}
