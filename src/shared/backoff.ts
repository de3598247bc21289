// How long the pause before the next try is.

/** Milliseconds before try number `tries` + 1: doubled each time, capped, and spread so that callers don't retry in step. */
export function backoff(
  tries: number,
  { first, most }: { readonly first: number; readonly most: number },
): number {
  const ceiling = Math.min(most, first * 2 ** Math.max(0, tries - 1))
  return ceiling / 2 + Math.random() * (ceiling / 2)
}
