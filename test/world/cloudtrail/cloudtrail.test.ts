// The local CloudTrail against the real AWS client: it gives and refuses what the service does.
import {
  CloudTrailClient,
  LookupEventsCommand,
  type LookupEventsCommandInput,
} from '@aws-sdk/client-cloudtrail'
import { expect, onTestFinished, test } from 'vitest'
import { failureOf } from '../support/real-client.ts'
import { startCloudTrail } from './start-cloudtrail.ts'

const start = Date.UTC(2026, 4, 1, 12)

async function open() {
  let at = start
  const trail = await startCloudTrail(() => new Date(at))
  const credentials = { accessKeyId: 'AKIASANDBOX', secretAccessKey: 'nothing-secret' }
  const client = new CloudTrailClient({
    endpoint: trail.endpoint,
    region: 'eu-west-1',
    credentials,
    maxAttempts: 1,
  })
  onTestFinished(async () => {
    client.destroy()
    await trail.stop()
  })
  const ask = (input: LookupEventsCommandInput) => {
    at += 1000
    return client.send(new LookupEventsCommand(input))
  }
  return {
    trail,
    ask,
    askAtOnce: (input: LookupEventsCommandInput) => client.send(new LookupEventsCommand(input)),
  }
}

test('it gives the events of a name, newest first, page by page', async () => {
  const { trail, ask } = await open()
  for (let index = 0; index < 60; index += 1)
    trail.record({ name: 'AdminConfirmSignUp', at: new Date(start - index * 60_000), requestId: `r${index}` })
  trail.record({ name: 'SignUp', at: new Date(start) })
  trail.record({ name: 'AdminConfirmSignUp', at: new Date(start - 91 * 24 * 60 * 60_000) })
  const LookupAttributes = [{ AttributeKey: 'EventName', AttributeValue: 'AdminConfirmSignUp' } as const]
  const first = await ask({ LookupAttributes })
  expect(first.Events).toHaveLength(50)
  expect(first.Events?.[0]?.EventTime).toEqual(new Date(start))
  expect(first.Events?.[0]?.CloudTrailEvent).toContain('"requestID":"r0"')
  const second = await ask({ LookupAttributes, NextToken: first.NextToken })
  expect(second.Events).toHaveLength(10)
  expect(second.NextToken).toBeUndefined()
  expect(await failureOf(ask({ NextToken: first.NextToken }))).toMatchObject({
    name: 'InvalidNextTokenException',
  })
})

test('it refuses more than two requests a second, and what the service refuses', async () => {
  const { ask, askAtOnce } = await open()
  await ask({})
  await askAtOnce({})
  expect(await failureOf(askAtOnce({}))).toMatchObject({ name: 'ThrottlingException', status: 400 })
  expect(await failureOf(ask({ MaxResults: 51 }))).toMatchObject({ name: 'InvalidMaxResultsException' })
  const times = { StartTime: new Date(start), EndTime: new Date(start - 1000) }
  expect(await failureOf(ask(times))).toMatchObject({ name: 'InvalidTimeRangeException' })
})
