// Block Kit's blocks, each with Slack's published limits.
import { z } from 'zod'
import { accessory, actionElement, imageElement, inputElement } from './elements.ts'
import { richTextElement } from './rich-text.ts'
import { address, anyText, identifier, plainText } from './text.ts'

const block_id = identifier.optional()

const section = z
  .strictObject({
    type: z.literal('section'),
    block_id,
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine((block) => block.text !== undefined || block.fields !== undefined, {
    message: 'must define either `text` or `fields`',
  })

const contextElement = z.discriminatedUnion('type', [imageElement, ...anyText(3000).options])

const shared = [
  section,
  z.strictObject({ type: z.literal('header'), block_id, text: plainText(150) }),
  z.strictObject({ type: z.literal('divider'), block_id }),
  z.strictObject({
    type: z.literal('image'),
    block_id,
    image_url: address,
    alt_text: z.string().min(1).max(2000),
    title: plainText(2000).optional(),
  }),
  z.strictObject({ type: z.literal('context'), block_id, elements: z.array(contextElement).min(1).max(10) }),
  z.strictObject({ type: z.literal('actions'), block_id, elements: z.array(actionElement).min(1).max(25) }),
  z.strictObject({ type: z.literal('rich_text'), block_id, elements: z.array(richTextElement).min(1) }),
  z.strictObject({
    type: z.literal('input'),
    block_id,
    label: plainText(2000),
    element: inputElement,
    hint: plainText(2000).optional(),
    optional: z.boolean().default(false),
    dispatch_action: z.boolean().default(false),
  }),
] as const

const markdown = z.strictObject({
  type: z.literal('markdown'),
  block_id,
  text: z.string().min(1).max(12_000),
})

/** What a message may show. */
export const messageBlocks = z.array(z.discriminatedUnion('type', [...shared, markdown])).max(50)

/** What a modal or a Home tab may show. */
export const viewBlocks = z.array(z.discriminatedUnion('type', [...shared])).max(100)
