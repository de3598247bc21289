// What may be shown of a mistaken value: people paste secrets into the wrong variable.

/** Whether a Slack token is somewhere in the text. */
export function looksLikeToken(text: string): boolean {
  return /(?:xox[a-z]|xapp|xwfp)[-._%]/i.test(text.replace(/[\p{C}\p{Z}]/gu, ''))
}

/** Whether the text may hold a token, a password or a key. A short password alone looks like any other word. */
export function mayHoldSecret(text: string): boolean {
  return looksLikeToken(text) || mayHoldPassword(text) || mayHoldKey(text)
}

/** Whether a key in a file may be a secret that lost its way; plain words are none. */
export function keyMayHoldSecret(key: string): boolean {
  return /^[a-z]\w{0,59}$/i.test(key) ? looksLikeToken(key) || mayHoldKey(key) : mayHoldSecret(key)
}

/** Whether the lines around a value hold a token or a password of which the value may be a piece. */
export function lineMayHoldSecret(lines: string): boolean {
  return (
    looksLikeToken(lines) || /\/\/.*:.*@|postgres(?:ql)?:|(?:pass\w*|pwd|secret|token|key)\s*=/is.test(lines)
  )
}

/** Whether the path of a file may hold a secret. The folders of a YAML file together look like a key, but are none. */
export function pathMayHoldSecret(path: string): boolean {
  return mayHoldSecret(/\.ya?ml$/i.test(path) ? path.replaceAll('/', ' ') : path)
}

/** The text in quotation marks, cut at 40 characters. */
export function quoted(text: string): string {
  const characters = [...visible(text)]
  return characters.length > 40 ? `"${characters.slice(0, 40).join('')}…"` : `"${characters.join('')}"`
}

/** The text on one line and with nothing invisible in it. */
export function visible(text: string): string {
  return text.replace(/[[\p{C}\p{Z}]--[ ]]/gv, '\u{FFFD}')
}

function mayHoldPassword(text: string): boolean {
  const mayBeAddress = (text.includes(':') && text.includes('@')) || /postgres(?:ql)?:/i.test(text)
  return mayBeAddress || /pass|pwd|(?:secret|token|key)\s*[=:]/i.test(text)
}

function mayHoldKey(text: string): boolean {
  const runs = text.match(/[a-z\d+/=]{20,}/gi) ?? []
  return runs.some((run) => /\d/.test(run))
}
