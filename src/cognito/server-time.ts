// What time it is at AWS, as its answers say: with a clock that is wrong by five minutes, AWS accepts no signature.
import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import { z } from 'zod'

const dated = z.object({ headers: z.object({ date: z.string() }) })
const failed = z.object({ $response: dated })

/** `skew` is how much this machine's clock was ahead at the newest answer, in milliseconds; null if there was none. */
export function watchServerTime(
  { middlewareStack }: CognitoIdentityProviderClient,
  now: () => Date,
): { skew(): number | null } {
  let skew: number | null = null
  const note = (response: unknown) => {
    const at = Date.parse(dated.safeParse(response).data?.headers.date ?? '')
    if (!Number.isNaN(at)) skew = now().getTime() - at
  }
  middlewareStack.add(
    (next) => async (args) => {
      try {
        const result = await next(args)
        note(result.response)
        return result
      } catch (error) {
        note(failed.safeParse(error).data?.$response)
        throw error
      }
    },
    { step: 'deserialize', priority: 'high', name: 'watchServerTime' },
  )
  return { skew: () => skew }
}
