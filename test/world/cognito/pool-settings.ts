// How the stand-in's pools are set up, and the operations that tell it, a page at a time.
import { z } from 'zod'
import { type Answer, done, type Operation, operation, refused } from './answer.ts'
import type { Pools } from './pools.ts'
import { clientIdOf } from './public-operations.ts'

export interface PoolSettings {
  readonly autoVerified: readonly string[]
  readonly onlyAdminsCreate: boolean
  /** The functions' ARNs, by trigger. */
  readonly functions: Readonly<Record<string, string>>
  readonly clients: readonly {
    readonly id: string
    readonly name: string
    readonly secret?: string
    readonly providers: readonly string[]
  }[]
  readonly providers: readonly { readonly name: string; readonly type: string }[]
}

const poolInput = z.object({ UserPoolId: z.string() })
const pageInput = poolInput.extend({ NextToken: z.string().optional() })

/** As `create-user-pool` and `create-user-pool-client` make them where no option says otherwise. */
function asMade(poolId: string): PoolSettings {
  const client = { id: clientIdOf(poolId), name: 'sandbox', providers: ['COGNITO'] }
  return { autoVerified: [], onlyAdminsCreate: false, functions: {}, clients: [client], providers: [] }
}

export function createPoolSettings(pools: Pools) {
  const changed = new Map<string, PoolSettings>()
  const of = (poolId: string) => changed.get(poolId) ?? asMade(poolId)

  const onPool = <T extends z.infer<typeof poolInput>>(
    schema: z.ZodType<T>,
    work: (settings: PoolSettings, input: T) => Answer,
  ): Operation =>
    operation(schema, (input) =>
      pools.poolIds.includes(input.UserPoolId)
        ? work(of(input.UserPoolId), input)
        : refused('ResourceNotFoundException', `User pool ${input.UserPoolId} does not exist.`),
    )

  return {
    configure: (poolId: string, change: Partial<PoolSettings>) => {
      changed.set(poolId, { ...of(poolId), ...change })
    },
    operations: {
      DescribeUserPool: onPool(poolInput, (settings, { UserPoolId: id }) =>
        done({
          UserPool: {
            Id: id,
            Name: 'sandbox',
            Arn: `arn:aws:cognito-idp:us-east-1:123456789012:userpool/${id}`,
            AdminCreateUserConfig: { AllowAdminCreateUserOnly: settings.onlyAdminsCreate },
            // Cognito leaves out an empty list.
            ...(settings.autoVerified.length === 0 ? {} : { AutoVerifiedAttributes: settings.autoVerified }),
            LambdaConfig: settings.functions,
            EstimatedNumberOfUsers: pools.inPool(id).length,
            MfaConfiguration: 'OFF',
          },
        }),
      ),
      ListUserPoolClients: onPool(pageInput, ({ clients }, { UserPoolId, NextToken }) =>
        page(clients, NextToken, 'UserPoolClients', ({ id, name }) => ({
          ClientId: id,
          ClientName: name,
          UserPoolId,
        })),
      ),
      DescribeUserPoolClient: onPool(
        poolInput.extend({ ClientId: z.string() }),
        ({ clients }, { UserPoolId, ClientId }) => {
          const client = clients.find(({ id }) => id === ClientId)
          if (client === undefined)
            return refused('ResourceNotFoundException', `User pool client ${ClientId} does not exist.`)
          const { name, secret, providers } = client
          return done({
            UserPoolClient: {
              UserPoolId,
              ClientId,
              ClientName: name,
              ...(secret === undefined ? {} : { ClientSecret: secret }),
              SupportedIdentityProviders: providers,
            },
          })
        },
      ),
      ListIdentityProviders: onPool(pageInput, ({ providers }, { NextToken }) =>
        page(providers, NextToken, 'Providers', ({ name, type }) => ({
          ProviderName: name,
          ProviderType: type,
        })),
      ),
      ListGroups: onPool(pageInput, (_, { UserPoolId, NextToken }) =>
        page(pools.groupNames(UserPoolId), NextToken, 'Groups', (GroupName) => ({ GroupName, UserPoolId })),
      ),
    },
  }
}

/** One entry a page, so that whoever reads only the first page is found out. */
function page<T>(
  all: readonly T[],
  token: string | undefined,
  name: string,
  shown: (one: T) => Readonly<Record<string, unknown>>,
): Answer {
  const begin = Number(token ?? 0)
  const next = begin + 1 < all.length ? { NextToken: String(begin + 1) } : {}
  return done({ [name]: all.slice(begin, begin + 1).map(shown), ...next })
}
