// What is counted while the bot runs. Nothing here waits for anything, or throws.
import { type Called, uncounted } from '../shared/called.ts'

/** Where a click's end was written down. */
interface EndedClick {
  /** Null if it was about no sign-up that is known. */
  readonly poolId: string | null
  /** The end's kind. */
  readonly kind: string
  /** From the click to its end. */
  readonly milliseconds: number
}

export interface Observe {
  readonly called: Called
  /** A scan of a pool begins; what is returned is called once it has reached the list's end. */
  scanning(poolId: string): () => void
  /** A sign-up's first card was posted. */
  carded(signUp: { readonly poolId: string; readonly signedUpAt: Date }): void
  ended(click: EndedClick): void
  /** Somebody is no longer waiting, and no click did it. */
  confirmedOutside(poolId: string): void
  /** One more connection to Slack is open. */
  connected(): void
  disconnected(): void
}

export const unobserved: Observe = {
  called: uncounted,
  scanning: () => () => {},
  carded: () => {},
  ended: () => {},
  confirmedOutside: () => {},
  connected: () => {},
  disconnected: () => {},
}
