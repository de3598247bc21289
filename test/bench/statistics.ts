// Statistics of many measurements.

/** The value below which this part of the measurements lies: 0.5 gives the median. Throws if there are none. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  const value = sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)]
  if (value === undefined) throw new Error('Nothing was measured')
  return value
}
