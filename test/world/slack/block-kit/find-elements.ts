// What a person can use in a message or view, and what they read there.
import { z } from 'zod'
import type { Block } from './check-blocks.ts'

const text = z.looseObject({ text: z.string() })

const dialog = z
  .looseObject({ title: text, text, confirm: text, deny: text })
  .transform(({ title, text: body, confirm, deny }) => ({
    title: title.text,
    text: body.text,
    confirm: confirm.text,
    deny: deny.text,
  }))

const usable = z.looseObject({
  type: z.string(),
  action_id: z.string(),
  text: text.optional(),
  value: z.string().optional(),
  style: z.string().optional(),
  url: z.string().optional(),
  confirm: dialog.optional(),
  options: z.array(z.looseObject({ text, value: z.string() })).optional(),
})

/** The words of the dialog that asks before a button takes effect. */
export type ConfirmDialog = z.infer<typeof dialog>

/** A button, menu or input as a person sees it. */
export interface Usable {
  readonly type: string
  readonly blockId: string
  readonly actionId: string
  /** A button's words; empty for a menu. */
  readonly label: string
  readonly value: string | undefined
  readonly style: string | undefined
  readonly url: string | undefined
  readonly confirm: ConfirmDialog | undefined
  readonly options: readonly { readonly label: string; readonly value: string }[]
  /** The element as it was sent. */
  readonly element: Readonly<Record<string, unknown>>
}

/** Every button, menu and input, in the order in which they are shown. */
export function findElements(blocks: readonly Block[]): Usable[] {
  return blocks.flatMap((block) => {
    const listed = Array.isArray(block['elements']) ? block['elements'] : []
    return [block['accessory'], block['element'], ...listed].flatMap((given) => {
      const parsed = usable.safeParse(given)
      return parsed.success ? [describe(parsed.data, block.block_id)] : []
    })
  })
}

/** The buttons only. */
export function findButtons(blocks: readonly Block[]): Usable[] {
  return findElements(blocks).filter(({ type }) => type === 'button')
}

function describe(element: z.infer<typeof usable>, blockId: string): Usable {
  return {
    type: element.type,
    blockId,
    actionId: element.action_id,
    label: element.text?.text ?? '',
    value: element.value,
    style: element.style,
    url: element.url,
    confirm: element.confirm,
    options: (element.options ?? []).map((option) => ({ label: option.text.text, value: option.value })),
    element,
  }
}
