// Answers HTTP requests: Web API calls and posts to a response_url. Everything else is not found.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { text as readAll } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from './faults.ts'
import { answerResponseUrl, say } from './people/answer-response-url.ts'
import { perform } from './play-fault.ts'
import type { Call, Records } from './records.ts'
import { refuse } from './web-api/answer.ts'
import { type Reply, replyJson } from './web-api/answer-call.ts'
import { readFields } from './web-api/read-arguments.ts'

/** The HTTP listener of the workspace; it records every call before answering it. */
export function makeRequestListener({
  records,
  answerCall,
  takeFault,
  latencyMs,
  signal,
}: {
  readonly records: Records
  readonly answerCall: (call: Call, token: string | undefined) => Reply
  readonly takeFault: (method: string, args: unknown) => Fault | undefined
  readonly latencyMs: number
  readonly signal: AbortSignal
}): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const respond = answerResponseUrl(records)

  return async (request, response) => {
    const url = new URL(request.url ?? '/', records.address)
    const body = await readAll(request)
    const fields = readFields(body, request.headers['content-type'] ?? '')
    if (url.pathname.startsWith('/api/')) {
      const { token, ...args } = { ...Object.fromEntries(url.searchParams), ...fields }
      const call = record(url.pathname.slice('/api/'.length), args)
      const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1]
      const work = () => answerCall(call, bearer ?? (typeof token === 'string' ? token : undefined))
      return answer(call, response, work, (error) => replyJson(refuse(error)))
    }
    if (/^\/(?:actions|commands)\//.test(url.pathname)) {
      const call = record('response_url', fields, url.pathname)
      return answer(
        call,
        response,
        () => respond(url.pathname, fields),
        (error) => say(404, error),
      )
    }
    response.writeHead(404).end()
  }

  function record(method: string, args: Readonly<Record<string, unknown>>, responsePath?: string): Call {
    const call: Call = {
      method,
      args,
      at: records.now(),
      responsePath,
      scopesNeeded: [],
      fault: undefined,
      status: undefined,
      answer: undefined,
    }
    records.calls.push(call)
    return call
  }

  async function answer(
    call: Call,
    response: ServerResponse,
    work: () => Reply,
    refuseWith: (error: string) => Reply,
  ): Promise<void> {
    const fault = takeFault(call.method, call.args)
    call.fault = fault?.kind
    records.changed('call')
    const note = (reply: Reply) => {
      call.status = reply.status
      call.answer = readAnswer(reply)
      records.changed('call')
    }
    if (latencyMs > 0) await sleep(latencyMs, undefined, { signal })
    return perform({ fault, work, refuseWith, note, response, signal })
  }
}

function readAnswer({ headers, body }: Reply): unknown {
  return headers['content-type']?.startsWith('application/json') ? JSON.parse(body) : body
}
