// What a new card says to the user group that it mentions.
import { group, type Sentence } from './sentence.ts'

export function wordsToGroup(groupId: string): Sentence {
  return [group(groupId), ': somebody is waiting for a decision.']
}
