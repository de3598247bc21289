// Records what passes the proxy, without its secrets.
import type { Input } from './answer.ts'
import type { ChosenFault } from './chosen-fault.ts'
import type { Reply } from './reply.ts'

/** A call to Cognito. Secrets in its input and its answer are dots. */
export interface ProxiedCall {
  readonly id: number
  readonly operation: string
  readonly input: Input
  readonly at: Date
  /** Undefined while it is unanswered, and if the connection was cut. */
  status: number | undefined
  answer: unknown
  /** Undefined while it is unanswered. */
  tookMs: number | undefined
  fault: ChosenFault | undefined
}

const mostCalls = 300

export function createRecord(changed: () => void) {
  const calls: ProxiedCall[] = []
  let lastId = 0

  return {
    calls,
    /** Records a call; the returned function records how it ended. */
    begin(operation: string, input: Input, fault: ChosenFault | undefined): (reply: Reply) => void {
      lastId += 1
      const call: ProxiedCall = {
        id: lastId,
        operation,
        input: withoutSecretFields(input),
        at: new Date(),
        status: undefined,
        answer: undefined,
        tookMs: undefined,
        fault,
      }
      const startedAt = performance.now()
      calls.push(call)
      if (calls.length > mostCalls) forgetOne(calls)
      changed()

      return (reply) => {
        call.tookMs = Math.round(performance.now() - startedAt)
        if (reply.kind === 'answer') noteAnswer(call, reply)
        changed()
      }
    },
  }
}

/** The bot lists the waiting users every few seconds: these calls are dropped before those that people cause. */
function forgetOne(calls: ProxiedCall[]): void {
  const background = calls.findIndex(({ operation }) => operation === 'ListUsers')
  calls.splice(Math.max(background, 0), 1)
}

function noteAnswer(call: ProxiedCall, { answer }: Extract<Reply, { kind: 'answer' }>): void {
  if (answer.kind === 'done') {
    call.status = 200
    call.answer = withoutSecretFields(answer.output)
    return
  }
  call.status = answer.status ?? 400
  call.answer = { __type: answer.name, message: answer.message }
}

const secretName = /password|secret|^(access|id|refresh)_?token$|^session$/i

function withoutSecretFields(fields: Input): Input {
  const dotted = ([name, value]: [string, unknown]) => [
    name,
    secretName.test(name) ? '•••' : withoutSecrets(value),
  ]
  return Object.fromEntries(Object.entries(fields).map(dotted))
}

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets)
  return value !== null && typeof value === 'object' ? withoutSecretFields({ ...value }) : value
}
