// The words that a person reads in blocks: for assertions, and for the error of a test that waited in vain.
import type { Block } from './check-blocks.ts'

const notShown = new Set(['confirm', 'action_id', 'block_id', 'value', 'type', 'style'])

/** All text of the blocks, one line per block, with mentions as `<@U…>` and without confirm dialogs. */
export function readWords(blocks: readonly Block[]): string {
  return blocks
    .map((block) => read(block).trim())
    .filter((line) => line !== '')
    .join('\n')
}

function read(value: unknown): string {
  if (Array.isArray(value)) return value.map(read).join(needsSpaces(value) ? ' ' : '')
  if (typeof value !== 'object' || value === null) return ''
  const fields = new Map(Object.entries(value))
  return readMention(fields) ?? readFields(fields)
}

// Rich text runs on without spaces; other lists hold separate items.
function needsSpaces(items: readonly unknown[]): boolean {
  const inline = new Set([
    'text',
    'link',
    'user',
    'usergroup',
    'channel',
    'team',
    'emoji',
    'date',
    'broadcast',
  ])
  return !items.every(
    (item) => typeof item === 'object' && item !== null && 'type' in item && inline.has(String(item.type)),
  )
}

function readMention(fields: ReadonlyMap<string, unknown>): string | undefined {
  switch (fields.get('type')) {
    case 'user':
      return `<@${String(fields.get('user_id'))}>`
    case 'usergroup':
      return `<!subteam^${String(fields.get('usergroup_id'))}>`
    case 'channel':
      return `<#${String(fields.get('channel_id'))}>`
    case 'broadcast':
      return `<!${String(fields.get('range'))}>`
    case 'emoji':
      return `:${String(fields.get('name'))}:`
    case 'date':
      return String(fields.get('fallback') ?? fields.get('format'))
    case 'link':
      return String(fields.get('text') ?? fields.get('url'))
    default:
      return undefined
  }
}

function readFields(fields: ReadonlyMap<string, unknown>): string {
  const parts = [...fields].map(([name, value]) => {
    if (notShown.has(name)) return ''
    if (typeof value === 'string') return name === 'text' || name === 'alt_text' ? value : ''
    return read(value)
  })
  return parts.filter((part) => part !== '').join(' ')
}
