// What a fault makes of a call: an answer instead of the work, or in place of the work's answer.
import type { Answer } from './answer.ts'
import type { Fault } from './faults.ts'
import type { Reply } from './reply.ts'

/** The reply of a fault that keeps the work from being done; undefined if it lets it be done. */
export function replyInsteadOfWork(fault: Fault | undefined): Reply | undefined {
  switch (fault?.kind) {
    case 'exception':
      return { kind: 'answer', answer: fault }
    case 'resetBefore':
      return { kind: 'reset' }
    case 'hang':
      return { kind: 'silence' }
    case 'html':
      return { kind: 'text', status: fault.status, contentType: 'text/html', text: htmlPage }
    case 'empty':
      return { kind: 'text', status: fault.status, contentType: 'application/x-amz-json-1.1', text: '' }
    case 'garbage':
      return { kind: 'answer', answer: { kind: 'done', output: { soup: [1, null, { spoon: true }] } } }
    case 'body': {
      const { body, status = 200 } = fault
      return { kind: 'text', status, contentType: 'application/x-amz-json-1.1', text: JSON.stringify(body) }
    }
    default:
      return undefined
  }
}

/** The reply after the work was done. An exception after the work needs work that went well. */
export function replyAfterWork(fault: Fault | undefined, answer: Answer): Reply {
  if (fault?.kind === 'resetAfter') return { kind: 'reset' }
  if (fault?.kind === 'hangAfter') return { kind: 'silence' }
  if (fault?.kind === 'exceptionAfterWork' && answer.kind === 'done')
    return { kind: 'answer', answer: { ...fault, kind: 'exception' } }
  return { kind: 'answer', answer }
}

/** How the list of calls names what became of one. */
export function nameOfEnd(fault: Fault | undefined, reply: Reply): string {
  if (reply.kind !== 'answer') return fault?.kind ?? reply.kind
  if (reply.answer.kind === 'exception') return reply.answer.name
  return fault?.kind === 'garbage' ? 'garbage' : 'ok'
}

const htmlPage =
  '<html>\r\n<head><title>Service Unavailable</title></head>\r\n<body>Try again later.</body>\r\n</html>\r\n'
