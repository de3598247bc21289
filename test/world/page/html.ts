// HTML in which everything that is put in is text, unless it is HTML of ours already.

/** A piece of markup that is safe to send. */
export interface Html {
  readonly markup: string
}

/** What may stand in a template: text is escaped, lists are joined, nothing is shown for false, null and undefined. */
export type Part = Html | string | number | false | null | undefined | readonly Part[]

/** A template: `html`<b>${name}</b>``. Attributes go into double quotes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { markup: strings.reduce((before, after, place) => before + written(parts[place - 1]) + after) }
}

/** Takes a library's markup as it is: the library has escaped what it was given. */
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
