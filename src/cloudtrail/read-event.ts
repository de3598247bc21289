// An event of LookupEvents → our own type. AWS gives the event itself as JSON in a text.
import { z } from 'zod'
import { type TrailEvent, type TrailName, trailNames } from '../domain/trail.ts'

const text = z.string().min(1).nullish().catch(null)

const identityFormat = z
  .object({
    type: text,
    arn: text,
    principalId: text,
    accountId: text,
    userName: text,
    invokedBy: text,
    sessionContext: z.object({ sourceIdentity: text }).nullish().catch(null),
  })
  .nullish()
  .catch(null)

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
const recordFormat = z.object({
  eventSource: z.string(),
  eventName: z.string(),
  eventID: text,
  eventTime: z.string().transform((time) => new Date(time)),
  requestID: text,
  sourceIPAddress: text,
  userAgent: text,
  errorCode: text,
  userIdentity: identityFormat,
  requestParameters: z.object({ userPoolId: text }).nullish().catch(null),
  responseElements: z.object({ userSub: text }).nullish().catch(null),
  additionalEventData: z.object({ sub: text, userPoolId: text }).nullish().catch(null),
})

/** Null for what is no event of Cognito's, or can't be read. */
export function readEvent(given: unknown): TrailEvent | null {
  const json = z.object({ CloudTrailEvent: z.string() }).safeParse(given).data?.CloudTrailEvent
  const record = recordFormat.safeParse(parsed(json)).data
  if (record === undefined || record.eventSource !== 'cognito-idp.amazonaws.com') return null
  const { eventName, eventTime: at, additionalEventData: more, userIdentity: identity } = record
  if (!isTrailName(eventName) || Number.isNaN(at.getTime())) return null
  return {
    eventId: record.eventID ?? '',
    name: eventName,
    at,
    requestId: record.requestID ?? null,
    sub: more?.sub ?? record.responseElements?.userSub ?? null,
    poolId: record.requestParameters?.userPoolId ?? more?.userPoolId ?? null,
    who: whoIs(identity),
    sourceIdentity: identity?.sessionContext?.sourceIdentity ?? null,
    from: record.sourceIPAddress ?? null,
    userAgent: record.userAgent ?? null,
    error: record.errorCode ?? null,
  }
}

function isTrailName(name: string): name is TrailName {
  return trailNames.some((one) => one === name)
}

function whoIs(identity: z.infer<typeof identityFormat>): string {
  const { arn, userName, principalId, invokedBy, type } = identity ?? {}
  return arn ?? userName ?? principalId ?? invokedBy ?? type ?? 'a caller that AWS does not name'
}

function parsed(json: string | undefined): unknown {
  try {
    return JSON.parse(json ?? 'null')
  } catch {
    return null
  }
}
