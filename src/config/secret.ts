// What may be shown of a mistaken value: people paste secrets into the wrong variable.

/** Whether a Slack token is somewhere in the text. */
export function looksLikeToken(text: string): boolean {
  return /(?:xox[a-z]|xapp|xwfp)[-._%]/i.test(text.replace(/[\p{C}\p{Z}]/gu, ''))
}

/** Whether the text may hold a token, a password or a key. A short password alone looks like any other word. */
export function mayHoldSecret(text: string): boolean {
  return looksLikeToken(text) || mayHoldPassword(text) || mayHoldKey(text)
}

/** The text in quotation marks, cut at 40 characters, on one line and with nothing invisible in it. */
export function quoted(text: string): string {
  const visible = [...text.replace(/[[\p{C}\p{Z}]--[ ]]/gv, '\u{FFFD}')]
  return visible.length > 40 ? `"${visible.slice(0, 40).join('')}…"` : `"${visible.join('')}"`
}

function mayHoldPassword(text: string): boolean {
  const mayBeAddress = (text.includes(':') && text.includes('@')) || /postgres(?:ql)?:/i.test(text)
  return mayBeAddress || /pass|pwd|(?:secret|token|key)\s*[=:]/i.test(text)
}

function mayHoldKey(text: string): boolean {
  const runs = text.match(/[a-z\d+/=]{20,}/gi) ?? []
  return runs.some((run) => /\d/.test(run))
}
