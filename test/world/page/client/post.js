// One deed, sent to the server.

/**
 * Posts JSON and returns the answer; if the server does not answer or does not understand, a refusal that says so.
 * @param {string} path
 * @param {unknown} body
 * @returns {Promise<Record<string, any>>}
 */
export async function post(path, body) {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (response.ok) return await response.json()
    return { kind: 'refused', message: await response.text() }
  } catch {
    return { kind: 'refused', message: 'The page has lost its server. Run npm run demo again.' }
  }
}

/** The key of the person that the page is for. */
export function viewer() {
  return document.body.dataset['as'] ?? ''
}

/**
 * Finds an element that must be there.
 * @template {Element} T
 * @param {string} selector
 * @param {new () => T} kind
 * @param {ParentNode} [inside]
 * @returns {T}
 */
export function find(selector, kind, inside = document) {
  const found = inside.querySelector(selector)
  if (!(found instanceof kind)) throw new Error(`The page has no ${selector}.`)
  return found
}
