// What IAM says that a principal may do: the only way to learn it of calls that change something. Only the doctor loads this client.
import { IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam'
import { z } from 'zod'
import type { AwsReply, Decided } from '../domain/pool-settings.ts'
import type { AskingAwsParts } from './caller-identity.ts'
import { sdkSettings } from './create-clients.ts'
import { unreadBecause } from './errors.ts'
import { inTime, lookUpTimeout } from './in-time.ts'

const resultFormat = z.object({
  EvaluationResults: z.array(
    z.object({
      EvalActionName: z.string(),
      EvalDecision: z.string(),
      MissingContextValues: z.array(z.string()).nullish(),
    }),
  ),
})

type Result = z.infer<typeof resultFormat>['EvaluationResults'][number]

export interface Simulation {
  /** The principal's ARN. */
  readonly principal: string
  readonly actions: readonly string[]
  /** The ARN on which they are to be allowed. */
  readonly resource: string
}

/** What IAM decides about each action. */
export async function simulatePolicy(
  { region, proxy, log }: AskingAwsParts,
  { principal, actions, resource }: Simulation,
): Promise<AwsReply<ReadonlyMap<string, Decided>>> {
  const client = new IAMClient({ region, ...sdkSettings(proxy, log) })
  try {
    const command = new SimulatePrincipalPolicyCommand({
      PolicySourceArn: principal,
      ActionNames: [...actions],
      ResourceArns: [resource],
    })
    const answer = await inTime(lookUpTimeout, (abortSignal) => client.send(command, { abortSignal }))
    const { EvaluationResults } = resultFormat.parse(answer)
    return {
      kind: 'read',
      value: new Map(EvaluationResults.map((one) => [one.EvalActionName, decided(one)])),
    }
  } catch (error) {
    return unreadBecause(error, 'iam:SimulatePrincipalPolicy')
  } finally {
    client.destroy()
  }
}

/** A policy with conditions may allow what a simulation without their values denies. */
function decided({ EvalDecision, MissingContextValues }: Result): Decided {
  if (EvalDecision === 'allowed') return 'allowed'
  return (MissingContextValues ?? []).length > 0 ? 'unclear' : 'denied'
}
