// What a search for users in Cognito can find.
import type { PoolUser } from './sign-up.ts'

export type UserSearch =
  | { readonly kind: 'found'; readonly users: readonly PoolUser[] }
  /** More than anybody would choose from. Reading them all was given up. */
  | { readonly kind: 'too-many' }
  /** Cognito takes no such question. */
  | { readonly kind: 'not-askable' }
