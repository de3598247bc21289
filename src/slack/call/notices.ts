// Notices: plain messages in a pool's channel, about the pool and not about a sign-up.
import type { SlackAnswer } from '../../domain/slack-answer.ts'
import type { ApproversMissing } from '../../domain/start-problem.ts'
import { drawApproversMissing } from '../draw/notice.ts'
import { answerOf } from './slack-answer.ts'
import type { SlackClient } from './slack-client.ts'

export function createNotices(slack: SlackClient) {
  return {
    post: (missing: ApproversMissing): Promise<SlackAnswer> => {
      const { channel } = missing.pool
      const message = { channel, ...drawApproversMissing(missing), unfurl_links: false, unfurl_media: false }
      return answerOf(() =>
        slack.call({ postIn: channel }, 'background', (web) => web.chat.postMessage(message)),
      )
    },
  }
}
