// As much of IAM as the template uses: which actions a role may call on what, and who may take it on.
import { z } from 'zod'
import type { Made } from './template.ts'

const oneOrMore = z.union([z.string().transform((one) => [one]), z.array(z.string())])

/** Strict, so that nothing is judged that is not understood here. */
const statement = z.strictObject({
  Effect: z.literal('Allow'),
  Action: oneOrMore,
  Resource: oneOrMore.default(['*']),
  Principal: z.partialRecord(z.enum(['AWS', 'Service']), z.string()).optional(),
  Condition: z.strictObject({ StringLike: z.record(z.string(), z.string()) }).optional(),
})

const policyDocument = z.strictObject({ Version: z.literal('2012-10-17'), Statement: z.array(statement) })

type Statement = z.infer<typeof statement>

export interface Call {
  readonly action: string
  readonly resource: string
  /** Who calls: an ARN, or a service. */
  readonly by?: string
  readonly context?: Readonly<Record<string, string>>
}

const role = z.object({
  AssumeRolePolicyDocument: policyDocument,
  Policies: z.array(z.object({ PolicyDocument: policyDocument })).default([]),
})
const attached = z.object({ Roles: z.array(z.string()), PolicyDocument: policyDocument })

/** All statements of a role, its own and those of the policies that are attached to it. */
export function statementsOf(resources: ReadonlyMap<string, Made>, name: string): readonly Statement[] {
  return [...resources].flatMap(([id, { type, properties }]) => {
    if (type === 'AWS::IAM::Role' && id === name)
      return role.parse(properties).Policies.flatMap((one) => one.PolicyDocument.Statement)
    if (type !== 'AWS::IAM::Policy') return []
    const { Roles, PolicyDocument } = attached.parse(properties)
    return Roles.includes(name) ? PolicyDocument.Statement : []
  })
}

/** Who may take this role on, and how. */
export function trustOf(resources: ReadonlyMap<string, Made>, name: string): readonly Statement[] {
  return role.parse(resources.get(name)?.properties).AssumeRolePolicyDocument.Statement
}

export function isAllowed(statements: readonly Statement[], call: Call): boolean {
  return statements.some(
    ({ Action, Resource, Principal, Condition }) =>
      Action.some((pattern) => isLike(call.action, pattern)) &&
      Resource.some((pattern) => isLike(call.resource, pattern)) &&
      (Principal === undefined || Object.values(Principal).some((one) => one === call.by)) &&
      Object.entries(Condition?.StringLike ?? {}).every(([key, pattern]) =>
        isLike(call.context?.[key] ?? '', pattern),
      ),
  )
}

/** `*` stands for any number of characters, `?` for one. */
function isLike(value: string, pattern: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${expression}$`).test(value)
}
