// What is said of many measurements.

/** The value below which so much of them lies, 0.5 being the median. Throws where nothing was measured. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  const value = sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)]
  if (value === undefined) throw new Error('Nothing was measured')
  return value
}
