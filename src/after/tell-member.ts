// Tells whoever has a sign-up's address in our workspace that somebody with it was let in. Slack would post the same message
// twice, so it is written down before it is sent, and never sent again by itself: better once too few than twice.
import { mailboxOf } from '../domain/mailbox.ts'
import type { MemberNote } from '../domain/member-note.ts'
import type { Pool } from '../domain/pool.ts'
import type { SlackAnswer, SlackRefusal } from '../domain/slack-answer.ts'
import type { StepFailure } from '../domain/step.ts'
import type { StartedStep, Tried } from '../domain/step-work.ts'

type Member =
  | SlackRefusal
  | { readonly kind: 'member'; readonly userId: string }
  | { readonly kind: 'nobody' }

export interface TellingMemberParts {
  readonly ledger: {
    /** The message is sent next. False if it must not be. */
    sendStep(step: StartedStep): Promise<boolean>
  }
  readonly members: {
    /** The full member of our own workspace who has this address. */
    find(address: string): Promise<Member>
    /** Asks `isToSend` once there is a slot; null if it said no. */
    tell(userId: string, note: MemberNote, isToSend: () => Promise<boolean>): Promise<SlackAnswer | null>
  }
  poolOf(poolId: string): Pool | null
}

export async function tellMember(parts: TellingMemberParts, step: StartedStep): Promise<Tried> {
  const { signUp } = step.entry
  const found = await findMember(parts, signUp.attributes['email'] ?? '')
  if (found.kind === 'nobody') return { kind: 'done', result: 'nobody-to-tell', requestId: null }
  if (found.kind !== 'member') return refusedBefore(found)
  const note = { poolName: parts.poolOf(signUp.poolId)?.name ?? signUp.poolId, letInBy: step.by }
  const answer = await parts.members.tell(found.userId, note, () => parts.ledger.sendStep(step))
  if (answer === null) return { kind: 'lost' }
  if (answer.kind === 'done') return { kind: 'done', result: 'told', requestId: null }
  if (answer.kind === 'no-answer') return failed({ kind: 'may-be-told' })
  return refusedBefore(answer)
}

/** As it was typed, and without what only some mail servers tell apart. */
async function findMember({ members }: TellingMemberParts, address: string): Promise<Member> {
  const mailbox = mailboxOf(address)
  if (mailbox === null) return { kind: 'nobody' }
  const first = await members.find(address.trim())
  return first.kind !== 'nobody' || mailbox === address.trim() ? first : members.find(mailbox)
}

/** Slack did nothing. What it gave no answer to, and what it wants later, may pass. */
function refusedBefore(refusal: SlackRefusal): Tried {
  if (refusal.kind === 'refused') return failed({ kind: 'slack', error: refusal.error })
  const pause = refusal.kind === 'rate-limited' ? refusal.retryAfter : 0
  return { ...failed({ kind: 'slack-unreachable' }), mayPass: true, pause }
}

function failed(failure: StepFailure): Extract<Tried, { kind: 'failed' }> {
  return { kind: 'failed', failure, mayPass: false }
}
