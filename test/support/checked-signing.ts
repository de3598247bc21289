// A signing key for the bot, and a post confirmation function that notes what was not signed with it: the one that operators deploy.
import { createHandler } from '../../src/functions/post-confirmation.mjs'
import { createSigner, makeSigningKey, pemOf } from '../../src/shared/signing-key.ts'
import type { PostConfirmationEvent } from '../world/cognito/post-confirmation.ts'

interface CheckedSigning {
  /** `APPROVAL_SIGNING_KEY` */
  readonly key: string
  onPostConfirmation(event: PostConfirmationEvent): Promise<void>
  /** What the function printed of confirmations that it did not accept. */
  readonly unsigned: string[]
}

export function createCheckedSigning(now: () => Date): CheckedSigning {
  const key = makeSigningKey()
  const unsigned: string[] = []
  const handler = createHandler({
    environment: { APPROVAL_PUBLIC_KEYS: createSigner(key).publicKey },
    print: (line) => {
      if (!line.includes('"verdict":"signed"')) unsigned.push(line)
    },
    now: () => now().getTime(),
  })
  return {
    key: pemOf(key),
    onPostConfirmation: async (event) => {
      await handler(event)
    },
    unsigned,
  }
}
