// An AWS STS and IAM of our own, in their query protocol, as far as the doctor asks: who somebody is, and what they may do.
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { readBody, startLoopbackServer } from '../cognito/loopback-server.ts'

interface IamError {
  readonly status: number
  readonly code: string
}

export interface Iam {
  /** Of both services. */
  readonly endpoint: string
  /** Who asks, from now on. */
  become(arn: string): void
  /** No policy allows this action any more. */
  deny(action: string): void
  /** Every call of this action fails from now on. */
  fail(action: 'GetCallerIdentity' | 'SimulatePrincipalPolicy', error: IamError): void
  stop(): Promise<void>
}

/** Listens on 127.0.0.1 until stopped. Everything is allowed that is not denied. */
export async function startIam(): Promise<Iam> {
  let caller = 'arn:aws:sts::123456789012:assumed-role/countersign/bot'
  const denied = new Set<string>()
  const errors = new Map<string, IamError>()

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const input = new URLSearchParams(await readBody(request))
    const action = input.get('Action') ?? ''
    const error = request.headers.authorization === undefined ? missingToken : errors.get(action)
    const result = error === undefined ? resultOf(action, input) : undefined
    response.setHeader('Content-Type', 'text/xml')
    if (result !== undefined) {
      response.end(
        `<${action}Response><${action}Result>${result}</${action}Result>${requestId()}</${action}Response>`,
      )
      return
    }
    const { status, code } = error ?? { status: 400, code: 'InvalidAction' }
    response
      .writeHead(status)
      .end(
        `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>No.</Message></Error>${requestId()}</ErrorResponse>`,
      )
  }

  const resultOf = (action: string, input: URLSearchParams): string | undefined => {
    switch (action) {
      case 'GetCallerIdentity':
        return `<Arn>${caller}</Arn><UserId>AROALOCAL:bot</UserId><Account>${caller.split(':')[4]}</Account>`
      case 'SimulatePrincipalPolicy':
        // IAM knows roles, not their sessions.
        if (/:assumed-role\//.test(input.get('PolicySourceArn') ?? '')) return undefined
        return `<IsTruncated>false</IsTruncated><EvaluationResults>${members(input, 'ActionNames')
          .map((name) => evaluation(name, members(input, 'ResourceArns')[0] ?? '*', denied.has(name)))
          .join('')}</EvaluationResults>`
      default:
        return undefined
    }
  }

  const server = await startLoopbackServer(0, answer)
  return {
    endpoint: server.endpoint,
    become: (arn) => {
      caller = arn
    },
    deny: (action) => void denied.add(action),
    fail: (action, error) => void errors.set(action, error),
    stop: server.goDown,
  }
}

const missingToken: IamError = { status: 403, code: 'MissingAuthenticationToken' }

function members(input: URLSearchParams, name: string): readonly string[] {
  return [...input].filter(([key]) => key.startsWith(`${name}.member.`)).map(([, value]) => value)
}

function evaluation(action: string, resource: string, isDenied: boolean): string {
  const decision = isDenied ? 'implicitDeny' : 'allowed'
  return `<member><EvalActionName>${action}</EvalActionName><EvalResourceName>${resource}</EvalResourceName><EvalDecision>${decision}</EvalDecision><MissingContextValues/></member>`
}

function requestId(): string {
  return `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>`
}
