// What a card or a private answer says has happened.

export type Claim = {
  /** Verbatim: with another time it is another claim. */
  readonly words: string
} & (
  | {
      readonly kind: 'approved' | 'first' | 'probably' | 'not-confirmed' | 'perhaps' | 'confirming'
      readonly by: string
    }
  | {
      readonly kind: 'denied' | 'probably-denied' | 'not-denied' | 'perhaps-denied' | 'denying'
      readonly by: string
    }
  | { readonly kind: 'undone' | 'reopened' | 'looking'; readonly by: string }
  | { readonly kind: 'elsewhere' | 'disabled' | 'gone' | 'other' | 'disproved' | 'lapsed' }
)

const named = [
  ['approved', /✅ Approved by <@(\w+)>/gu],
  ['first', /<@(\w+)> was first and approved this/gu],
  ['probably', /(?:✅|⚠️) Confirmed, noticed [^.\n]*\. It was probably <@(\w+)>’s approval/gu],
  ['not-confirmed', /❌ Not confirmed:[^❌]*?Tried by <@(\w+)>, [^.\n]*/gu],
  ['perhaps', /❌ May already be confirmed:[^❌]*?Tried by <@(\w+)>, [^.\n]*/gu],
  ['denied', /🚫 Denied by <@(\w+)>/gu],
  ['probably-denied', /🚫 Disabled, noticed [^.\n]*\. It was probably <@(\w+)>’s denial/gu],
  ['not-denied', /❌ Not denied:[^❌]*?Tried by <@(\w+)>, [^.\n]*/gu],
  ['perhaps-denied', /❌ May already be denied:[^❌]*?Tried by <@(\w+)>, [^.\n]*/gu],
  ['denying', /⏳ Denying… Denied by <@(\w+)>/gu],
  ['undone', /↩️ Undone by <@(\w+)>/gu],
  ['looking', /👀 <@(\w+)> is looking into this/gu],
  ['reopened', /↩️ Reopened by <@(\w+)>/gu],
  ['confirming', /⏳ Confirming… Approved by <@(\w+)>/gu],
] as const

const unnamed = [
  ['elsewhere', /Confirmed outside Slack|was confirmed outside Slack/gu],
  ['other', /☑️ No longer waiting: their status in Cognito is (?!CONFIRMED)/gu],
  ['disabled', /⛔ Disabled outside Slack/gu],
  ['disproved', /❌ Not confirmed after all/gu],
  ['lapsed', /⌛ Lapsed/gu],
  ['gone', /🗑️ Deleted from the pool/gu],
] as const

/** In no order. */
export function claimsIn(words: string): readonly Claim[] {
  return [
    ...named.flatMap(([kind, pattern]) =>
      [...words.matchAll(pattern)].map(([said, by = '']): Claim => ({ kind, by, words: said })),
    ),
    ...unnamed.flatMap(([kind, pattern]) =>
      [...words.matchAll(pattern)].map(([said]): Claim => ({ kind, words: said })),
    ),
  ]
}
