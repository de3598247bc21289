// Looks: each person has only a few under way, so that nobody fills the queue in front of Slack.
import { expect, it } from 'vitest'
import { createLook } from '../../src/decide/look.ts'
import type { Asked, LookRequest } from '../../src/domain/request.ts'
import { ada, bob } from '../domain/people.ts'

const asked = (by = ada, deliveryKey = 'one'): Asked<LookRequest> => ({
  request: { kind: 'open-details', roundId: 'round' },
  toldBy: 'privately',
  by,
  channel: null,
  pressedOn: null,
  responseUrl: null,
  deliveryKey,
  slackRequestId: null,
})

/** Looks that last until the test ends them. */
function openLooks() {
  const ends: (() => void)[] = []
  const tasks: Promise<void>[] = []
  const look = createLook(
    (_, work) => void tasks.push(work().catch(() => {})),
    () =>
      new Promise((resolve, reject) => {
        ends.push(ends.length % 2 === 0 ? resolve : () => reject(new Error('It failed')))
      }),
  )
  const endAll = async () => {
    for (const end of ends) end()
    await Promise.all(tasks)
  }
  /** How many of these are begun. */
  const begin = (by: typeof ada, count: number, from = 0) => {
    const begun = Array.from({ length: count }, (_, index) =>
      look(asked(by, `${by.userId} ${from + index}`), ''),
    )
    for (const one of begun) one?.()
    return begun.filter((one) => one !== null).length
  }
  return { look, ends, endAll, begin }
}

it('a person has five under way, however many they ask for; others have their own', async () => {
  const { ends, endAll, begin } = openLooks()
  expect(begin(ada, 60)).toBe(5)
  expect(begin(bob, 1)).toBe(1)
  expect(ends).toHaveLength(6)
  await endAll()
  // Also those that failed have left.
  expect(begin(ada, 60, 60)).toBe(5)
  await endAll()
})

it('one that is acknowledged late has its place from the beginning', () => {
  const { look } = openLooks()
  const begun = Array.from({ length: 6 }, (_, index) => look(asked(ada, `${index}`), ''))
  expect(begun.map((one) => one === null)).toEqual([false, false, false, false, false, true])
})

it('a second delivery of the same request begins nothing, and takes nobody’s place for long', async () => {
  const { look, ends, endAll, begin } = openLooks()
  look(asked(), '')?.()
  look(asked(), '')?.()
  expect(ends).toHaveLength(1)
  await Promise.resolve()
  await endAll()
  expect(begin(ada, 60)).toBe(5)
  await endAll()
})
