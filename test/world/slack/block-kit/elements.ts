// Block Kit's elements: what goes beside a section, into a row of actions, or into an input.
import { z } from 'zod'
import { address, anyText, confirmDialog, identifier, option, plainText, style } from './text.ts'

const button = z.strictObject({
  type: z.literal('button'),
  text: plainText(75),
  action_id: identifier.optional(),
  url: address.optional(),
  value: z.string().max(2000).optional(),
  style: style.optional(),
  confirm: confirmDialog.optional(),
  accessibility_label: z.string().max(75).optional(),
})

const overflow = z.strictObject({
  type: z.literal('overflow'),
  action_id: identifier.optional(),
  options: z.array(option()).min(1).max(5),
  confirm: confirmDialog.optional(),
})

const optionGroup = z.strictObject({ label: plainText(75), options: z.array(option()).min(1).max(100) })

const staticSelect = z
  .strictObject({
    type: z.literal('static_select'),
    action_id: identifier.optional(),
    placeholder: plainText(150).optional(),
    options: z.array(option()).min(1).max(100).optional(),
    option_groups: z.array(optionGroup).min(1).max(100).optional(),
    initial_option: option().optional(),
    confirm: confirmDialog.optional(),
    focus_on_load: z.boolean().optional(),
  })
  .refine((select) => (select.options === undefined) !== (select.option_groups === undefined), {
    message: 'must define either `options` or `option_groups`',
  })

const usersSelect = z.strictObject({
  type: z.literal('users_select'),
  action_id: identifier.optional(),
  placeholder: plainText(150).optional(),
  initial_user: z.string().optional(),
  confirm: confirmDialog.optional(),
  focus_on_load: z.boolean().optional(),
})

const choices = {
  action_id: identifier.optional(),
  options: z
    .array(option(anyText(75)))
    .min(1)
    .max(10),
  confirm: confirmDialog.optional(),
  focus_on_load: z.boolean().optional(),
}

const checkboxes = z
  .strictObject({
    type: z.literal('checkboxes'),
    ...choices,
    initial_options: z
      .array(option(anyText(75)))
      .min(1)
      .optional(),
  })
  .refine(
    ({ options, initial_options: initial = [] }) =>
      initial.every((one) => options.some((other) => JSON.stringify(one) === JSON.stringify(other))),
    { message: 'must define `initial_options` that exactly match some of `options`' },
  )

const radioButtons = z.strictObject({
  type: z.literal('radio_buttons'),
  ...choices,
  initial_option: option(anyText(75)).optional(),
})

export const imageElement = z.strictObject({
  type: z.literal('image'),
  image_url: address,
  alt_text: z.string().min(1).max(2000),
})

const plainTextInput = z.strictObject({
  type: z.literal('plain_text_input'),
  action_id: identifier.optional(),
  initial_value: z.string().max(3000).optional(),
  multiline: z.boolean().optional(),
  min_length: z.int().min(0).max(3000).optional(),
  max_length: z.int().min(1).max(3000).optional(),
  placeholder: plainText(150).optional(),
  dispatch_action_config: z.unknown().optional(),
  focus_on_load: z.boolean().optional(),
})

/** What an actions block may contain. */
export const actionElement = z.discriminatedUnion('type', [
  button,
  overflow,
  staticSelect,
  usersSelect,
  checkboxes,
  radioButtons,
])

/** What may go beside a section's text. */
export const accessory = z.discriminatedUnion('type', [
  button,
  overflow,
  staticSelect,
  usersSelect,
  checkboxes,
  radioButtons,
  imageElement,
])

/** What an input block may ask for. */
export const inputElement = z.discriminatedUnion('type', [
  plainTextInput,
  staticSelect,
  usersSelect,
  checkboxes,
  radioButtons,
])
