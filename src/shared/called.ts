// How calls to other services end, for whoever counts them.

/** `throttled`: asked to come back later. `refused`: any other answer than what was asked for. `no-answer`: or none that can be read. */
export type CallOutcome = 'done' | 'throttled' | 'refused' | 'no-answer'

export const callOutcomes = [
  'done',
  'throttled',
  'refused',
  'no-answer',
] as const satisfies readonly CallOutcome[]

/** A call of this operation is over. */
export type Called = (service: 'slack' | 'cognito' | 'sts', operation: string, outcome: CallOutcome) => void

export const uncounted: Called = () => {}
