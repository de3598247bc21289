// Posts the test card of a pool.
import type { Pool } from '../../domain/pool.ts'
import type { SlackAnswer } from '../../domain/slack-answer.ts'
import { drawTestCard } from '../draw/test-card.ts'
import { answerOf } from './slack-answer.ts'
import type { SlackClient } from './slack-client.ts'

export function postTestCard(slack: SlackClient, { channel, name }: Pool): Promise<SlackAnswer> {
  const message = { channel, ...drawTestCard(name), unfurl_links: false, unfurl_media: false }
  return answerOf(() => slack.call({ postIn: channel }, 'background', (web) => web.chat.postMessage(message)))
}
