// One call over HTTP: read it, do the work unless a fault says otherwise, answer as the service would.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { type Input, type Operation, refused } from './answer.ts'
import type { Fault } from './faults.ts'
import type { HoldPoint } from './holds.ts'
import type { Journal } from './journal.ts'
import { readBody } from './loopback-server.ts'
import { type Reply, send } from './reply.ts'
import { signerOf } from './signer.ts'
import { nameOfEnd, replyAfterWork, replyInsteadOfWork } from './spoil.ts'

interface Parts<Name extends string> {
  readonly operations: Readonly<Record<Name, Operation>>
  readonly journal: Journal
  readonly latencyMs: number
  isOperation(text: string): text is Name
  takeFault(name: Name): Fault | undefined
  pass(name: Name, point: HoldPoint): Promise<void>
}

/** Answers requests in AWS's JSON 1.1: the operation in a header, its input as the body. */
export function createAnswerer<Name extends string>(parts: Parts<Name>) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const target = String(request.headers['x-amz-target']).replace(/^.*\./, '')
    const input = readInput(await readBody(request))
    const isSigned = request.headers.authorization !== undefined
    const userAgent = String(request.headers['user-agent'])
    const called = { operation: target, input: input ?? {}, signedBy: signerOf(request), userAgent }
    const noteEnd = parts.journal.arrived(called)
    if (parts.latencyMs > 0) await sleep(parts.latencyMs)

    const end = await endOf(parts, target, input, isSigned)
    noteEnd(nameOfEnd(end.fault, end.reply))
    send(end.reply, request, response)
  }
}

function readInput(body: string): Input | undefined {
  try {
    return z.record(z.string(), z.unknown()).safeParse(JSON.parse(body)).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

interface End {
  readonly reply: Reply
  readonly fault?: Fault | undefined
}

/** Operations that the service accepts without a signature. */
const unsigned: readonly string[] = ['SignUp', 'InitiateAuth']

async function endOf<Name extends string>(
  parts: Parts<Name>,
  target: string,
  input: Input | undefined,
  isSigned: boolean,
): Promise<End> {
  if (!parts.isOperation(target)) return refusal('UnknownOperationException')
  if (input === undefined) return refusal('SerializationException')
  if (!isSigned && !unsigned.includes(target))
    return refusal('MissingAuthenticationTokenException', 'Missing Authentication Token')

  await parts.pass(target, 'beforeWork')
  const fault = parts.takeFault(target)
  const instead = replyInsteadOfWork(fault)
  if (instead !== undefined) return { reply: instead, fault }
  if (fault?.kind === 'slow') await sleep(fault.ms)
  const answer = await parts.operations[target](input)
  await parts.pass(target, 'afterWork')
  return { reply: replyAfterWork(fault, answer), fault }
}

function refusal(name: string, message?: string): End {
  return { reply: { kind: 'answer', answer: refused(name, message) } }
}
