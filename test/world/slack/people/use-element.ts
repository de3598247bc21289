// Finds the button or menu that a person means, and describes its use as Slack does.
import type { Usable } from '../block-kit/find-elements.ts'

/** Which element: exactly one must match everything that is given. */
export interface Which {
  readonly actionId?: string | undefined
  readonly blockId?: string | undefined
  /** A button's words. */
  readonly label?: string | undefined
  /** A button's value: distinguishes the buttons of a card for several sign-ups. */
  readonly value?: string | undefined
  /** In a menu: the words or the value of the choice. */
  readonly option?: string | undefined
}

/** The one element that matches; otherwise throws with a list of all elements. Buttons that say and send the same count as one. */
export function pickElement(elements: readonly Usable[], which: Which): Usable {
  const fitting = elements.filter(
    (element) =>
      (which.actionId === undefined || element.actionId === which.actionId) &&
      (which.blockId === undefined || element.blockId === which.blockId) &&
      (which.label === undefined || element.label === which.label) &&
      (which.value === undefined || element.value === which.value),
  )
  const [only] = fitting
  const isSame = (one: Usable) =>
    one.actionId === only?.actionId && one.label === only.label && one.value === only.value
  if (only !== undefined && fitting.every(isSame)) return only
  const shown = elements.map(({ label, actionId }) => `"${label}" (${actionId})`).join(', ')
  const { actionId, blockId, label, value } = which
  const wanted = JSON.stringify({ actionId, blockId, label, value })
  const count = only === undefined ? 'No element fits' : `${fitting.length} elements fit`
  throw new Error(`${count} ${wanted}; there are: ${shown || 'none'}.`)
}

/** One entry of `actions`. */
export function describeAction(
  element: Usable,
  option: string | undefined,
  ts: string,
): Record<string, unknown> {
  const { type, actionId, blockId, value, style } = element
  const action = { type, action_id: actionId, block_id: blockId, action_ts: ts }
  if (type !== 'button') return { ...action, ...describeChoice(element, option) }
  return {
    ...action,
    text: element.element['text'],
    ...(value === undefined ? {} : { value }),
    ...(style === undefined ? {} : { style }),
  }
}

/** What a menu or input holds, in an action and in a view's state; throws if there is no such choice. */
export function describeChoice(element: Usable, chosen: string | undefined): Record<string, unknown> {
  switch (element.type) {
    case 'plain_text_input':
      return { value: chosen ?? null }
    case 'users_select':
      return { selected_user: chosen ?? null }
    case 'checkboxes':
      return {
        selected_options:
          chosen === undefined ? [] : chosen.split(',').map((one) => findOption(element, one)),
      }
    default:
      return { selected_option: chosen === undefined ? null : findOption(element, chosen) }
  }
}

function findOption(element: Usable, chosen: string): unknown {
  const place = element.options.findIndex(({ label, value }) => label === chosen || value === chosen)
  const options = element.element['options']
  if (place < 0 || !Array.isArray(options))
    throw new Error(`"${element.actionId}" has no choice "${chosen}".`)
  return options[place]
}
