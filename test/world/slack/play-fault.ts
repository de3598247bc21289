// Makes one HTTP call fail in the way that a test asked for.
import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from './faults.ts'
import { type Reply, replyRateLimited } from './web-api/answer-call.ts'

/** How one call is answered: `work` does what was asked and returns the regular reply. */
export interface Performance {
  readonly fault: Fault | undefined
  readonly work: () => Reply
  /** How this kind of call is refused with one of Slack's error codes. */
  readonly refuseWith: (error: string) => Reply
  /** Records the reply that was sent. */
  readonly note: (reply: Reply) => void
  readonly response: ServerResponse
  /** Aborts when the workspace stops. */
  readonly signal: AbortSignal
}

/** Answers a call, or plays its fault. */
export async function perform({
  fault,
  work,
  refuseWith,
  note,
  response,
  signal,
}: Performance): Promise<void> {
  const send = (reply: Reply) => {
    note(reply)
    response.writeHead(reply.status, reply.headers).end(reply.body)
  }
  switch (fault?.kind) {
    case undefined:
      return send(work())
    case 'rateLimited':
      return send(replyRateLimited(fault.retryAfter))
    case 'error':
      return send(refuseWith(fault.error))
    case 'http':
      return send({ status: fault.status, headers: { 'content-type': 'text/plain' }, body: fault.body ?? '' })
    case 'html':
      return send({ status: 200, headers: { 'content-type': 'text/html' }, body: page })
    case 'resetBefore':
      return cut(response)
    case 'resetAfter':
      work()
      return cut(response)
    case 'hang':
      return
    case 'hangAfter':
      work()
      return
    case 'slow': {
      const reply = work()
      await sleep(fault.ms, undefined, { signal })
      return send(reply)
    }
  }
}

const page = '<!doctype html><html><head><title>Just a moment…</title></head><body>Sign in</body></html>'

function cut(response: ServerResponse): void {
  response.socket?.resetAndDestroy()
}
