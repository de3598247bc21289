// A call of the Web API when its method's turn comes.

import type { SlackAnswer } from '../../domain/workspace.ts'
import type { Limit } from '../../shared/limit.ts'
import { slackRefusal } from './slack-answer.ts'

/** A call at its limit's pace; a 429 makes the others of its method wait too. */
export function inTurn<T>(limit: Limit, call: () => Promise<T>): Promise<T> {
  return limit.schedule('click', async () => {
    try {
      return await call()
    } catch (error) {
      const refusal = slackRefusal(error)
      if (refusal.kind === 'rate-limited') limit.hold(refusal.retryAfter)
      throw error
    }
  })
}

/** The same for a post that is no method's, and says itself what became of it. */
export function inTurnAnswered(limit: Limit, call: () => Promise<SlackAnswer>): Promise<SlackAnswer> {
  return limit.schedule('click', async () => {
    const answer = await call()
    if (answer.kind === 'rate-limited') limit.hold(answer.retryAfter)
    return answer
  })
}
