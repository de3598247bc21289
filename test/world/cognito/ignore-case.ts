// The service ignores case in user names and e-mails; cognito-local does not.
import { z } from 'zod'
import type { Input } from './answer.ts'

/**
 * The same input with user names and e-mails in lower case. That also keeps names that end in "Date" from cognito-local,
 * which takes them for dates in its file and can never save again.
 */
export function ignoreCase(input: Input): Input {
  const { Username, UserAttributes, AuthParameters, Filter } = mayNameUser.parse(input)
  return {
    ...input,
    ...(Username !== undefined && { Username: Username.toLowerCase() }),
    ...(AuthParameters?.USERNAME !== undefined && {
      AuthParameters: { ...AuthParameters, USERNAME: AuthParameters.USERNAME.toLowerCase() },
    }),
    ...(UserAttributes !== undefined && { UserAttributes: UserAttributes.map(small) }),
    ...(Filter !== undefined && /^(?:email|username)\b/.test(Filter) && { Filter: Filter.toLowerCase() }),
  }
}

const attribute = z.looseObject({ Name: z.string(), Value: z.string().optional() })

const mayNameUser = z.object({
  Username: z.string().optional().catch(undefined),
  UserAttributes: z.array(attribute).optional().catch(undefined),
  AuthParameters: z.looseObject({ USERNAME: z.string().optional() }).optional().catch(undefined),
  Filter: z.string().optional().catch(undefined),
})

function small({ Name, Value, ...rest }: z.infer<typeof attribute>) {
  return { ...rest, Name, Value: Name === 'email' ? Value?.toLowerCase() : Value }
}
