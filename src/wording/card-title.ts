// The title of a card: what became of the sign-up, or is being done about it.
import type { Decision } from '../domain/decision.ts'
import type { Ending, Round } from '../domain/round.ts'
import { never } from '../shared/never.ts'

export function cardTitle({ state, origin }: Round): string {
  switch (state.kind) {
    case 'waiting':
      if (state.failure !== null) return 'Sign-up still waiting'
      return origin == null ? 'New sign-up' : 'Sign-up reopened'
    case 'claimed':
      return decisionTitles[state.claim.decision]
    case 'settled':
      return endingTitles[state.ending.kind]
    default:
      return never(state)
  }
}

const decisionTitles: { readonly [Made in Decision]: string } = {
  approve: 'Confirming sign-up',
  deny: 'Denying sign-up',
  reopen: 'Reopening sign-up',
}

const endingTitles: { readonly [Kind in Ending['kind']]: string } = {
  confirmed: 'Sign-up confirmed',
  denied: 'Sign-up denied',
  'not-done': 'Sign-up not reopened',
  disproved: 'Sign-up not confirmed',
  'confirmed-elsewhere': 'Sign-up no longer waiting',
  disabled: 'Sign-up no longer waiting',
  gone: 'Sign-up no longer waiting',
}
