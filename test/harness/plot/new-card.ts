// A card of a new sign-up, and whether it is decided.
import type { SignUpForm } from '../../world/cognito/pools.ts'
import type { WorldPool } from '../world/world.ts'
import { signUp } from './outside.ts'
import { type Offer, offerOf } from './people.ts'
import { type Stage, wait } from './stage.ts'

/** A person signs up and gets a card; null if the bot is gone first. */
export async function newCard(
  stage: Stage,
  pool: WorldPool,
  form: SignUpForm = {},
): Promise<(Offer & { readonly sub: string }) | null> {
  const sub = signUp(stage.world, pool, form)
  await wait(stage, () => offerOf(stage.world, pool, sub) !== null)
  const offer = offerOf(stage.world, pool, sub)
  return offer === null ? null : { ...offer, sub }
}

/** The user is decided: no card has a button for them any more. */
export function isClosed({ world }: Stage, pool: WorldPool, sub: string): boolean {
  return offerOf(world, pool, sub) === null
}
