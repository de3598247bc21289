// Slack's date formats, in this machine's time zone: "today at 14:05".

const dayMs = 86_400_000

/** Fills in `{date_short_pretty}`, `{time}` and the other tokens of a `date` element. */
export function drawDate(at: Date, format: string, now: Date): string {
  return format.replace(/\{(\w+)\}/g, (_, token: string) => drawToken(at, token, now))
}

/** Hours and minutes, as beside a message. */
export function drawTime(at: Date): string {
  return at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
}

function drawToken(at: Date, token: string, now: Date): string {
  if (token === 'time') return drawTime(at)
  if (token === 'time_secs') return at.toLocaleTimeString('en-GB')
  if (token === 'ago') return drawAgo(now.getTime() - at.getTime())
  if (token === 'date_num') return at.toLocaleDateString('sv-SE')
  const near = token.endsWith('_pretty') ? drawNearDay(at, now) : undefined
  const month = token.includes('short') ? 'short' : 'long'
  return near ?? at.toLocaleDateString('en-GB', { day: 'numeric', month, year: 'numeric' })
}

function drawNearDay(at: Date, now: Date): string | undefined {
  const day = (offset: number) => new Date(now.getTime() + offset * dayMs).toDateString()
  if (at.toDateString() === day(0)) return 'today'
  if (at.toDateString() === day(-1)) return 'yesterday'
  return at.toDateString() === day(1) ? 'tomorrow' : undefined
}

function drawAgo(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  return minutes < 1 ? 'just now' : `${minutes} min ago`
}
