// Remembers what a pure function made of the texts that it was asked about lately, since a card is drawn many times.

/** How many results are kept: enough for the texts of a few full messages. */
const most = 1000

/** The same function. Once it remembers too much, it forgets everything. */
export function remembered<Result>(of: (text: string) => Result): (text: string) => Result {
  const results = new Map<string, { readonly result: Result }>()
  return (text) => {
    const known = results.get(text)
    if (known !== undefined) return known.result
    if (results.size >= most) results.clear()
    const result = of(text)
    results.set(text, { result })
    return result
  }
}
