// How a running process finds that the store is no longer its own.

export type StoreLoss =
  /** Another file, or none, is where this one was opened; `file` is the store's, or one that SQLite keeps beside it. */
  | { readonly kind: 'moved'; readonly file: string }
  /** Another process has become the store's owner, or an older copy was put in its place. */
  | { readonly kind: 'taken-over'; readonly file: string }
