// One call to cognito-local. However it ends, the result is an answer that the service could give.
import { z } from 'zod'
import { type Answer, done, type Input, refused, type ServiceException } from './answer.ts'

/** How long cognito-local may take, in milliseconds. */
const longest = 15_000

const exception = z.object({ __type: z.string(), message: z.string().optional() })

/** Never rejects: if cognito-local is down, slow or broken, the answer is an InternalErrorException. */
export async function askCognitoLocal(endpoint: string, operation: string, input: Input): Promise<Answer> {
  try {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-amz-json-1.1',
        'X-Amz-Target': `AWSCognitoIdentityProviderService.${operation}`,
      },
      body: JSON.stringify(input),
      signal: AbortSignal.timeout(longest),
    })
    const body: unknown = await response.json()
    if (response.ok) return done(z.record(z.string(), z.unknown()).parse(body))
    const { __type: name, message } = exception.parse(body)
    return response.status < 500 ? refused(name, message) : internalError
  } catch {
    return internalError
  }
}

/** The service's own answer if it can't say what went wrong. */
const internalError: ServiceException = {
  kind: 'exception',
  name: 'InternalErrorException',
  message: 'Something went wrong',
  status: 500,
}
