// How often a method may be called before Slack rate-limits it.

/** At most `most` calls within any `withinMs`, or a bucket that gains one call every `refillMs`. */
export type Limit =
  | { readonly kind: 'window'; readonly key: string; readonly most: number; readonly withinMs: number }
  | { readonly kind: 'bucket'; readonly key: string; readonly burst: number; readonly refillMs: number }

/** Counts a call; returns 0 if it may go on, otherwise how many whole seconds to wait. */
export function makeLimiter(now: () => Date): (limit: Limit) => number {
  const windows = new Map<string, number[]>()
  const buckets = new Map<string, { left: number; at: number }>()

  return (limit) => {
    const at = now().getTime()
    return limit.kind === 'window' ? countInWindow(limit, at) : takeFromBucket(limit, at)
  }

  function countInWindow(limit: Limit & { kind: 'window' }, at: number): number {
    const recent = (windows.get(limit.key) ?? []).filter((call) => call > at - limit.withinMs)
    windows.set(limit.key, recent)
    const oldest = recent[0]
    if (oldest === undefined || recent.length < limit.most) {
      recent.push(at)
      return 0
    }
    return Math.max(1, Math.ceil((oldest + limit.withinMs - at) / 1000))
  }

  function takeFromBucket({ key, burst, refillMs }: Limit & { kind: 'bucket' }, at: number): number {
    const before = buckets.get(key) ?? { left: burst, at }
    const left = Math.min(burst, before.left + (at - before.at) / refillMs)
    buckets.set(key, { left: left >= 1 ? left - 1 : left, at })
    return left >= 1 ? 0 : Math.max(1, Math.ceil(((1 - left) * refillMs) / 1000))
  }
}
