// Groups that can be asked whether somebody is in them.
import {
  createGroupMembers,
  type GroupMembers,
  type GroupMembersParts,
} from '../../../src/slack/call/group-members.ts'

export function openGroupMembers(
  parts: GroupMembersParts,
): GroupMembers & { has(group: string, userId: string): Promise<boolean> } {
  const members = createGroupMembers(parts)
  return { ...members, has: async (group, userId) => (await members.find(group, userId)) !== null }
}
