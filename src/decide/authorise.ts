// Asking Slack who somebody is, until it answers or time is up.
import { checkDeadline } from '../domain/deadlines.ts'
import type { Claimant, ClaimantAnswer, Verdict } from '../domain/may-decide.ts'
import type { Person } from '../domain/person.ts'
import type { Pool } from '../domain/pool.ts'
import { type Clock, within } from '../shared/clock.ts'
import { again, done, retry } from '../shared/retry.ts'

export interface AuthorisingParts {
  readonly people: {
    /** All that deciding needs to know of a person. */
    claimant(person: Person, pool: Pool): Promise<ClaimantAnswer>
  }
  readonly clock: Clock
}

/** Judges a person by what Slack says of them now; `unchecked` if it did not say within 30 s. */
export type Authorise = (
  person: Person,
  pool: Pool,
  judge: (claimant: Claimant) => Verdict,
) => Promise<Verdict | { readonly kind: 'unchecked' }>

/** Nothing is carried out later behind anybody's back: what Slack says after that does not count. */
export function createAuthorise({ people, clock }: AuthorisingParts): Authorise {
  return async (person, pool, judge) => {
    const until = new Date(clock.now().getTime() + checkDeadline)
    const verdict = await retry({ clock, pause: { first: 500, most: 5000 }, until }, async () => {
      const left = until.getTime() - clock.now().getTime()
      const answer = await within(clock, left, people.claimant(person, pool))
      return answer?.kind === 'known' ? done(judge(answer.claimant)) : again()
    })
    return verdict ?? { kind: 'unchecked' }
  }
}
