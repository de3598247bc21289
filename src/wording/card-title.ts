// The title of a card: what became of the sign-up, or is being done about it.
import type { Decision } from '../domain/decision.ts'
import type { Ending, Round } from '../domain/round.ts'
import { never } from '../shared/never.ts'

type NotDone = Extract<Ending, { kind: 'not-done' }>['decision']

export function cardTitle({ state, origin }: Round): string {
  switch (state.kind) {
    case 'waiting':
      if (state.failure !== null && origin?.kind !== 'let-in') return 'Sign-up still waiting'
      if (origin == null) return 'New sign-up'
      return origin.kind === 'let-in' ? 'User to be let in again' : 'Sign-up reopened'
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
  disproved: 'Sign-up not confirmed',
  'confirmed-elsewhere': 'Sign-up no longer waiting',
  disabled: 'Sign-up no longer waiting',
  gone: 'Sign-up no longer waiting',
}

const notDoneTitles: { readonly [Made in NotDone]: string } = {
  reopen: 'Sign-up not reopened',
  undo: 'Approval not undone',
}
