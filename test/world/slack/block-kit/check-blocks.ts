// Checks blocks as Slack does, and completes them as Slack does.
import { z } from 'zod'
import { makeSecret } from '../ids.ts'
import { messageBlocks, viewBlocks } from './blocks.ts'
import { explainIssues } from './explain-issues.ts'

/** A block that Slack accepted: always with a `block_id`, its elements with an `action_id`. */
export interface Block {
  readonly type: string
  readonly block_id: string
  readonly [field: string]: unknown
}

/** The result of a check: the blocks as Slack keeps them, or its error code and messages. */
export type CheckedBlocks =
  | { readonly kind: 'taken'; readonly blocks: readonly Block[] }
  | {
      readonly kind: 'refused'
      readonly error: 'invalid_blocks' | 'msg_blocks_too_long'
      readonly messages: string[]
    }

/** The most text in all blocks of one message. Slack publishes no limit; users have measured about this one. */
const mostCharacters = 13_200

const unnamed = z.looseObject({ type: z.string(), block_id: z.string().optional() })
const element = z.looseObject({ type: z.string(), action_id: z.string().optional() })
const interactive =
  /^(?:button|overflow|static_select|users_select|checkboxes|radio_buttons|plain_text_input)$/

/** Checks the blocks of a message, or of a view (a modal or a Home tab). */
export function checkBlocks(given: unknown, place: 'message' | 'view'): CheckedBlocks {
  const schema = place === 'message' ? messageBlocks : viewBlocks
  const root = place === 'message' ? '/blocks' : '/view/blocks'
  const parsed = schema.safeParse(given, { reportInput: true })
  if (!parsed.success) return refuse(explainIssues(parsed.error.issues, root))
  const repeated = findRepeatedIds(parsed.data, root)
  if (repeated.length > 0) return refuse(repeated)
  if (place === 'message' && countCharacters(parsed.data) > mostCharacters) {
    return { kind: 'refused', error: 'msg_blocks_too_long', messages: [] }
  }
  return { kind: 'taken', blocks: parsed.data.map(nameBlock) }
}

function refuse(messages: string[]): CheckedBlocks {
  return { kind: 'refused', error: 'invalid_blocks', messages }
}

// A block_id is unique in its message, an action_id in its block.
function findRepeatedIds(blocks: readonly unknown[], root: string): string[] {
  const seen = new Set<string>()
  return blocks.flatMap((given, place) => {
    const block = unnamed.parse(given)
    const repeated = block.block_id !== undefined && seen.has(block.block_id)
    if (block.block_id !== undefined) seen.add(block.block_id)
    const actions = elementsOf(block).flatMap(({ action_id }) => (action_id === undefined ? [] : [action_id]))
    const twice = actions.filter((id, at) => actions.indexOf(id) !== at)
    return [
      ...(repeated
        ? [`block_id "${block.block_id}" already exists [json-pointer:${root}/${place}/block_id]`]
        : []),
      ...twice.map((id) => `action_id "${id}" already exists [json-pointer:${root}/${place}]`),
    ]
  })
}

/** The number of characters of text in all these blocks. */
function countCharacters(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + countCharacters(item), 0)
  if (typeof value !== 'object' || value === null) return 0
  return Object.entries(value).reduce(
    (sum, [key, inner]) =>
      sum + (key === 'text' && typeof inner === 'string' ? inner.length : countCharacters(inner)),
    0,
  )
}

function nameBlock(given: unknown): Block {
  const block = unnamed.parse(given)
  return {
    ...block,
    block_id: block.block_id ?? makeSecret(5),
    ...('accessory' in block ? { accessory: nameElement(block['accessory']) } : {}),
    ...('element' in block ? { element: nameElement(block['element']) } : {}),
    ...(Array.isArray(block['elements']) ? { elements: block['elements'].map(nameElement) } : {}),
  }
}

function nameElement(given: unknown): unknown {
  const parsed = element.safeParse(given)
  if (!parsed.success || !interactive.test(parsed.data.type)) return given
  return { ...parsed.data, action_id: parsed.data.action_id ?? makeSecret(5) }
}

/** The elements of a block, in whichever field they are. */
function elementsOf(block: Readonly<Record<string, unknown>>) {
  const listed = Array.isArray(block['elements']) ? block['elements'] : []
  return [...listed, block['accessory'], block['element']].flatMap((given) => {
    const parsed = element.safeParse(given)
    return parsed.success && interactive.test(parsed.data.type) ? [parsed.data] : []
  })
}
