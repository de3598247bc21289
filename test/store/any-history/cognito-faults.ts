// What Cognito may do with a call, and say of it, instead of the plain truth.
import type { ConfirmAnswer } from '../../../src/domain/attempt.ts'

export interface Call {
  readonly isWaiting: boolean
  /** Does what was asked, and tells the truth about it. */
  carryOut(): ConfirmAnswer
  /** Does it when nobody expects it any more. */
  later(work: () => void): void
}

/** A mood of 0 is an honest one; half of the others are, too. */
export function answerBadly(mood: number, call: Call): ConfirmAnswer {
  const fault = mood === 0 ? undefined : faults[(mood - 1) % (2 * faults.length)]
  return fault === undefined ? call.carryOut() : fault(call)
}

const timedOut: ConfirmAnswer = { kind: 'no-answer', name: 'TimeoutError', requestId: null }
const unheardOf: ConfirmAnswer = { kind: 'unheard-of', name: 'NewException', requestId: null }
const functionFailed: ConfirmAnswer = {
  kind: 'function-failed',
  name: 'UserLambdaValidationException',
  message: 'no seat left',
  requestId: null,
}

/** Carries the call out, and then says something else. */
function thenSay(answer: ConfirmAnswer) {
  return ({ carryOut }: Call): ConfirmAnswer => {
    carryOut()
    return answer
  }
}

const faults: readonly ((call: Call) => ConfirmAnswer)[] = [
  () => timedOut,
  thenSay(timedOut),
  ({ carryOut, later }) => {
    later(carryOut)
    return timedOut
  },
  () => ({ kind: 'throttled', requestId: null }),
  () => ({ kind: 'unreachable', requestId: null }),
  // Only a confirmation makes the function run.
  (call) => (call.isWaiting ? functionFailed : call.carryOut()),
  (call) => (call.isWaiting ? thenSay(functionFailed)(call) : call.carryOut()),
  () => unheardOf,
  thenSay(unheardOf),
  () => ({ kind: 'forbidden', action: 'cognito-idp:AdminConfirmSignUp', requestId: null }),
  () => ({ kind: 'capped', name: 'LimitExceededException', requestId: null }),
]
