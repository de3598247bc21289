// Slack's answer to a call.

/** `error` is Slack's own code; `retryAfter` is in milliseconds. */
export type SlackAnswer =
  | { readonly kind: 'done' }
  | { readonly kind: 'rate-limited'; readonly retryAfter: number }
  | { readonly kind: 'refused'; readonly error: string }
  | { readonly kind: 'no-answer' }

/** Any answer but success. */
export type SlackRefusal = Exclude<SlackAnswer, { kind: 'done' }>
