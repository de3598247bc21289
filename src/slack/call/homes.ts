// App Home: publishes what it shows to one person.
import { z } from 'zod'
import type { Home, HomePublishing } from '../../domain/home.ts'
import { idFormat } from '../../domain/stored-text.ts'
import type { Clock } from '../../shared/clock.ts'
import { digestOf } from '../../shared/digest.ts'
import { UnreadableAnswer } from '../../shared/read-leniently.ts'
import { drawHome } from '../draw/home.ts'
import { createBudget } from './budget.ts'
import { slackRefusal } from './slack-answer.ts'
import type { SlackClient } from './slack-client.ts'

/** How often App Home is renewed for those who only look, all of them together. */
const renewals = { calls: 30, per: 60_000 } as const

const answerFormat = z.object({ view: z.object({ hash: idFormat.optional() }) })

export function createHomes({ slack, clock }: { readonly slack: SlackClient; readonly clock: Clock }) {
  const budget = createBudget(clock, renewals, renewals.per)
  return {
    /**
     * `before` is what was published last, if that is known: Slack refuses to replace anything else. A renewal that would show
     * the same is not published, and one for which there are no calls left has to wait.
     */
    publish: async (
      userId: string,
      home: Home,
      before: { readonly hash: string | null; readonly drawn: string } | null,
      isRenewal: boolean,
    ): Promise<HomePublishing> => {
      const view = drawHome(home)
      const drawn = digestOf(JSON.stringify(view))
      if (isRenewal && before?.drawn === drawn) return { kind: 'same' }
      if (isRenewal && !budget.take()) return { kind: 'later' }
      const hash = before?.hash ?? null
      try {
        const answer = await slack.call(
          'views.publish',
          isRenewal ? 'background' : 'click',
          (web) => web.views.publish({ user_id: userId, view, ...(hash !== null && { hash }) }),
          userId,
        )
        const read = slack.read('views.publish', answerFormat, answer)
        return { kind: 'published', drawn, hash: read.view.hash ?? null }
      } catch (error) {
        return error instanceof UnreadableAnswer
          ? { kind: 'published', drawn, hash: null }
          : slackRefusal(error)
      }
    },
  }
}
