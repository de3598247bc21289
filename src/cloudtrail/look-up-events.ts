// LookupEvents of AWS CloudTrail: what was called in a region in the last 90 days, twice a second at most.
import { Agent as HttpAgent } from 'node:http'
import { Agent } from 'node:https'
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import { z } from 'zod'
import type { TrailEvent, TrailName } from '../domain/trail.ts'
import type { Clock } from '../shared/clock.ts'
import type { OutboundProxy } from '../shared/outbound-proxy.ts'
import { again, done, retry } from '../shared/retry.ts'
import { readEvent } from './read-event.ts'

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
const requestsPerSecond = 2

const trying = { tries: 8, pause: { first: 1000, most: 30_000 } }

/** How long an answer may take, in milliseconds: CloudTrail's take up to half a minute. */
const longestAnswer = 60_000

export interface TrailPage {
  readonly events: readonly TrailEvent[]
  /** Entries of this name that are no call of Cognito's, or can't be read. */
  readonly others: number
  /** When the oldest entry happened; null if there is none, or nobody can read it. */
  readonly oldest: Date | null
  readonly nextToken: string | null
}

export interface TrailQuestion {
  readonly name: TrailName
  readonly from: Date
  readonly to: Date
  readonly token: string | null
}

interface Parts {
  readonly region: string
  readonly proxy: OutboundProxy | null
  readonly clock: Clock
}

/** With the credentials that the SDK finds. Throws AWS's own error if it refuses, or gives no answer for long. */
export function createTrail({ region, proxy, clock }: Parts): (asked: TrailQuestion) => Promise<TrailPage> {
  const client = new CloudTrailClient({ region, maxAttempts: 1, ...(proxy === null ? {} : through(proxy)) })
  let isFirst = true
  const paced = async (asked: TrailQuestion) => {
    if (!isFirst) await clock.sleep(1000 / requestsPerSecond)
    isFirst = false
    return client.send(commandFor(asked), { abortSignal: AbortSignal.timeout(longestAnswer) })
  }
  return async (asked) => {
    const answer = await retry<unknown>({ clock, ...trying }, async (number) => {
      try {
        return done(await paced(asked))
      } catch (error) {
        if (number === trying.tries || !mayPass(error)) throw error
        return again()
      }
    })
    return readPage(answer)
  }
}

function through({ httpsProxy, httpProxy, noProxy }: OutboundProxy) {
  const proxyEnv = { HTTPS_PROXY: httpsProxy, HTTP_PROXY: httpProxy, NO_PROXY: noProxy }
  return { requestHandler: { httpsAgent: new Agent({ proxyEnv }), httpAgent: new HttpAgent({ proxyEnv }) } }
}

/** The token of a page counts only with the question that it came from. */
function commandFor({ name, from, to, token }: TrailQuestion): LookupEventsCommand {
  return new LookupEventsCommand({
    LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: name }],
    StartTime: from,
    EndTime: to,
    MaxResults: 50,
    ...(token === null ? {} : { NextToken: token }),
  })
}

const pageFormat = z.object({
  Events: z.array(z.unknown()).default([]),
  NextToken: z.string().min(1).nullish(),
})

function readPage(answer: unknown): TrailPage {
  const { Events, NextToken } = pageFormat.parse(answer)
  const read = Events.map(readEvent)
  const events = read.filter((event) => event !== null)
  const times = Events.flatMap(
    (event) => z.object({ EventTime: z.date() }).safeParse(event).data?.EventTime ?? [],
  )
  const oldest = times.toSorted((one, other) => one.getTime() - other.getTime())[0]
  return { events, others: read.length - events.length, oldest: oldest ?? null, nextToken: NextToken ?? null }
}

/** Too many requests, AWS's own failures, and the network's. */
function mayPass(error: unknown): boolean {
  const read = z
    .object({ name: z.string(), $metadata: z.object({ httpStatusCode: z.number().nullish() }).optional() })
    .safeParse(error).data
  const status = read?.$metadata?.httpStatusCode ?? null
  if (read?.name === 'CredentialsProviderError') return false
  return /Throttl|TooManyRequests/i.test(read?.name ?? '') || status === null || status >= 500
}
