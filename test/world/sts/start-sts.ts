// An AWS STS of our own, which opens sessions by AssumeRole as the real one does, in its query protocol, and can fail like it.
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { readBody, startLoopbackServer } from '../cognito/loopback-server.ts'
import { signerOf } from '../cognito/signer.ts'
import { readAssumeRole, type StsError } from './read-assume-role.ts'

/** What a role's trust policy allows whoever asks. */
type RoleAction = 'sts:AssumeRole' | 'sts:SetSourceIdentity'

export type StsFault =
  | { readonly kind: 'error'; readonly error: StsError }
  /** Breaks the connection. */
  | { readonly kind: 'reset' }
  /** Never answers. */
  | { readonly kind: 'hang' }
  /** What somebody else may answer. */
  | { readonly kind: 'text'; readonly status: number; readonly text: string }

interface OpenedSession {
  /** Of its credentials. */
  readonly accessKeyId: string
  /** Of the credentials with which it was asked for. */
  readonly askedWith: string
  readonly roleArn: string
  readonly name: string
  readonly sourceIdentity: string | null
  readonly seconds: number
  readonly policy: unknown
}

export interface Sts {
  readonly endpoint: string
  /** Those that were answered, in the order of the answers. */
  readonly sessions: readonly OpenedSession[]
  /** How many requests have arrived. */
  readonly asked: number
  /** The user agents of the requests. */
  readonly agents: readonly string[]
  addRole(arn: string, allows?: readonly RoleAction[]): void
  fail(fault: StsFault, times?: number): void
  /** Answers nobody until the returned function is called. */
  hold(): () => void
  stop(): Promise<void>
}

/** Listens on 127.0.0.1 until stopped. */
export async function startSts(now: () => Date = () => new Date()): Promise<Sts> {
  const roles = new Map<string, readonly RoleAction[]>()
  const sessions: OpenedSession[] = []
  const agents: string[] = []
  const faults: StsFault[] = []
  let held = Promise.resolve()

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await readBody(request)
    agents.push(String(request.headers['user-agent']))
    await held
    const fault = faults.shift()
    if (fault?.kind === 'hang') return
    if (fault?.kind === 'reset') return void request.socket.destroy()
    if (fault?.kind === 'text') return void response.writeHead(fault.status).end(fault.text)
    if (fault !== undefined) return refuse(response, fault.error)
    const signer = signerOf(request)
    if (signer === null) return refuse(response, missingToken)
    const asked = readAssumeRole(body)
    if (asked.kind === 'refused') return refuse(response, asked.error)
    const denied = whyDenied(roles.get(asked.roleArn) ?? [], asked)
    if (denied !== null) return refuse(response, denied)
    const session = { ...asked, accessKeyId: `ASIA${sessions.length + 1}`.padEnd(20, 'X'), askedWith: signer }
    sessions.push(session)
    const ends = new Date(now().getTime() + asked.seconds * 1000)
    send(response, 200, opened(session, ends))
  }
  const server = await startLoopbackServer(0, answer)
  return {
    endpoint: server.endpoint,
    sessions,
    agents,
    get asked() {
      return agents.length
    },
    addRole: (arn, allows = ['sts:AssumeRole', 'sts:SetSourceIdentity']) => void roles.set(arn, allows),
    fail: (fault, times = 1) => void faults.push(...Array.from({ length: times }, () => fault)),
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<void>()
      held = promise
      return resolve
    },
    stop: server.goDown,
  }
}

const missingToken: StsError = {
  status: 403,
  code: 'MissingAuthenticationToken',
  message: 'Request is missing Authentication Token',
}

/** A role that does not exist is answered like one that trusts nobody. */
function whyDenied(
  allows: readonly RoleAction[],
  { roleArn, sourceIdentity }: { readonly roleArn: string; readonly sourceIdentity: string | null },
): StsError | null {
  const needed: readonly RoleAction[] =
    sourceIdentity === null ? ['sts:AssumeRole'] : ['sts:AssumeRole', 'sts:SetSourceIdentity']
  const missing = needed.find((action) => !allows.includes(action))
  if (missing === undefined) return null
  const message = `User: arn:aws:iam::123456789012:user/bot is not authorized to perform: ${missing} on resource: ${roleArn}`
  return { status: 403, code: 'AccessDenied', message }
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
function opened({ roleArn, name, sourceIdentity, accessKeyId }: OpenedSession, ends: Date): string {
  const [, , , , account, role = ''] = roleArn.split(':')
  return `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <AssumeRoleResult>
    ${sourceIdentity === null ? '' : `<SourceIdentity>${sourceIdentity}</SourceIdentity>`}
    <AssumedRoleUser>
      <AssumedRoleId>AROAEXAMPLE:${name}</AssumedRoleId>
      <Arn>arn:aws:sts::${account}:assumed-role/${role.split('/').at(-1)}/${name}</Arn>
    </AssumedRoleUser>
    <PackedPolicySize>20</PackedPolicySize>
    <Credentials>
      <AccessKeyId>${accessKeyId}</AccessKeyId>
      <SecretAccessKey>nothing-secret-either</SecretAccessKey>
      <SessionToken>token/of+${name}=</SessionToken>
      <Expiration>${ends.toISOString().replace(/\.\d+/, '')}</Expiration>
    </Credentials>
  </AssumeRoleResult>
  <ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>
</AssumeRoleResponse>`
}

function refuse(response: ServerResponse, { status, code, message }: StsError): void {
  send(
    response,
    status,
    `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <Error><Type>${status < 500 ? 'Sender' : 'Receiver'}</Type><Code>${code}</Code><Message>${message}</Message></Error>
  <RequestId>${randomUUID()}</RequestId>
</ErrorResponse>`,
  )
}

function send(response: ServerResponse, status: number, xml: string): void {
  response.writeHead(status, { 'content-type': 'text/xml', date: new Date().toUTCString() }).end(xml)
}
