// A sentence in pieces: our own words, a person, a time, and untrusted text. Rendering them is up to others.

export type Piece =
  /** Our own words. */
  | string
  | { readonly kind: 'strong'; readonly text: string }
  | { readonly kind: 'person'; readonly userId: string }
  | { readonly kind: 'time'; readonly at: Date }
  | { readonly kind: 'channel'; readonly id: string }
  /** Mentions a user group, so that Slack notifies its members. */
  | { readonly kind: 'group'; readonly id: string }
  /** Our own words, which open an address of Slack's. */
  | { readonly kind: 'link'; readonly url: string; readonly text: string }
  /**
   * Untrusted text: shown literally, at most `most` characters of it. A value among our own words is quoted if it could
   * pass for more than one value.
   */
  | {
      readonly kind: 'untrusted'
      readonly text: string
      readonly most: number
      readonly isValue: boolean
      readonly isStrong?: boolean
    }

export type Sentence = readonly Piece[]

export function person(userId: string): Piece {
  return { kind: 'person', userId }
}

export function group(id: string): Piece {
  return { kind: 'group', id }
}

export function time(at: Date): Piece {
  return { kind: 'time', at }
}

export function strong(text: string): Piece {
  return { kind: 'strong', text }
}

/** `most` counts characters as Slack counts them after escaping. */
export function untrusted(text: string, most = 300): Piece {
  return { kind: 'untrusted', text, most, isValue: false }
}

/** One fact that a stranger typed, such as a name or an address. */
export function value(text: string, most = 300): Piece {
  return { kind: 'untrusted', text, most, isValue: true }
}

/** The same, in bold where there is bold. */
export function strongValue(text: string, most = 300): Piece {
  return { kind: 'untrusted', text, most, isValue: true, isStrong: true }
}

/** Stands for an empty untrusted text. */
export const empty = '(empty)'

/** Joins several sentences with a separator. */
export function joined(sentences: readonly Sentence[], between: string): Sentence {
  return sentences.flatMap((sentence, index) => (index === 0 ? sentence : [between, ...sentence]))
}
