// A newcomer's steps are ticked by what the world's own record shows, and by nothing else.
import { expect, test } from 'vitest'
import type { ProxiedCall } from '../cognito/start-proxy.ts'
import type { Call, Envelope } from '../slack/records.ts'
import type { SlackDeed } from './deeds.ts'
import { makeFirstSteps } from './first-steps.ts'
import type { Joined } from './join-calls.ts'

const at = new Date('2026-05-01T12:00:00Z')

function call(operation: string, input: object, status = 200, answer: unknown = {}): ProxiedCall {
  return { id: 1, operation, input: { ...input }, at, status, answer, tookMs: 1, fault: undefined }
}

const signUp = (status = 200) => call('SignUp', { Username: 'Mia@x.example' }, status)

const signIn = (status: number, name = '') =>
  call('InitiateAuth', { AuthParameters: { USERNAME: 'Mia@x.example' } }, status, { __type: name })

function letIn(clientMetadata: Record<string, string>) {
  const request = { userAttributes: { email: 'mia@x.example' }, clientMetadata }
  return { userName: 'sub-mia', userPoolId: 'p', triggerSource: 's', request }
}

function slackDeed(by: string, change: Partial<SlackDeed> = {}): SlackDeed {
  const envelope: Envelope = {
    envelopeId: 'e',
    type: 'interactive',
    payload: {},
    deliveries: [],
    ackedAt: at,
    ackPayload: undefined,
    acks: 1,
  }
  return {
    kind: 'slack',
    key: 'k',
    at: at.getTime(),
    envelope,
    type: 'button',
    by,
    triggerId: undefined,
    responsePath: undefined,
    message: { channel: 'C1', ts: '1.0' },
    isInEphemeral: false,
    view: undefined,
    emails: new Set(),
    ...change,
  }
}

function answered(deed: SlackDeed): Joined {
  const common = { at, responsePath: '/actions/1', scopesNeeded: [], fault: undefined, status: 200 }
  const answer: Call = { method: 'response_url', args: {}, answer: 'ok', ...common }
  return { deed, followed: [{ call: { kind: 'slack', key: 'c', at: at.getTime(), call: answer }, why: '' }] }
}

function disabled(deed: SlackDeed, status = 200): Joined {
  const disabling = call('AdminDisableUser', { Username: 'sub-mia' }, status)
  return {
    deed,
    followed: [{ call: { kind: 'cognito', key: 'c', at: at.getTime(), call: disabling }, why: '' }],
  }
}

interface Recorded {
  readonly calls?: readonly ProxiedCall[]
  readonly postConfirmations?: readonly ReturnType<typeof letIn>[]
  readonly joined?: readonly Joined[]
}

function watch() {
  const group = {
    id: 'S1',
    handle: 'approvers',
    name: 'approvers',
    created: 0,
    members: ['UADA'],
    updated: 0,
    disabled: 0,
  }
  let record: Recorded = {}
  const read = makeFirstSteps({
    slack: { groups: () => [group] },
    cast: { group: 'S1' },
    get cognito() {
      const { calls = [], postConfirmations = [] } = record
      return { kind: 'running', cognito: { proxy: { calls }, pool: { postConfirmations } } } as const
    },
  })
  return (next: Recorded) => {
    record = next
    return [...read({ joined: next.joined ?? [] })]
  }
}

const form = slackDeed('UADA', { type: 'form', view: 'V1' })

test.each<[string, Recorded]>([
  ['sign-up', { calls: [signUp()] }],
  ['not-yet', { calls: [signIn(400, 'UserNotConfirmedException')] }],
  ['refused', { joined: [answered(slackDeed('UEVE'))] }],
  ['approved', { calls: [signIn(200)], postConfirmations: [letIn({ approvedBy: 'UADA' })] }],
  ['denied', { joined: [disabled(form)] }],
])('%s is ticked by its own record', (step, record) => {
  expect(watch()(record)).toEqual([step])
})

test.each<[string, Recorded]>([
  ['a sign-up that Cognito refused', { calls: [signUp(400)] }],
  ['a wrong password', { calls: [signIn(400, 'NotAuthorizedException')] }],
  ['an approver who was answered privately', { joined: [answered(slackDeed('UADA'))] }],
  ['a click that was not answered', { joined: [{ deed: slackDeed('UEVE'), followed: [] }] }],
  ['a sign-in of somebody confirmed outside Slack', { calls: [signIn(200)], postConfirmations: [letIn({})] }],
  ['an approval without a sign-in', { postConfirmations: [letIn({ approvedBy: 'UADA' })] }],
  ['a denial that Cognito refused', { joined: [disabled(form, 400)] }],
  [
    'disabling somebody who had been let in',
    { joined: [disabled(form)], postConfirmations: [letIn({ approvedBy: 'UADA' })] },
  ],
])('%s ticks nothing', (_, record) => {
  expect(watch()(record)).toEqual([])
})

test('what was done stays done when the record forgets it', () => {
  const read = watch()
  read({ calls: [signUp()] })

  expect(read({})).toEqual(['sign-up'])
})
