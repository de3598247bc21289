// The arguments of a call, as clients send them: strings, with structures as JSON; or a JSON body.
import { z } from 'zod'
import { explainIssues } from '../block-kit/explain-issues.ts'
import { type Answer, refuse } from './answer.ts'

const structured = new Set(['blocks', 'metadata', 'view', 'attachments'])

/** The body's fields by name, with structures parsed; what isn't JSON stays a string. */
export function readFields(body: string, contentType: string): Record<string, unknown> {
  const fields = contentType.includes('application/json') ? readJson(body) : readForm(body)
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, structured.has(name) ? parseIfJson(value) : value]),
  )
}

function readForm(body: string): Record<string, unknown> {
  return Object.fromEntries(new URLSearchParams(body))
}

function readJson(body: string): Record<string, unknown> {
  const parsed = z.record(z.string(), z.unknown()).safeParse(parseIfJson(body))
  return parsed.success ? parsed.data : {}
}

/** What a string holds, if it is JSON; anything else as it is. */
export function parseIfJson(value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

/** A yes-or-no argument: `true`, `1` and their strings are yes. */
export const flag = z.preprocess(
  (given) => given === true || given === 1 || given === 'true' || given === '1',
  z.boolean(),
)

/** Text that may come as a number. */
export const words = z.preprocess((given) => (typeof given === 'number' ? String(given) : given), z.string())

/** Parses the arguments, or refuses as Slack does: `invalid_arguments` with a message for each. */
export function readArguments<Shape extends z.ZodType>(
  schema: Shape,
  args: Readonly<Record<string, unknown>>,
):
  | { readonly kind: 'read'; readonly args: z.infer<Shape> }
  | { readonly kind: 'refused'; readonly answer: Answer } {
  const parsed = schema.safeParse(args, { reportInput: true })
  if (parsed.success) return { kind: 'read', args: parsed.data }
  return { kind: 'refused', answer: refuse('invalid_arguments', explainIssues(parsed.error.issues, '')) }
}
