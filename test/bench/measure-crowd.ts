// Measures how long Slack waits for an acknowledgement while people search for an address that thousands share.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Side } from './open-side.ts'

/** The address of half of those who wait. */
export const crowded = 'crowd@visitors.example'

const perSecond = 20
const seconds = 15

/** Approvers in turn search for the crowded address, and read the list. In milliseconds. */
export async function measureCrowd({ slack, channel, approvers }: Side): Promise<readonly number[]> {
  const startedAt = performance.now()
  const acks: Promise<number>[] = []
  for (const index of Array(perSecond * seconds).keys()) {
    await sleep(Math.max(0, startedAt + (index * 1000) / perSecond - performance.now()))
    const user = approvers[index % approvers.length] ?? ''
    const text = index % 2 === 0 ? crowded : 'list'
    const { acked } = await slack.slash({ user, channel, command: '/confirm-user', text })
    acks.push(acked.then(({ kind, afterMs }) => (kind === 'acked' ? afterMs : Number.POSITIVE_INFINITY)))
  }
  return Promise.all(acks)
}
