// fetch for all calls to Slack: whatever answers, no more than 8 MB of it are read.
import { retryAfterIn } from './retry-after.ts'

/** Much more than any answer of Slack's. */
const mostBytes = 8 * 1024 * 1024

/** As `fetch`, but rejects if the answer is too long. The answer is read before it resolves, so a signal covers that too. */
export async function boundedFetch(...request: Parameters<typeof fetch>): Promise<Response> {
  const answer = await fetch(...request)
  const { status, statusText, headers } = answer
  const body = answer.body === null ? null : await readBody(answer.body)
  return new Response(body, { status, statusText, headers })
}

/** The same for Slack's own client, which reads the header of a 429 and believes it. */
export async function webApiFetch(...request: Parameters<typeof fetch>): Promise<Response> {
  const answer = await boundedFetch(...request)
  if (answer.status !== 429) return answer
  const pause = String(retryAfterIn(answer.headers) / 1000)
  return new Response('', { status: 429, headers: { 'retry-after': pause } })
}

async function readBody(body: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<Blob> {
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.byteLength
    // Leaving the loop cancels the rest.
    if (length > mostBytes) throw new Error('An answer was longer than 8 MB')
    chunks.push(chunk)
  }
  return new Blob(chunks)
}
