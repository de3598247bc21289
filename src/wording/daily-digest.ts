// The daily digest: what happened in a pool, and who waits.
import type { Deciders, PoolDay } from '../domain/daily-digest.ts'
import { joined, person, type Sentence, strong, time, untrusted } from './sentence.ts'

export const dailyTitle = 'Daily digest'

/** More people are counted, not named. */
const mostNamed = 10

/** One pool. `isShort` leaves out who decided. */
export function poolDaySentence(day: PoolDay, poolName: string, isShort: boolean): Sentence {
  const { came, approved, denied, undone, failed, lapsed, outside } = day
  const facts: readonly Sentence[] = [
    [came === 1 ? '1 sign-up came' : `${came} sign-ups came`],
    decided('approved', approved, isShort),
    decided('denied', denied, isShort),
    decided('undone', undone, isShort),
    counted(failed, 'decision failed', 'decisions failed'),
    counted(lapsed, 'lapsed', 'lapsed'),
    counted(outside, 'ended outside Slack', 'ended outside Slack'),
  ].filter(({ length }) => length > 0)
  return [
    '📊 ',
    strong('Since '),
    time(day.since),
    ' in pool ',
    untrusted(poolName, 100),
    ': ',
    ...joined(facts, ' · '),
    '.\n',
    ...whoWaits(day),
  ]
}

/** Of which there is no room to tell. */
export function morePools(count: number): Sentence {
  return [count === 1 ? '1 more pool is not shown here.' : `${count} more pools are not shown here.`]
}

function whoWaits({ waiting, waitingSince }: PoolDay): Sentence {
  if (waitingSince === null) return ['Nobody is waiting.']
  const who =
    waiting === 1 ? '1 sign-up is waiting, since ' : `${waiting} sign-ups are waiting, the first since `
  return [strong(who), time(waitingSince), '. To see them: ', strong('/confirm-user list')]
}

function counted(count: number, one: string, several: string): Sentence {
  return count === 0 ? [] : [`${count} ${count === 1 ? one : several}`]
}

/** By name where it is known, since a mention would notify them. */
function decided(what: string, deciders: Deciders, isShort: boolean): Sentence {
  const all = deciders.reduce((sum, { times }) => sum + times, 0)
  if (all === 0) return []
  if (isShort) return [`${all} ${what}`]
  const named = deciders.slice(0, mostNamed).map(({ userId, name, times }): Sentence => {
    return [name === null ? person(userId) : untrusted(name, 40), ` ${times}`]
  })
  const rest = deciders.length - named.length
  const others: readonly Sentence[] = rest === 0 ? [] : [[`${rest} more people`]]
  return [`${all} ${what} (`, ...joined([...named, ...others], ', '), ')']
}
