// Reads a message's text, blocks and metadata, or says why Slack refuses them.
import { z } from 'zod'
import { type Block, checkBlocks } from '../block-kit/check-blocks.ts'

export interface Content {
  readonly kind: 'content'
  readonly text: string
  readonly blocks: readonly Block[]
}

export interface Refused {
  readonly kind: 'refused'
  readonly error: string
  readonly messages: readonly string[]
}

/** Reads text and blocks; `mostText` is how many characters this way of posting takes. */
export function readContent(
  given: { readonly text?: unknown; readonly blocks?: unknown },
  mostText: number,
): Content | Refused {
  const text = given.text === undefined || given.text === null ? '' : String(given.text)
  const blocks = given.blocks ?? []
  if (!Array.isArray(blocks)) return refused('invalid_blocks_format')
  if (text === '' && blocks.length === 0) return refused('no_text')
  if (text.length > mostText) return refused('msg_too_long')
  const checked = checkBlocks(blocks, 'message')
  if (checked.kind === 'refused') return checked
  return { kind: 'content', text, blocks: checked.blocks }
}

const metadataSchema = z.strictObject({
  event_type: z.string().min(1).max(255),
  event_payload: z.record(z.string(), z.unknown()),
})

// Slack publishes no limit; this is well above what an opaque id needs.
const mostMetadata = 8000

/** Reads `metadata`; undefined if none was given, an empty object to remove it. */
export function readMetadata(
  given: unknown,
): { readonly kind: 'metadata'; readonly metadata: Record<string, unknown> | undefined } | Refused {
  if (given === undefined || given === null) return { kind: 'metadata', metadata: undefined }
  if (typeof given === 'object' && Object.keys(given).length === 0) return { kind: 'metadata', metadata: {} }
  const parsed = metadataSchema.safeParse(given)
  if (!parsed.success) return refused('invalid_metadata_format')
  if (JSON.stringify(parsed.data).length > mostMetadata) return refused('metadata_too_large')
  return { kind: 'metadata', metadata: parsed.data }
}

function refused(error: string): Refused {
  return { kind: 'refused', error, messages: [] }
}
