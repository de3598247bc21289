// The title of a card: what became of the sign-up, or is being done about it.
import type { Decision } from '../domain/decision.ts'
import type { Pool } from '../domain/pool.ts'
import type { Ending, Round } from '../domain/round.ts'
import { never } from '../shared/never.ts'
import { howManyMissing, titleWhileCounting } from './approvals.ts'

type NotDone = Extract<Ending, { kind: 'not-done' }>['decision']

export function cardTitle({ state, origin }: Round, { requiredApprovals }: Pool): string {
  switch (state.kind) {
    case 'waiting': {
      if (origin?.kind === 'let-in') return 'User to be let in again'
      const missing = howManyMissing(state.tally, requiredApprovals)
      if (missing !== null) return missing === 0 ? 'Sign-up still waiting' : titleWhileCounting(missing)
      if (state.failure !== null) return 'Sign-up still waiting'
      return origin == null ? 'New sign-up' : 'Sign-up reopened'
    }
    case 'claimed':
      return decisionTitles[state.claim.decision]
    case 'settled':
      if (state.ending.kind === 'confirmed' && origin?.kind === 'let-in') return 'User let in again'
      return state.ending.kind === 'not-done'
        ? notDoneTitles[state.ending.decision]
        : endingTitles[state.ending.kind]
    default:
      return never(state)
  }
}

const decisionTitles: { readonly [Made in Decision]: string } = {
  approve: 'Confirming sign-up',
  deny: 'Denying sign-up',
  reopen: 'Reopening sign-up',
  undo: 'Undoing approval',
  'let-in': 'Letting user in again',
}

const endingTitles: { readonly [Kind in Exclude<Ending['kind'], 'not-done'>]: string } = {
  confirmed: 'Sign-up confirmed',
  denied: 'Sign-up denied',
  undone: 'Approval undone',
  lapsed: 'Sign-up lapsed',
  disproved: 'Sign-up not confirmed',
  'confirmed-elsewhere': 'Sign-up no longer waiting',
  disabled: 'Sign-up no longer waiting',
  gone: 'Sign-up no longer waiting',
}

const notDoneTitles: { readonly [Made in NotDone]: string } = {
  reopen: 'Sign-up not reopened',
  undo: 'Approval not undone',
}
