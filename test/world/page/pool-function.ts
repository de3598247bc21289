// The pool's post confirmation function: the one that comes with Countersign, with a key that is made when the demo starts.
import { generateKeyPairSync } from 'node:crypto'
import { z } from 'zod'
import { createHandler } from '../../../src/functions/post-confirmation.mjs'
import type { PostConfirmationEvent } from '../cognito/post-confirmation.ts'

export interface PoolFunction {
  /** PKCS#8 PEM, for the bot. */
  readonly signingKey: string
  handle(event: PostConfirmationEvent): Promise<void>
  /** What it printed last about the user with this sub; undefined if nothing. */
  saidOf(sub: string): FunctionSaid | undefined
}

const lineFormat = z.looseObject({
  sub: z.string(),
  verdict: z.enum(['signed', 'unsigned']),
  why: z.string().optional(),
})

export type FunctionSaid = z.infer<typeof lineFormat>

export function makePoolFunction(): PoolFunction {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const said = new Map<string, FunctionSaid>()
  const run = createHandler({
    environment: { APPROVAL_PUBLIC_KEYS: publicKey.export({ format: 'jwk' }).x },
    print: (line) => {
      const read = lineFormat.parse(JSON.parse(line))
      said.set(read.sub, read)
    },
    now: Date.now,
  })
  return {
    signingKey: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    handle: async (event) => {
      await run(event)
    },
    saidOf: (sub) => said.get(sub),
  }
}
