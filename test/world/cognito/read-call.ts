// Reads a request to the proxy: the operation from its header, the input from its body.
import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import { type Input, refused, type ServiceException } from './answer.ts'

type ReadCall =
  | { readonly kind: 'call'; readonly operation: string; readonly input: Input }
  /** Not a call, and what the service answers to that. */
  | { readonly kind: 'nonsense'; readonly answer: ServiceException }

/** More than the longest form that the service accepts. */
const mostBytes = 256 * 1024

/** Rejects if the client hangs up in the middle of it. */
export async function readCall(request: IncomingMessage): Promise<ReadCall> {
  const target = String(request.headers['x-amz-target'])
  const operation = /^AWSCognitoIdentityProviderService\.(\w+)$/.exec(target)?.[1]
  const body = await readBounded(request)
  if (body === undefined) return { kind: 'nonsense', answer: tooLarge }
  if (operation === undefined) return { kind: 'nonsense', answer: refused('UnknownOperationException') }
  const input = readInput(body)
  if (input === undefined) return { kind: 'nonsense', answer: refused('SerializationException') }
  return { kind: 'call', operation, input }
}

const tooLarge: ServiceException = {
  kind: 'exception',
  name: 'RequestEntityTooLargeException',
  message: 'Request size limit exceeded',
  status: 413,
}

/** Always reads to the end, so that the client gets to read the answer, but keeps no more than the limit. */
async function readBounded(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += chunk.length
    if (bytes <= mostBytes) chunks.push(Buffer.from(chunk))
  }
  return bytes > mostBytes ? undefined : Buffer.concat(chunks).toString('utf8')
}

function readInput(body: string): Input | undefined {
  try {
    return z.record(z.string(), z.unknown()).safeParse(JSON.parse(body)).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
