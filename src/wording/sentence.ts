// A sentence in pieces: our own words, a person, a time, and what a stranger typed. What they look like is not said here.

export type Piece =
  /** Our own words. */
  | string
  | { readonly kind: 'strong'; readonly text: string }
  | { readonly kind: 'person'; readonly userId: string }
  | { readonly kind: 'time'; readonly at: Date }
  /** Somebody else's words: shown as they are, and never as anything else. At most `most` characters. */
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

/** Stands for a text of a stranger's that is empty. */
export const empty = '(empty)'

/** Several with something between each two. */
export function joined(sentences: readonly Sentence[], between: string): Sentence {
  return sentences.flatMap((sentence, index) => (index === 0 ? sentence : [between, ...sentence]))
}
