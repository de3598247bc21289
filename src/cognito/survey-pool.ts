// What the doctor asks Cognito about a pool's settings: each question once. The bot itself asks none of it.
import {
  type CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  ListGroupsCommand,
  ListIdentityProvidersCommand,
  ListUserPoolClientsCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { z } from 'zod'
import type { AppClient, AwsReply, PoolSettings } from '../domain/pool-settings.ts'
import { everyPage } from '../shared/every-page.ts'
import { createLimits } from '../shared/limit.ts'
import type { RegionClient } from './create-clients.ts'
import { unreadBecause } from './errors.ts'
import { inTime, lookUpTimeout } from './in-time.ts'

/** Calls a second in a region, of several quotas of 15 to 30: they are shared with whoever administers the account. */
const perSecond = 10

/** More app clients, groups or providers are not looked at. */
const bounds = { pages: 5, milliseconds: 10_000, elapsed: () => performance.now() }

const poolFormat = z.object({
  UserPool: z.object({
    Arn: z.string().nullish(),
    AutoVerifiedAttributes: z.array(z.string()).nullish(),
    AdminCreateUserConfig: z.object({ AllowAdminCreateUserOnly: z.boolean().nullish() }).nullish(),
    LambdaConfig: z
      .object({
        PreSignUp: z.string().nullish(),
        PostConfirmation: z.string().nullish(),
        UserMigration: z.string().nullish(),
      })
      .nullish(),
  }),
})

// A list that is missing is no empty one, which AWS sends as such.
const token = z.string().nullish()
const clientsFormat = z.object({
  UserPoolClients: z.array(z.object({ ClientId: z.string() })),
  NextToken: token,
})
const clientFormat = z.object({
  UserPoolClient: z.object({
    ClientId: z.string(),
    ClientName: z.string().nullish(),
    ClientSecret: z.string().nullish(),
    SupportedIdentityProviders: z.array(z.string()).nullish(),
  }),
})
const providersFormat = z.object({
  Providers: z.array(z.object({ ProviderName: z.string() })),
  NextToken: token,
})
const groupsFormat = z.object({
  Groups: z.array(z.object({ GroupName: z.string() })),
  NextToken: token,
})

export function createPoolSurvey(clientOf: (poolId: string) => RegionClient) {
  const limitOf = createLimits({ calls: perSecond, per: 1000 })

  const ask = <T>(
    poolId: string,
    send: (client: CognitoIdentityProviderClient, abortSignal: AbortSignal) => Promise<T>,
  ): Promise<T> => {
    const { client, region } = clientOf(poolId)
    return limitOf(region).schedule('background', () =>
      inTime(lookUpTimeout, (abortSignal) => send(client, abortSignal)),
    )
  }

  const clientIds = (UserPoolId: string) =>
    allOf(async (NextToken) => {
      const command = new ListUserPoolClientsCommand({ UserPoolId, MaxResults: 60, ...given({ NextToken }) })
      const answer = await ask(UserPoolId, (client, abortSignal) => client.send(command, { abortSignal }))
      const page = clientsFormat.parse(answer)
      return { items: page.UserPoolClients.map(({ ClientId }) => ClientId), next: page.NextToken }
    })

  const describeClient = async (UserPoolId: string, ClientId: string): Promise<AppClient> => {
    const command = new DescribeUserPoolClientCommand({ UserPoolId, ClientId })
    const answer = await ask(UserPoolId, (client, abortSignal) => client.send(command, { abortSignal }))
    const { UserPoolClient } = clientFormat.parse(answer)
    return {
      id: ClientId,
      name: UserPoolClient.ClientName ?? ClientId,
      hasSecret: (UserPoolClient.ClientSecret ?? '') !== '',
      providers: UserPoolClient.SupportedIdentityProviders ?? [],
    }
  }

  return {
    settings: (UserPoolId: string): Promise<AwsReply<PoolSettings>> =>
      replyOf('DescribeUserPool', async () => {
        const command = new DescribeUserPoolCommand({ UserPoolId })
        const answer = await ask(UserPoolId, (client, abortSignal) => client.send(command, { abortSignal }))
        const { UserPool } = poolFormat.parse(answer)
        return {
          arn: UserPool.Arn ?? null,
          autoVerified: UserPool.AutoVerifiedAttributes ?? [],
          onlyAdminsCreate: UserPool.AdminCreateUserConfig?.AllowAdminCreateUserOnly === true,
          hasPreSignUp: isNamed(UserPool.LambdaConfig?.PreSignUp),
          hasMigration: isNamed(UserPool.LambdaConfig?.UserMigration),
          hasPostConfirmation: isNamed(UserPool.LambdaConfig?.PostConfirmation),
        }
      }),

    clients: async (UserPoolId: string): Promise<AwsReply<readonly AppClient[]>> => {
      const ids = await replyOf('ListUserPoolClients', () => clientIds(UserPoolId))
      if (ids.kind === 'unread') return ids
      return replyOf('DescribeUserPoolClient', () =>
        Promise.all(ids.value.map((id) => describeClient(UserPoolId, id))),
      )
    },

    providers: (UserPoolId: string): Promise<AwsReply<readonly string[]>> =>
      replyOf('ListIdentityProviders', () =>
        allOf(async (NextToken) => {
          const command = new ListIdentityProvidersCommand({
            UserPoolId,
            MaxResults: 60,
            ...given({ NextToken }),
          })
          const answer = await ask(UserPoolId, (client, abortSignal) => client.send(command, { abortSignal }))
          const page = providersFormat.parse(answer)
          return {
            items: page.Providers.map(({ ProviderName }) => ProviderName),
            next: page.NextToken,
          }
        }),
      ),

    groups: (UserPoolId: string): Promise<AwsReply<readonly string[]>> =>
      replyOf('ListGroups', () =>
        allOf(async (NextToken) => {
          const command = new ListGroupsCommand({ UserPoolId, Limit: 60, ...given({ NextToken }) })
          const answer = await ask(UserPoolId, (client, abortSignal) => client.send(command, { abortSignal }))
          const page = groupsFormat.parse(answer)
          return { items: page.Groups.map(({ GroupName }) => GroupName), next: page.NextToken }
        }),
      ),
  }
}

async function replyOf<T>(call: string, read: () => Promise<T>): Promise<AwsReply<T>> {
  try {
    return { kind: 'read', value: await read() }
  } catch (error) {
    return unreadBecause(error, `cognito-idp:${call}`)
  }
}

interface Page<T> {
  readonly items: readonly T[]
  readonly next: string | null | undefined
}

async function allOf<T>(read: (token: string | null) => Promise<Page<T>>): Promise<readonly T[]> {
  const all: T[] = []
  const page = async (from: string | null) => {
    const { items, next } = await read(from)
    return { items, nextToken: next ?? null }
  }
  for await (const { items } of everyPage(page, bounds)) all.push(...items)
  return all
}

function given({ NextToken }: { readonly NextToken: string | null }) {
  return NextToken === null ? {} : { NextToken }
}

function isNamed(text: string | null | undefined): boolean {
  return (text ?? '') !== ''
}
