// Reminders: a channel gets one at most every four hours, and a daily digest once a day. Lapsing is nobody's refusal.
import { reminderPause } from '../../../src/domain/reminder.ts'
import { storeOf } from '../../../src/domain/store-id.ts'
import type { Evidence } from '../world/evidence.ts'

/** What is wrong, one sentence each. */
export function judgeReminders(evidence: Evidence): readonly string[] {
  return [...judgePauses(evidence), ...judgeDays(evidence), ...judgeLapses(evidence)]
}

/** Each store by itself: one that was lost took along when the last reminder was. */
function judgePauses({ cards }: Evidence): readonly string[] {
  const posted = cards.flatMap(({ channel, messageId, versions: [first] }) =>
    first?.words.includes('⏰ Waiting for a decision') === true
      ? [{ place: `${channel} ${storeOf(messageId)}`, at: first.at, messageId }]
      : [],
  )
  const inOrder = posted.toSorted((one, other) => one.at - other.at)
  return inOrder.flatMap(({ place, at, messageId }, index) => {
    const before = inOrder.slice(0, index).findLast((one) => one.place === place)
    // A second copy of the same one is removed once it is found.
    if (before === undefined || before.messageId === messageId || at - before.at >= reminderPause) return []
    return [
      `${place} was reminded twice within ${at - before.at} ms, by ${before.messageId} and ${messageId}.`,
    ]
  })
}

const hour = 60 * 60_000

/** From one day's time for the digest to that of the next, each pool's is posted once, by each store. */
function judgeDays({ cards, pools }: Evidence): readonly string[] {
  const posted = cards.flatMap(({ messageId, versions: [first] }) =>
    pools.flatMap(({ name, digestHour }) => {
      const isTold =
        first?.words.startsWith('Daily digest') === true && first.words.includes(`in pool ${name}: `)
      if (!isTold || digestHour == null) return []
      const day = Math.floor((first.at - digestHour * hour) / (24 * hour))
      return [{ messageId, day: `day ${day} of ${name} and store ${storeOf(messageId)}` }]
    }),
  )
  return [...Map.groupBy(posted, ({ day }) => day)].flatMap(([day, all]) => {
    const count = new Set(all.map(({ messageId }) => messageId)).size
    return count === 1 ? [] : [`There are ${count} daily digests of ${day}.`]
  })
}

const refusing = /denied|refused|rejected/i

function judgeLapses({ cards }: Evidence): readonly string[] {
  return cards.flatMap(({ channel, ts, versions }) =>
    versions
      .filter(({ words }) => words.includes('Sign-up lapsed') && refusing.test(words))
      .map(({ words }) => `Card ${channel} ${ts} words a lapse as a refusal: ${JSON.stringify(words)}`),
  )
}
