// Asking Slack who somebody is, until it answers or time is up.

import { checkDeadline } from '../domain/deadlines.ts'
import type { Claimant, Verdict } from '../domain/may-decide.ts'
import type { Person } from '../domain/person.ts'
import type { Pool } from '../domain/pool.ts'
import type { People } from '../domain/workspace.ts'
import { backoff } from '../shared/backoff.ts'
import { type Clock, within } from '../shared/clock.ts'

/** Judges a person by what Slack says of them now; `unchecked` where it did not say within 30 s. */
export type Authorise = (
  person: Person,
  pool: Pool,
  judge: (claimant: Claimant) => Verdict,
) => Promise<Verdict | { readonly kind: 'unchecked' }>

/** Nothing is carried out later behind anybody's back: what Slack says after that does not count. */
export function createAuthorise({
  people,
  clock,
}: {
  readonly people: People
  readonly clock: Clock
}): Authorise {
  return async (person, pool, judge) => {
    const until = clock.now().getTime() + checkDeadline
    for (let tries = 1; ; tries += 1) {
      const left = until - clock.now().getTime()
      const known = await within(clock, left, people.claimant(person, pool))
      if (known?.kind === 'known') return judge(known.claimant)
      const wait = backoff(tries, { first: 500, most: 5000 })
      if (clock.now().getTime() + wait >= until) return { kind: 'unchecked' }
      await clock.sleep(wait)
    }
  }
}
