// A sentence in pieces: our own words, a person, a time, and untrusted text. Rendering them is up to others.

export type Piece =
  /** Our own words. */
  | string
  | { readonly kind: 'strong'; readonly text: string }
  | { readonly kind: 'person'; readonly userId: string }
  | { readonly kind: 'time'; readonly at: Date }
  /** Untrusted text: shown literally, at most `most` characters of it. */
  | { readonly kind: 'untrusted'; readonly text: string; readonly most: number }

export type Sentence = readonly Piece[]

export function person(userId: string): Piece {
  return { kind: 'person', userId }
}

export function time(at: Date): Piece {
  return { kind: 'time', at }
}

export function strong(text: string): Piece {
  return { kind: 'strong', text }
}

/** `most` counts characters as Slack counts them after escaping. */
export function untrusted(text: string, most = 300): Piece {
  return { kind: 'untrusted', text, most }
}

/** Stands for an empty untrusted text. */
export const empty = '(empty)'

/** Joins several sentences with a separator. */
export function joined(sentences: readonly Sentence[], between: string): Sentence {
  return sentences.flatMap((sentence, index) => (index === 0 ? sentence : [between, ...sentence]))
}
