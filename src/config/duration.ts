// Durations such as `500ms`, `7d` or `7y`, in variables and in the file of pools.
import { z } from 'zod'

export const day = 86_400_000

/** 100 years. Without a limit, the date that far back could be invalid. */
export const longest = 36_500 * day

/** A duration such as `500ms` or `7d`, in milliseconds. Both bounds are allowed. */
export function durationBetween(shortest: number, longest: number) {
  return readAs((text) => {
    const duration = parseDuration(text)
    return duration !== undefined && duration >= shortest && duration <= longest ? duration : undefined
  })
}

/** Text that `read` turns into a value, or into undefined if it is not valid. */
export function readAs<Value>(read: (text: string) => Value | undefined) {
  return z.string().transform((text, context) => {
    const value = read(text)
    if (value !== undefined) return value
    context.addIssue({ code: 'custom', input: text })
    return z.NEVER
  })
}

const milliseconds: ReadonlyMap<string | undefined, number> = new Map([
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['y', 365 * 86_400_000],
])

/** A whole number and its unit as milliseconds; undefined if the text is not a duration. */
export function parseDuration(text: string): number | undefined {
  const [, amount, unit] = /^(\d+)([a-z]+)$/.exec(text) ?? []
  const unitLength = milliseconds.get(unit)
  return unitLength === undefined ? undefined : Number(amount) * unitLength
}
