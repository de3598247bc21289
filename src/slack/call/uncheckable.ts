// Errors of a check that will be the same until somebody acts.
import type { Unchecked } from '../../domain/unchecked.ts'
import { UnreadableAnswer } from '../../shared/read-leniently.ts'
import { slackRefusal, tokenProblems } from './slack-answer.ts'

/** Slack's codes if a workspace's plan has no user groups; only the first is documented. */
export const planErrors: ReadonlySet<string> = new Set(['plan_upgrade_required', 'paid_teams_only'])

/** A group can't be used. `word` is Slack's own code, or what was found. */
export class Uncheckable extends Error {
  override readonly name = 'Uncheckable'
  readonly because: Unchecked
  readonly word: string

  constructor(because: Unchecked, word: string) {
    super('group' in because ? `${because.kind} ${because.group}` : because.kind)
    this.because = because
    this.word = word
  }
}

/** Null if the next call may succeed. */
export function uncheckable(error: unknown): Uncheckable | null {
  if (error instanceof Uncheckable) return error
  if (error instanceof UnreadableAnswer) return new Uncheckable({ kind: 'unreadable' }, 'unreadable_answer')
  const refusal = slackRefusal(error)
  if (refusal.kind !== 'refused') return null
  const because = conclusion(refusal.error)
  return because === null ? null : new Uncheckable(because, refusal.error)
}

/** Other codes prove nothing: Slack also refuses calls while it moves a workspace, or an app is being installed. */
function conclusion(word: string): Unchecked | null {
  if (tokenProblems.has(word)) return { kind: 'token', error: word }
  if (planErrors.has(word)) return { kind: 'no-user-groups' }
  return word === 'missing_scope' ? { kind: 'scopes' } : null
}
