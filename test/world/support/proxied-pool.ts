// One test's own proxy, in front of a cognito-local that tests share.
import { AdminConfirmSignUpCommand } from '@aws-sdk/client-cognito-identity-provider'
import { onTestFinished } from 'vitest'
import type { CognitoLocal } from '../cognito/start-cognito-local.ts'
import { startCognitoProxy } from '../cognito/start-proxy.ts'
import { realClient } from './real-client.ts'

export type ProxiedPool = Awaited<ReturnType<typeof openProxy>>

/** The pool through a new proxy, as strangers and administrators call it. The proxy ends with the test. */
export async function openProxy(cognito: CognitoLocal) {
  const proxy = await startCognitoProxy({ cognito })
  onTestFinished(proxy.stop)
  const { region, poolId, clientId } = cognito
  const client = realClient({ endpoint: proxy.endpoint, region })
  return {
    proxy,
    endpoint: proxy.endpoint,
    region,
    poolId,
    clientId,
    client,
    confirm: (sub: string, approvalId = 'approval-1') =>
      client.send(
        new AdminConfirmSignUpCommand({
          UserPoolId: poolId,
          Username: sub,
          ClientMetadata: { approvedBy: 'U0ADA', approvalId },
        }),
      ),
  }
}
