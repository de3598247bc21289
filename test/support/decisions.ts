// The buttons that decide about somebody who waits. An open card has them; others, such as Details, stay on decided ones.
import type { Usable } from '../world/slack/block-kit/find-elements.ts'

const deciding = ['approve', 'open-approval', 'deny', 'approve-all']

/** None of a message that isn't there. */
export function decisionsIn(
  message: { readonly buttons: readonly Usable[] } | null | undefined,
): readonly Usable[] {
  return message?.buttons.filter(({ actionId }) => deciding.includes(actionId)) ?? []
}
