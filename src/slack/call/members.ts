// Full members of our own workspace: found by their address, and told something once.
import { whyNotAtAll } from '../../domain/may-decide.ts'
import type { MemberNote } from '../../domain/member-note.ts'
import type { SlackAnswer, SlackRefusal } from '../../domain/slack-answer.ts'
import { drawMemberNote } from '../draw/member-note.ts'
import type { Identity } from './identity.ts'
import { notOurs, readProfile } from './profiles.ts'
import { answerOf, slackRefusal } from './slack-answer.ts'
import type { SlackClient } from './slack-client.ts'

type Member =
  | SlackRefusal
  | { readonly kind: 'member'; readonly userId: string }
  | { readonly kind: 'nobody' }

export interface MembersParts {
  readonly slack: SlackClient
  readonly identity: Pick<Identity, 'teamId'>
}

export function createMembers({ slack, identity }: MembersParts) {
  return {
    /** Guests, bots, deactivated members and people of other workspaces are nobody. */
    find: async (email: string): Promise<Member> => {
      const method = 'users.lookupByEmail'
      try {
        const answer = await slack.call(method, 'background', (web) => web.users.lookupByEmail({ email }))
        const profile = readProfile(slack, method, answer)
        const isOne = whyNotAtAll({ profile, workspace: identity.teamId }) === null
        return isOne ? { kind: 'member', userId: profile.userId } : { kind: 'nobody' }
      } catch (error) {
        const refusal = slackRefusal(error)
        const isNobody = refusal.kind === 'refused' && notOurs.has(refusal.error)
        return isNobody ? { kind: 'nobody' } : refusal
      }
    },

    /** One direct message, if `isToSend` says so once there is a slot; null if it does not. */
    tell: async (
      userId: string,
      note: MemberNote,
      isToSend: () => Promise<boolean>,
    ): Promise<SlackAnswer | null> => {
      await slack.takeSlot('direct message', 'background')
      if (!(await isToSend())) return null
      const message = { channel: userId, ...drawMemberNote(note), unfurl_links: false, unfurl_media: false }
      return answerOf(() => slack.callInSlot('direct message', (web) => web.chat.postMessage(message)))
    },
  }
}
