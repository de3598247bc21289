// A CloudTrail of our own: LookupEvents over HTTP, in the documented shape, with its limits.
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { type Answer, done, refused } from '../cognito/answer.ts'
import { readBody, startLoopbackServer } from '../cognito/loopback-server.ts'
import { send } from '../cognito/reply.ts'

/** A call as the trail records it. What is left out is usual for an administrator's call. */
interface Recorded {
  readonly name: string
  readonly at: Date
  readonly requestId?: string
  readonly sub?: string
  readonly poolId?: string
  readonly arn?: string
  readonly sourceIdentity?: string
  readonly sourceIp?: string
  readonly errorCode?: string
  readonly source?: string
}

export interface CloudTrail {
  readonly endpoint: string
  record(event: Recorded): void
  /** The next requests are refused with this exception. */
  refuse(name: string, times: number): void
  /** When each request came that was not throttled. */
  readonly answered: readonly Date[]
  stop(): Promise<void>
}

const day = 24 * 60 * 60_000

/** Listens on 127.0.0.1 until stopped. */
export async function startCloudTrail(now: () => Date = () => new Date()): Promise<CloudTrail> {
  const events: Recorded[] = []
  const answered: Date[] = []
  const tokens = new Map<string, { readonly question: string; readonly offset: number }>()
  const refusals: string[] = []

  const isTooOften = () => answered.filter((at) => now().getTime() - at.getTime() < 1000).length >= 2

  const lookUp = (given: unknown): Answer => {
    const asked = questionFormat.safeParse(given)
    if (!asked.success) return refused(asked.error.issues[0]?.message ?? 'SerializationException')
    const { NextToken, ...question } = asked.data
    const key = JSON.stringify(question)
    const begun = NextToken === undefined ? { question: key, offset: 0 } : tokens.get(NextToken)
    if (begun?.question !== key) return refused('InvalidNextTokenException', 'Invalid nextToken.')
    const found = newestFirst(events.filter((event) => isMeant(event, question, now())))
    const end = begun.offset + question.MaxResults
    const next = end < found.length ? { NextToken: tokenFor({ question: key, offset: end }) } : {}
    return done({ Events: found.slice(begun.offset, end).map(entryOf), ...next })
  }
  const tokenFor = (place: { readonly question: string; readonly offset: number }) => {
    const token = randomUUID()
    tokens.set(token, place)
    return token
  }
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const input: unknown = JSON.parse(await readBody(request))
    send({ kind: 'answer', answer: answerTo(request, input) }, request, response)
  }
  const answerTo = ({ headers }: IncomingMessage, input: unknown): Answer => {
    if (headers.authorization === undefined) return refused('MissingAuthenticationTokenException')
    if (!/CloudTrail_20131101\.LookupEvents$/.test(String(headers['x-amz-target'])))
      return refused('UnknownOperationException')
    const refusal = refusals.shift()
    if (refusal !== undefined) return refused(refusal, 'Refused.')
    if (isTooOften()) return refused('ThrottlingException', 'Rate exceeded')
    answered.push(now())
    return lookUp(input)
  }
  const server = await startLoopbackServer(0, answer)
  return {
    endpoint: server.endpoint,
    record: (event) => void events.push(event),
    refuse: (name, times) => void refusals.push(...Array.from({ length: times }, () => name)),
    answered,
    stop: server.goDown,
  }
}

/** Each refusal's message is the exception that the service throws. */
const questionFormat = z
  .object({
    LookupAttributes: z
      .array(
        z.object({
          AttributeKey: z.enum(['EventName', 'EventSource', 'EventId']),
          AttributeValue: z.string(),
        }),
      )
      .max(1, 'InvalidLookupAttributesException')
      .default([]),
    StartTime: z.number().optional(),
    EndTime: z.number().optional(),
    MaxResults: z
      .int()
      .min(1, 'InvalidMaxResultsException')
      .max(50, 'InvalidMaxResultsException')
      .default(50),
    NextToken: z.string().optional(),
  })
  .refine(({ StartTime = 0, EndTime = Number.POSITIVE_INFINITY }) => StartTime <= EndTime, {
    message: 'InvalidTimeRangeException',
  })

type Question = Omit<z.infer<typeof questionFormat>, 'NextToken'>

function isMeant(event: Recorded, { LookupAttributes, StartTime, EndTime }: Question, now: Date): boolean {
  const at = event.at.getTime()
  const isWithin = at >= (StartTime ?? 0) * 1000 && at <= (EndTime ?? Number.POSITIVE_INFINITY) * 1000
  const [attribute] = LookupAttributes
  const isNamed =
    attribute === undefined ||
    (attribute.AttributeKey === 'EventName' && attribute.AttributeValue === event.name) ||
    (attribute.AttributeKey === 'EventSource' && attribute.AttributeValue === sourceOf(event))
  return isWithin && isNamed && at >= now.getTime() - 90 * day
}

function newestFirst(events: readonly Recorded[]): readonly Recorded[] {
  return events.toSorted((one, other) => other.at.getTime() - one.at.getTime())
}

function sourceOf({ source = 'cognito-idp.amazonaws.com' }: Recorded): string {
  return source
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Event.html */
function entryOf(event: Recorded) {
  const record = recordOf(event)
  return {
    EventId: record.eventID,
    EventName: event.name,
    ReadOnly: 'false',
    EventTime: event.at.getTime() / 1000,
    EventSource: record.eventSource,
    Username: 'somebody',
    Resources: [],
    CloudTrailEvent: JSON.stringify(record),
  }
}

const publicNames: readonly string[] = ['ConfirmSignUp', 'ConfirmForgotPassword']

/** Cognito's calls hide names and metadata; those of the public API name the client in place of the pool, and no caller. */
function recordOf(event: Recorded) {
  const hidden = 'HIDDEN_DUE_TO_SECURITY_REASONS'
  const isPublic = publicNames.includes(event.name)
  const arn = event.arn ?? 'arn:aws:sts::123456789012:assumed-role/admin/ops'
  const sessionContext = { sourceIdentity: event.sourceIdentity }
  return {
    eventVersion: '1.08',
    userIdentity: isPublic
      ? { type: 'Unknown', principalId: 'Anonymous' }
      : { type: 'AssumedRole', principalId: 'AROA:ops', arn, accountId: '123456789012', sessionContext },
    eventTime: event.at.toISOString().replace(/\.\d+Z$/, 'Z'),
    eventSource: sourceOf(event),
    eventName: event.name,
    awsRegion: 'eu-west-1',
    sourceIPAddress: event.sourceIp ?? '192.0.2.7',
    userAgent: 'aws-cli/2',
    ...(event.errorCode === undefined ? {} : { errorCode: event.errorCode, errorMessage: 'An error.' }),
    requestParameters: isPublic
      ? { clientId: 'client', username: hidden }
      : { userPoolId: event.poolId, username: hidden, clientMetadata: hidden },
    responseElements: null,
    additionalEventData: { sub: event.sub },
    requestID: event.requestId ?? randomUUID(),
    eventID: randomUUID(),
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '123456789012',
    eventCategory: 'Management',
  }
}
