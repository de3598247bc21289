// What becomes of a message that Slack refuses for what it shows, so that one bad entry doesn't hide the others.

export type Division =
  /** Its rounds go into these messages instead. */
  | { readonly kind: 'divide'; readonly parts: readonly (readonly string[])[] }
  /** It shows only one round: that is drawn in its plainest form. */
  | { readonly kind: 'plainest' }
  /** Nothing is left but to try again later. */
  | { readonly kind: 'keep' }

/** Halves it until the bad entry stands alone. `roundIds` are in the order in which the message shows them. */
export function divided(roundIds: readonly string[], isPlain: boolean): Division {
  if (roundIds.length < 2) return { kind: roundIds.length === 0 || isPlain ? 'keep' : 'plainest' }
  const middle = Math.ceil(roundIds.length / 2)
  return { kind: 'divide', parts: [roundIds.slice(0, middle), roundIds.slice(middle)] }
}

/** A digest shows no round by itself. */
export function dividedDigest(isPlain: boolean): Division {
  return { kind: isPlain ? 'keep' : 'plainest' }
}
