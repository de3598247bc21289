// What `npm run audit -- forget` and `restored` say.
import { printable } from './printable.ts'

const counted = (count: number, one: string, many: string) => (count === 1 ? `1 ${one}` : `${count} ${many}`)

export const forgettingSays = {
  nobody:
    'The store has no such sign-up, so nothing was erased. After RETENTION, what events say of their applicants is erased by itself. To see what there is: npm run audit -- show WHO.',
  about: (poolId: string, sub: string) => `${printable(sub)} in ${printable(poolId)}:`,
  forgotten: ({ events, clicks, places, shared }: Forgotten) =>
    [
      `Erased. The sign-up, its rounds and ${counted(clicks, 'click', 'clicks')} are deleted. ${counted(events, 'audit event', 'audit events')} no longer say who it was, and still prove who decided.`,
      ...(places.length > 0
        ? [
            `${counted(places.length, 'card says', 'cards say')} nothing of them any more, but for those that Slack did not change.`,
          ]
        : []),
      ...(shared > 0
        ? [
            `${counted(shared, 'message', 'messages')} also about others will be drawn again by the bot, as soon as it runs.`,
          ]
        : []),
    ].join(' '),
  remembered: (decisions: number) =>
    `${counted(decisions, 'decision that the memory', 'decisions that the memories')} of pools kept about this address ${decisions === 1 ? 'is' : 'are'} deleted.`,
  waiting: 'Not erased. They wait for a decision, or one is being carried out: deny them first.',
  imitation:
    'Not erased. Another sign-up is called like them, and neither could be told from the other. Delete that user in Cognito first.',
  left: (channel: string, ts: string) =>
    `Slack did not change the message ${printable(ts)} in ${printable(channel)}: delete it by hand.`,
  elsewhere:
    'Not reached: private answers, direct messages, back-ups, exports, and Slack’s own export. The log holds ids only. Cognito still has the user until you delete them there.',
  restored: (after: number) =>
    `Noted: the store was restored, and a new segment of the audit chain begins after number ${after}. Events that were lost stay visible as a gap to every witness.`,
} as const

interface Forgotten {
  readonly events: number
  readonly clicks: number
  readonly places: readonly unknown[]
  readonly shared: number
}
