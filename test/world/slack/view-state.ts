// What a person has entered in a view so far: `state.values` in Slack's payloads, for inputs and for all other elements that hold
// a value.
import type { Block } from './block-kit/check-blocks.ts'
import { findElements, type Usable } from './block-kit/find-elements.ts'

/** By block, then by action. */
export type ViewState = Readonly<Record<string, Readonly<Record<string, unknown>>>>

const holding = new Set(['plain_text_input', 'static_select', 'users_select', 'checkboxes', 'radio_buttons'])

/** Whether an element holds a value. */
export function holdsValue({ type }: Usable): boolean {
  return holding.has(type)
}

/**
 * The state of these blocks. An element with the same ids keeps what was entered before; another one begins as the app says
 * (https://docs.slack.dev/reference/methods/views.update).
 */
export function stateOf(blocks: readonly Block[], before: ViewState = {}): ViewState {
  let state: ViewState = {}
  for (const element of findElements(blocks).filter(holdsValue)) {
    const { blockId, actionId } = element
    state = entered(state, element, before[blockId]?.[actionId] ?? initialOf(element))
  }
  return state
}

/** The state after this was entered. */
export function entered(state: ViewState, { blockId, actionId }: Usable, value: unknown): ViewState {
  return { ...state, [blockId]: { ...state[blockId], [actionId]: value } }
}

function initialOf({ type, element }: Usable): Record<string, unknown> {
  switch (type) {
    case 'plain_text_input':
      return { type, value: element['initial_value'] ?? null }
    case 'users_select':
      return { type, selected_user: element['initial_user'] ?? null }
    case 'checkboxes':
      return { type, selected_options: element['initial_options'] ?? [] }
    default:
      return { type, selected_option: element['initial_option'] ?? null }
  }
}
