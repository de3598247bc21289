// What verifying an audit chain finds. Imports: see `audit-row.ts`.
import type { Head } from './audit-chain.ts'

export type Damage =
  /** What the row says is not what was linked. `seq` is null for one that is not linked. */
  | { readonly kind: 'changed'; readonly seq: number | null; readonly id: string }
  /** The row does not follow on the one before: one of the two was changed together with its hashes. */
  | { readonly kind: 'broken'; readonly seq: number }
  /** These rows stand in another order than they were linked in. */
  | { readonly kind: 'reordered'; readonly from: number; readonly to: number }
  /** The row was linked as number `was`. */
  | { readonly kind: 'moved'; readonly id: string; readonly seq: number | null; readonly was: number }
  | { readonly kind: 'missing'; readonly from: number; readonly to: number }
  /** Rows at the end are missing; `by` says what knows of them. */
  | {
      readonly kind: 'shortened'
      readonly from: number
      readonly to: number
      readonly by: 'store' | 'checkpoint' | 'witness'
    }
  /** What the store says about how far it is linked is not what its rows say. */
  | { readonly kind: 'head-differs'; readonly seq: number }
  /** The chain was rebuilt after this checkpoint, or the checkpoint was changed. */
  | { readonly kind: 'checkpoint-differs'; readonly seq: number }
  /** A checkpoint's signature is not by its key. */
  | { readonly kind: 'checkpoint-forged'; readonly seq: number }
  /** An approval's signature is not by its key, or not about what the row says. `seq` is null for one that is not linked. */
  | { readonly kind: 'approval-forged'; readonly seq: number | null; readonly id: string }
  /** The chain was rebuilt after a witness was made. `seq` is null if the witness does not tell it. */
  | { readonly kind: 'witness-differs'; readonly seq: number | null; readonly hash: string }
  /** The applicant's values are gone, and no event names the row. */
  | { readonly kind: 'erased-unnamed'; readonly seq: number }
  /** An event says that the applicant's values are gone, but the row has them. */
  | { readonly kind: 'not-erased'; readonly seq: number }

/** After `npm run audit -- restored`: a new segment. `lost` are rows that the store still knew of. */
export interface Restored {
  readonly seq: number
  readonly at: number
  readonly note: string
  readonly lost: { readonly from: number; readonly to: number } | null
}

/** How many are signed, are not, and are by a key that is not known. */
export interface Signatures {
  readonly signed: number
  readonly unsigned: number
  readonly unknownKey: number
}

export interface ChainReport {
  /** How many linked rows were read, and how many that are not linked. */
  readonly rows: number
  readonly unlinked: number
  /** Null if there is none. */
  readonly first: number | null
  readonly head: Head
  /** Rows up to this one were recorded before the chain: their hashes were made later. */
  readonly beforeChain: number
  /** Rows up to this one were deleted because of their age, as an event says. */
  readonly deletedUpTo: number
  /** Rows of which the applicant's values were erased, as events say. */
  readonly erased: number
  readonly restored: readonly Restored[]
  readonly checkpoints: Signatures
  readonly approvals: Signatures
  /** The last row that a signed checkpoint or a witness covers; 0 if none is. */
  readonly coveredUpTo: number
  /** Witnesses of rows that were lost before a restore. */
  readonly lostWitnesses: number
  /** The first `mostTold` of them. */
  readonly damage: readonly Damage[]
  readonly damages: number
}

/** How much damage a report lists. */
export const mostTold = 100
