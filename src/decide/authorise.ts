// Authorising: asks Slack who the clicker is, until it answers or the deadline passes.
import { checkDeadline } from '../domain/deadlines.ts'
import type { Claimant, ClaimantAnswer, Verdict } from '../domain/may-decide.ts'
import type { Person } from '../domain/person.ts'
import type { Pool } from '../domain/pool.ts'
import type { Unchecked } from '../domain/unchecked.ts'
import { type Clock, within } from '../shared/clock.ts'
import { again, done, retry } from '../shared/retry.ts'

export interface AuthorisingParts {
  readonly people: {
    /** All that deciding needs to know about a person. */
    claimant(person: Person, pool: Pool): Promise<ClaimantAnswer>
  }
  readonly clock: Clock
}

interface NotChecked {
  readonly kind: 'unchecked'
  readonly because: Unchecked
}

/**
 * Judges a person by what Slack says about them now; `unchecked` if it does not answer within 30 s, and at once if nothing
 * would change until somebody acts.
 */
export type Authorise = (
  person: Person,
  pool: Pool,
  judge: (claimant: Claimant) => Verdict,
) => Promise<Verdict | NotChecked>

/** An answer after the deadline is ignored: by then the clicker was told that nothing was done. */
export function createAuthorise({ people, clock }: AuthorisingParts): Authorise {
  return async (person, pool, judge) => {
    const until = new Date(clock.now().getTime() + checkDeadline)
    const verdict = await retry<Verdict | NotChecked>(
      { clock, pause: { first: 500, most: 5000 }, until },
      async () => {
        const left = until.getTime() - clock.now().getTime()
        const answer = await within(clock, left, people.claimant(person, pool))
        if (answer?.kind === 'known') return done(judge(answer.claimant))
        if (answer?.kind === 'uncheckable') return done({ kind: 'unchecked', because: answer.because })
        return again()
      },
    )
    return verdict ?? { kind: 'unchecked', because: { kind: 'no-answer' } }
  }
}
