// How a fault changes a call: it replaces the work, or only the work's answer.
import type { Answer } from './answer.ts'
import type { Fault } from './faults.ts'
import type { Reply } from './reply.ts'

/** The reply of a fault that prevents the work; undefined if the work is to be done. */
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

/** The reply after the work was done. An exception after the work replaces the answer only if the work succeeded. */
export function replyAfterWork(fault: Fault | undefined, answer: Answer): Reply {
  if (fault?.kind === 'resetAfter') return { kind: 'reset' }
  if (fault?.kind === 'hangAfter') return { kind: 'silence' }
  if (fault?.kind === 'exceptionAfterWork' && answer.kind === 'done')
    return { kind: 'answer', answer: { ...fault, kind: 'exception' } }
  return { kind: 'answer', answer }
}

/** How the list of calls names the end of one. */
export function nameOfEnd(fault: Fault | undefined, reply: Reply): string {
  if (reply.kind !== 'answer') return fault?.kind ?? reply.kind
  if (reply.answer.kind === 'exception') return reply.answer.name
  return fault?.kind === 'garbage' ? 'garbage' : 'ok'
}

const htmlPage =
  '<html>\r\n<head><title>Service Unavailable</title></head>\r\n<body>Try again later.</body>\r\n</html>\r\n'
