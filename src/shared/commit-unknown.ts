/**
 * The work of a transaction is done, but its COMMIT got no answer, or one that does not say whether it was committed. It
 * may even be committed later.
 */
export class CommitUnknown extends Error {
  override readonly name = 'CommitUnknown'
  readonly code = 'commit-unknown'
  constructor(cause: unknown) {
    super('The database did not say whether it has committed', { cause })
  }
}
