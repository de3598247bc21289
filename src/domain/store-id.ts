// Store ids: every id of a round, a message or a click begins with the id of the store that made it. So each button, form
// and message in Slack says which store answers for it.

/** As the store makes its own: 16 hexadecimal digits. */
export const storeIdPattern = /^[0-9a-f]{16}$/

/** Opaque: `STORE.ID`. */
export function idInStore(storeId: string, id: string): string {
  return `${storeId}.${id}`
}

/** Which store made this id; null if it says none. */
export function storeOf(id: string): string | null {
  const [storeId = '', rest = ''] = id.split('.', 2)
  return storeIdPattern.test(storeId) && rest !== '' ? storeId : null
}

export function isOfStore(storeId: string, id: string): boolean {
  return storeOf(id) === storeId
}

/** False also if it says no store: then nobody is known to answer for it. */
export function isOfAnotherStore(storeId: string, id: string): boolean {
  const other = storeOf(id)
  return other !== null && other !== storeId
}
