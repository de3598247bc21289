// Calls that confirm or change a user answer with an empty object. The SDK accepts any JSON, so this checks it.
import { Readable } from 'node:stream'
import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import { z } from 'zod'

const answerEmpty: ReadonlySet<unknown> = new Set([
  'AdminConfirmSignUpCommand',
  'AdminAddUserToGroupCommand',
  'AdminDisableUserCommand',
  'AdminEnableUserCommand',
  'AdminUserGlobalSignOutCommand',
])

const okResponse = z.object({ statusCode: z.literal(200), body: z.instanceof(Readable) })

const nothing = z.strictObject({})

/** Makes these commands reject if, for example, a proxy answered 200 with something else: the outcome is unknown. */
export function expectEmptyAnswers({ middlewareStack }: CognitoIdentityProviderClient): void {
  middlewareStack.add(
    (next, { commandName }) =>
      async (given) => {
        const result = await next(given)
        const ok = answerEmpty.has(commandName) ? okResponse.safeParse(result.response) : null
        if (ok?.success !== true) return result
        const bytes = Buffer.concat(await ok.data.body.toArray())
        if (!isNothing(bytes.toString('utf8'))) throw new Error('Cognito answered 200 with an unusable body')
        return {
          ...result,
          response: Object.assign(Object(result.response), { body: new Uint8Array(bytes) }),
        }
      },
    { step: 'deserialize', priority: 'low', name: 'expectEmptyAnswers' },
  )
}

function isNothing(text: string): boolean {
  if (text.trim() === '') return true
  try {
    return nothing.safeParse(JSON.parse(text)).success
  } catch {
    return false
  }
}
