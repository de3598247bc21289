// HTML templates: everything that is put into one is text, unless it is our own HTML.

/** A piece of markup that is safe to send. */
export interface Html {
  readonly markup: string
}

/** What a template may contain: text is escaped, lists are joined, and false, null and undefined show nothing. */
export type Part = Html | string | number | false | null | undefined | readonly Part[]

/** A template: `html`<b>${name}</b>``. Put attributes in double quotes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { markup: strings.reduce((before, after, place) => before + written(parts[place - 1]) + after) }
}

/** Trusts a library's markup: the library has escaped what it was given. */
export function markedUp(markup: string): Html {
  return { markup }
}

function written(part: Part): string {
  if (part === undefined || part === null || part === false) return ''
  if (typeof part === 'string') return escaped(part)
  if (typeof part === 'number') return String(part)
  return 'markup' in part ? part.markup : part.map(written).join('')
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
}
