// Answers of Cognito's address: no more than 8 MB of one are read.
import { pipeline, Readable, Transform } from 'node:stream'
import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'

/** Much more than a page of 60 users with all their attributes. */
const mostBytes = 8 * 1024 * 1024

/** Whatever sent it, it is no answer of Cognito's: the outcome is unknown. */
class AnswerTooLong extends Error {
  override readonly name = 'AnswerTooLong'
}

/** From now on, an answer that is too long makes the call reject, and its connection is closed. */
export function capAnswers({ config: { requestHandler } }: CognitoIdentityProviderClient): void {
  const handle = requestHandler.handle.bind(requestHandler)
  requestHandler.handle = async (...call) => {
    const answer = await handle(...call)
    const body: unknown = answer.response.body
    if (body instanceof Readable) answer.response.body = capped(body)
    return answer
  }
}

function capped(body: Readable): Readable {
  let length = 0
  const meter = new Transform({
    transform: (chunk: Uint8Array, _, done) => {
      length += chunk.byteLength
      if (length > mostBytes) done(new AnswerTooLong('An answer was longer than 8 MB'))
      else done(null, chunk)
    },
  })
  // Whoever reads the answer learns of an error from the meter.
  return pipeline(body, meter, () => {})
}
