// Slack's answer to a call.

/** `error` is Slack's own code; `retryAfter` is in milliseconds. */
export type SlackAnswer =
  | { readonly kind: 'done' }
  | { readonly kind: 'rate-limited'; readonly retryAfter: number }
  | { readonly kind: 'refused'; readonly error: string }
  | { readonly kind: 'no-answer' }

/** Slack's codes for a message that it would refuse in any channel. */
const aboutContent = /^(invalid_(blocks|metadata|attachments)|msg_|no_text$|metadata_|too_many_)/

/** Whether Slack refused a message for what it shows. */
export function isAboutContent(answer: SlackAnswer): boolean {
  return answer.kind === 'refused' && aboutContent.test(answer.error)
}

/** Any answer but success. */
export type SlackRefusal = Exclude<SlackAnswer, { kind: 'done' }>
