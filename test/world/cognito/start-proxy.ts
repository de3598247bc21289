// Cognito for the demo: cognito-local with the real service's answers, with its calls recorded, and failing on demand.
import { type ChosenFault, createFaultChoice } from './chosen-fault.ts'
import { startLoopbackServer } from './loopback-server.ts'
import { readCall } from './read-call.ts'
import { createRecord, type ProxiedCall } from './record-calls.ts'
import { send } from './reply.ts'
import { replyAsService } from './reply-as-service.ts'
import type { CognitoLocal } from './start-cognito-local.ts'

export type { ChosenFault } from './chosen-fault.ts'
export type { ProxiedCall } from './record-calls.ts'

export interface CognitoProxy {
  readonly endpoint: string
  /** The last few hundred, in the order of arrival. */
  readonly calls: readonly ProxiedCall[]
  readonly nextFault: ChosenFault | null
  /** How the next AdminConfirmSignUp fails, or the AdminAddUserToGroup that follows it; null if neither is to fail. */
  chooseNext(fault: ChosenFault | null): void
  /** Calls back after every call, answer and choice; the returned function unsubscribes. */
  subscribe(listener: () => void): () => void
  /** Leaves cognito-local running. */
  stop(): Promise<void>
}

/** Listens on 127.0.0.1 until stopped; port 0 means a free one. Rejects if the port is taken. */
export async function startCognitoProxy({
  cognito,
  port = 0,
}: {
  readonly cognito: CognitoLocal
  readonly port?: number
}): Promise<CognitoProxy> {
  const listeners = new Set<() => void>()
  const changed = () => {
    for (const listener of [...listeners]) listener()
  }
  const record = createRecord(changed)
  const faults = createFaultChoice()

  const server = await startLoopbackServer(port, async (request, response) => {
    const read = await readCall(request)
    if (read.kind === 'nonsense') {
      send({ kind: 'answer', answer: read.answer }, request, response)
      return
    }
    const { operation, input } = read
    const fault = faults.take(operation, input)
    const noteEnd = record.begin(operation, input, fault)
    const reply = await replyAsService(cognito, operation, input, fault)
    noteEnd(reply)
    send(reply, request, response)
  })

  return {
    endpoint: server.endpoint,
    calls: record.calls,
    get nextFault() {
      return faults.next
    },
    chooseNext: (fault) => {
      faults.choose(fault)
      changed()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    stop: async () => {
      listeners.clear()
      await server.goDown()
    },
  }
}
