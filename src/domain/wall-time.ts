// What a clock on the wall shows in a time zone, daylight saving and all.

/** `date` is such as `2026-11-29`, so that a later one is greater; `minute` counts from midnight, as the clock shows it. */
export interface WallTime {
  readonly date: string
  readonly minute: number
}

export const minutesInDay = 24 * 60

/** A time of day such as `09:00`, as minutes from midnight; null for any other text. */
export function minuteOf(text: string): number | null {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? []
  return hours === undefined || minutes === undefined ? null : Number(hours) * 60 + Number(minutes)
}

/** Whether this is the name of a time zone, such as `Europe/Berlin`. */
export function isZone(name: string): boolean {
  try {
    return formatIn(name) !== null
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

/** Throws a `RangeError` unless `isZone(zone)`. */
export function wallTime(at: Date, zone: string): WallTime {
  const parts = new Map(
    formatIn(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  )
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? ''
  const date = `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`
  return { date, minute: Number(part('hour')) * 60 + Number(part('minute')) }
}

/** The date so many days later; earlier, if negative. */
export function daysLater(date: string, days: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10)
}

/** Making one takes much longer than using it. */
const formats = new Map<string, Intl.DateTimeFormat>()

function formatIn(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  formats.set(zone, format)
  return format
}
