// Block Kit's rich text: sections, lists, quotes and preformatted text, and what they contain.
import { z } from 'zod'
import { address } from './text.ts'

const textStyle = z
  .strictObject({
    bold: z.boolean().optional(),
    italic: z.boolean().optional(),
    strike: z.boolean().optional(),
    code: z.boolean().optional(),
    underline: z.boolean().optional(),
  })
  .optional()

const mentionStyle = z
  .strictObject({
    bold: z.boolean().optional(),
    italic: z.boolean().optional(),
    strike: z.boolean().optional(),
    highlight: z.boolean().optional(),
    client_highlight: z.boolean().optional(),
    unlink: z.boolean().optional(),
  })
  .optional()

const dateTokens =
  /\{(?:day_divider_pretty|date_num|date_slash|date_long|date_long_full|date_long_pretty|date|date_pretty|date_short|date_short_pretty|time|time_secs|ago)\}/g

const dateFormat = z
  .string()
  .min(1)
  .refine((format) => format.search(dateTokens) >= 0 && !/[{}]/.test(format.replaceAll(dateTokens, '')), {
    message: 'must be a valid date format',
  })

const text = z.strictObject({ type: z.literal('text'), text: z.string().min(1), style: textStyle })

const link = z.strictObject({
  type: z.literal('link'),
  url: address,
  text: z.string().min(1).optional(),
  unsafe: z.boolean().optional(),
  style: textStyle,
})

const inline = z.discriminatedUnion('type', [
  text,
  link,
  z.strictObject({ type: z.literal('user'), user_id: z.string().min(1), style: mentionStyle }),
  z.strictObject({ type: z.literal('usergroup'), usergroup_id: z.string().min(1), style: mentionStyle }),
  z.strictObject({ type: z.literal('channel'), channel_id: z.string().min(1), style: mentionStyle }),
  z.strictObject({ type: z.literal('team'), team_id: z.string().min(1), style: mentionStyle }),
  z.strictObject({
    type: z.literal('emoji'),
    name: z.string().min(1),
    unicode: z.string().optional(),
    style: textStyle,
  }),
  z.strictObject({
    type: z.literal('date'),
    timestamp: z.int(),
    format: dateFormat,
    url: address.optional(),
    fallback: z.string().min(1).optional(),
    style: textStyle,
  }),
  z.strictObject({
    type: z.literal('broadcast'),
    range: z.enum(['here', 'channel', 'everyone']),
    style: mentionStyle,
  }),
  z.strictObject({ type: z.literal('color'), value: z.string().min(1), style: textStyle }),
])

const section = z.strictObject({
  type: z.literal('rich_text_section'),
  elements: z.array(inline).min(1),
})

const border = z.union([z.literal(0), z.literal(1)]).optional()

/** What a rich_text block is made of. */
export const richTextElement = z.discriminatedUnion('type', [
  section,
  z.strictObject({
    type: z.literal('rich_text_list'),
    style: z.enum(['bullet', 'ordered']),
    elements: z.array(section).min(1),
    indent: z.int().min(0).max(8).optional(),
    offset: z.int().min(0).optional(),
    border,
  }),
  z.strictObject({
    type: z.literal('rich_text_preformatted'),
    elements: z.array(z.discriminatedUnion('type', [text, link])).min(1),
    border,
  }),
  z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(inline).min(1), border }),
])
