// Plays AWS Lambda for cognito-local: one post confirmation function, which remembers every event.
import { readBody, startLoopbackServer } from './loopback-server.ts'
import {
  type FunctionFailure,
  type PostConfirmationEvent,
  type PostConfirmationFunction,
  postConfirmationEvent,
} from './post-confirmation.ts'

export interface LambdaEndpoint {
  readonly endpoint: string
  readonly events: readonly PostConfirmationEvent[]
  readonly failures: readonly FunctionFailure[]
  stop(): Promise<void>
}

/** Answers POST /2015-03-31/functions/NAME/invocations; a function that throws is an Unhandled error. */
export async function startPostConfirmationFunction(
  onPostConfirmation?: PostConfirmationFunction,
): Promise<LambdaEndpoint> {
  const events: PostConfirmationEvent[] = []
  const failures: FunctionFailure[] = []
  const server = await startLoopbackServer(0, async (request, response) => {
    const body: unknown = JSON.parse(await readBody(request))
    const event = postConfirmationEvent.parse(body)
    events.push(event)
    try {
      await onPostConfirmation?.(event)
      response.end(JSON.stringify(body))
    } catch (error) {
      const errorMessage = error instanceof Error ? error.message : String(error)
      failures.push({ event, message: errorMessage })
      response.setHeader('X-Amz-Function-Error', 'Unhandled')
      response.end(JSON.stringify({ errorMessage, errorType: 'Error' }))
    }
  })
  return { endpoint: server.endpoint, events, failures, stop: server.goDown }
}
