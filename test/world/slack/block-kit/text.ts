// Block Kit's small parts: text objects, options, confirm dialogs, each with Slack's published limits.
import { z } from 'zod'

/** A `plain_text` object of at most `max` characters; empty text is refused. */
export function plainText(max: number) {
  return z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(max),
    emoji: z.boolean().default(true),
  })
}

/** A `mrkdwn` object of at most `max` characters; empty text is refused, and so is `emoji`. */
function mrkdwn(max: number) {
  return z.strictObject({
    type: z.literal('mrkdwn'),
    text: z.string().min(1).max(max),
    verbatim: z.boolean().default(false),
  })
}

/** A text object of either kind. */
export function anyText(max: number) {
  return z.discriminatedUnion('type', [plainText(max), mrkdwn(max)])
}

/** `block_id` and `action_id`. */
export const identifier = z.string().min(1).max(255)

/** A web address; Slack checks little more than its length. */
export const address = z.string().min(1).max(3000)

export const style = z.enum(['primary', 'danger'])

export const confirmDialog = z.strictObject({
  title: plainText(100),
  text: anyText(300),
  confirm: plainText(30),
  deny: plainText(30),
  style: style.optional(),
})

/** One choice of a menu, or of radio buttons and checkboxes, whose text may be mrkdwn. */
export function option(text: z.ZodType = plainText(75)) {
  return z.strictObject({
    text,
    value: z.string().min(1).max(150),
    description: plainText(75).optional(),
    url: address.optional(),
  })
}
