// What goes over the wire, in the form that the real service gives it.
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Answer, ServiceException } from './answer.ts'

export type Reply =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'text'; readonly status: number; readonly contentType: string; readonly text: string }
  | { readonly kind: 'reset' }
  | { readonly kind: 'silence' }

/** Sends it; a reset breaks the connection, silence leaves it open. */
export function send(reply: Reply, request: IncomingMessage, response: ServerResponse): void {
  switch (reply.kind) {
    case 'silence':
      return
    case 'reset':
      request.socket.resetAndDestroy()
      return
    case 'text':
      response.writeHead(reply.status, { 'Content-Type': reply.contentType }).end(reply.text)
      return
    case 'answer':
      sendAnswer(reply.answer, response)
  }
}

const awsJson = 'application/x-amz-json-1.1'

function sendAnswer(answer: Answer, response: ServerResponse): void {
  response.setHeader('Content-Type', awsJson)
  response.setHeader('x-amzn-RequestId', randomUUID())
  if (answer.kind === 'exception') {
    sendException(answer, response)
    return
  }
  response.writeHead(200).end(JSON.stringify(answer.output))
}

function sendException({ name, message, status }: ServiceException, response: ServerResponse): void {
  response.setHeader('x-amzn-ErrorType', `${name}:`)
  if (message !== undefined && isHeaderSafe(message)) response.setHeader('x-amzn-ErrorMessage', message)
  response.writeHead(status ?? 400).end(JSON.stringify({ __type: name, message }))
}

function isHeaderSafe(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text)
}
