// What Slack made of a request.

/** `error` is Slack's own word; `retryAfter` is in milliseconds. */
export type SlackAnswer =
  | { readonly kind: 'done' }
  | { readonly kind: 'rate-limited'; readonly retryAfter: number }
  | { readonly kind: 'refused'; readonly error: string }
  | { readonly kind: 'no-answer' }

/** Why it was not done. */
export type SlackRefusal = Exclude<SlackAnswer, { kind: 'done' }>
