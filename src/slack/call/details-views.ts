// The modals of Details: opened at once, and then changed by their id.
import { z } from 'zod'
import type { DetailsPage } from '../../domain/details.ts'
import type { SlackAnswer, SlackRefusal } from '../../domain/slack-answer.ts'
import { idFormat } from '../../domain/stored-text.ts'
import { UnreadableAnswer } from '../../shared/read-leniently.ts'
import { drawDetails } from '../draw/details.ts'
import { answerOf, slackRefusal } from './slack-answer.ts'
import type { SlackClient } from './slack-client.ts'

export type OpenedView = { readonly kind: 'opened'; readonly view: string } | SlackRefusal

const openedFormat = z.object({ view: z.object({ id: idFormat }) })

export function createDetailsViews({ slack }: { readonly slack: SlackClient }) {
  return {
    /** `trigger` is Slack's right to open one modal, for 3 s; on top of `under`, if there is one. */
    open: async (
      page: DetailsPage,
      trigger: string,
      askedBy: string,
      under?: string,
    ): Promise<OpenedView> => {
      const call = { trigger_id: trigger, view: drawDetails(page) }
      try {
        const answer =
          under === undefined
            ? await slack.call('views.open', 'click', (web) => web.views.open(call), askedBy)
            : await slack.call('views.push', 'click', (web) => web.views.push(call), askedBy)
        return { kind: 'opened', view: slack.read('views.open', openedFormat, answer).view.id }
      } catch (error) {
        return error instanceof UnreadableAnswer ? { kind: 'no-answer' } : slackRefusal(error)
      }
    },

    /**
     * Without Slack's `hash`: every page is whole, and what is pressed on one that is out of date is answered like a click on an
     * old card.
     */
    change: (view: string, page: DetailsPage, askedBy: string): Promise<SlackAnswer> =>
      answerOf(() =>
        slack.call(
          'views.update',
          'click',
          (web) => web.views.update({ view_id: view, view: drawDetails(page) }),
          askedBy,
        ),
      ),
  }
}
