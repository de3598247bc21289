// Durations as people write them: 500ms, 15s, 2m, 1h, 7d.

const milliseconds: ReadonlyMap<string | undefined, number> = new Map([
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
])

/** A whole number and its unit as milliseconds; undefined where the text is no duration. */
export function parseDuration(text: string): number | undefined {
  const [, amount, unit] = /^(\d+)([a-z]+)$/.exec(text) ?? []
  const unitLength = milliseconds.get(unit)
  return unitLength === undefined ? undefined : Number(amount) * unitLength
}
