// Reads a request for a session, and refuses what AWS STS refuses.
import { z } from 'zod'

export interface StsError {
  readonly status: number
  readonly code: string
  readonly message: string
}

interface AssumeRole {
  readonly kind: 'asked'
  readonly roleArn: string
  readonly name: string
  readonly sourceIdentity: string | null
  readonly seconds: number
  readonly policy: unknown
}

type Read = AssumeRole | { readonly kind: 'refused'; readonly error: StsError }

const nameFormat = z
  .string()
  .regex(/^[\w+=,.@-]+$/)
  .min(2)
  .max(64)

const statement = z.object({
  Effect: z.enum(['Allow', 'Deny']),
  Action: z.union([z.string(), z.array(z.string())]),
  Resource: z.union([z.string(), z.array(z.string())]),
})
const policyFormat = z.object({
  Version: z.enum(['2012-10-17', '2008-10-17']),
  Statement: z.union([statement, z.array(statement)]),
})

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const inputFormat = z.object({
  Action: z.literal('AssumeRole'),
  Version: z.literal('2011-06-15'),
  RoleArn: z
    .string()
    .regex(/^arn:aws[\w-]*:iam::\d{12}:role\/.+$/)
    .max(2048),
  RoleSessionName: nameFormat,
  SourceIdentity: nameFormat.regex(/^(?!aws:)/).optional(),
  DurationSeconds: z
    .string()
    .regex(/^\d+$/)
    .transform(Number)
    .pipe(z.number().min(900).max(43_200))
    .prefault('3600'),
  Policy: z.string().min(1).max(2048).optional(),
})

export function readAssumeRole(body: string): Read {
  const read = inputFormat.safeParse(Object.fromEntries(new URLSearchParams(body)))
  if (!read.success) {
    const [first] = read.error.issues
    return refused(
      'ValidationError',
      `1 validation error detected: ${first?.path.join('.')}: ${first?.message}`,
    )
  }
  const { RoleArn, RoleSessionName, SourceIdentity, DurationSeconds, Policy } = read.data
  const policy = Policy === undefined ? null : readPolicy(Policy)
  if (policy === undefined)
    return refused('MalformedPolicyDocument', 'The policy is not in the valid JSON format.')
  return {
    kind: 'asked',
    roleArn: RoleArn,
    name: RoleSessionName,
    sourceIdentity: SourceIdentity ?? null,
    seconds: DurationSeconds,
    policy,
  }
}

function readPolicy(text: string): z.infer<typeof policyFormat> | undefined {
  try {
    return policyFormat.safeParse(JSON.parse(text)).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function refused(code: string, message: string): Read {
  return { kind: 'refused', error: { status: 400, code, message } }
}
