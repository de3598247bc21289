// How long Slack demands to pause after a 429, as far as that makes sense.

/** The shortest and the longest pause, in milliseconds: what demands more is no Slack, and would stop the bot for good. */
const shortest = 1000
const longest = 10 * 60_000

/** How long to pause if a 429 does not say, in milliseconds: Slack always says, but a proxy may not. */
const usual = 10_000

/** The pause in milliseconds for a header in seconds; `unsaid` if it does not say. */
export function retryAfterIn(headers: Headers, unsaid = usual): number {
  const given = headers.get('retry-after')?.trim() ?? ''
  return /^\d+(?:\.\d+)?$/.test(given) ? sensiblePause(Number(given)) : unsaid
}

/** The pause in milliseconds for this many seconds. */
export function sensiblePause(seconds: number): number {
  if (Number.isNaN(seconds)) return usual
  return Math.min(Math.max(Math.ceil(seconds) * 1000, shortest), longest)
}
