// Who is in a channel: https://docs.slack.dev/reference/methods/conversations.members
import { z } from 'zod'
import type { SlackClient } from './slack-client.ts'

/** How many members a page has, and how many pages are read: nothing is concluded about larger channels. */
const perPage = 1000
const mostPages = 20

const pageFormat = z.object({
  members: z.array(z.string()),
  response_metadata: z.object({ next_cursor: z.string().default('') }).default({ next_cursor: '' }),
})

/** Whether a page of the channel's members passes the test; null if they are too many. Rejects as the client does. */
export async function anyMember(
  slack: SlackClient,
  channel: string,
  test: (userIds: readonly string[]) => Promise<boolean>,
): Promise<boolean | null> {
  let cursor = ''
  for (let page = 0; page < mostPages; page += 1) {
    const at = cursor === '' ? {} : { cursor }
    const answer = await slack.call('conversations.members', 'background', (web) =>
      web.conversations.members({ channel, limit: perPage, ...at }),
    )
    const { members, response_metadata } = slack.read('conversations.members', pageFormat, answer)
    if (await test(members)) return true
    cursor = response_metadata.next_cursor
    if (cursor === '') return false
  }
  return null
}
