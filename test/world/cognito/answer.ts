// What an operation of the stand-in answers, before a fault changes it.
import type { z } from 'zod'

export type Answer = Done | ServiceException

export interface Done {
  readonly kind: 'done'
  readonly output: Readonly<Record<string, unknown>>
}

export interface ServiceException {
  readonly kind: 'exception'
  readonly name: string
  readonly message?: string
  /** The HTTP status; 400 by default. */
  readonly status?: number
}

export type Input = Readonly<Record<string, unknown>>

export type Operation = (input: Input) => Answer | Promise<Answer>

export function done(output: Readonly<Record<string, unknown>> = {}): Done {
  return { kind: 'done', output }
}

export function refused(name: string, message?: string): ServiceException {
  return { kind: 'exception', name, ...(message !== undefined && { message }) }
}

/** An operation that refuses input that doesn't match its schema, with InvalidParameterException. */
export function operation<T>(schema: z.ZodType<T>, work: (input: T) => Answer | Promise<Answer>): Operation {
  return (input) => {
    const result = schema.safeParse(input)
    if (result.success) return work(result.data)
    const [first] = result.error.issues
    return refused(
      'InvalidParameterException',
      `1 validation error detected: Value at '${first?.path.join('.')}' failed to satisfy constraint: ${first?.message}`,
    )
  }
}
