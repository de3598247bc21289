// A long time without Slack, and then one without Cognito: what happened meanwhile is told once, in order.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { makeQuickFolder } from '../support/quick-folder.ts'
import { calmAndJudge, healAll } from './calm.ts'
import { changeOutside, signUp } from './plot/outside.ts'
import { offerOf, press } from './plot/people.ts'
import { createRandom } from './random.ts'
import type { Report } from './report.ts'
import { startHurry } from './time/hurry.ts'
import { openOwnTimeFile, type TimeFile } from './time/time-file.ts'
import type { VirtualTimers } from './time/virtual-timers.ts'
import { keepInProcess } from './world/in-process-bot.ts'
import { openWorld } from './world/open-world.ts'
import { pause, until, type World } from './world/world.ts'

export interface OutagePlan {
  readonly seed: number
  readonly time: { readonly timers: VirtualTimers; follow(file: TimeFile): void }
  readonly report: Report
}

/** Far longer than any pause between two tries, in milliseconds. */
const long = 10 * 60_000

/** How long Slack is away, in milliseconds. */
const away = long + 60_000

/** Each of two connections is retried at most every 15 s, once it has failed a few times. */
const mostWarnings = 2 * (away / 15_000 + 5)

export async function waitOutages({ seed, time, report }: OutagePlan): Promise<void> {
  const folder = makeQuickFolder('countersign-harness-')
  const timeFile = openOwnTimeFile(join(folder, 'time'))
  time.follow(timeFile)
  const hurry = startHurry({ timers: time.timers, timeFile, peers: () => [] })
  const world = await openWorld({ folder, random: createRandom(seed), hurry })
  const bot = keepInProcess({ world, pass: () => {}, known: () => {} })
  const judge = async (what: string) => {
    await healAll(world)
    for (const { count, words } of await calmAndJudge(world, async () => {}))
      report.wrong({ seed, what, count, words })
  }
  const expect = (isTrue: boolean, words: string) => {
    if (!isTrue) report.wrong({ seed, what: 'an outage', count: 'outages', words })
  }
  try {
    await bot.start()
    await withoutSlack(world, expect, judge)
    expect(
      bot.log.filter((line) => line.includes('no connection to Slack yet')).length < mostWarnings,
      'Slack was asked for connections again and again.',
    )
    await withoutCognito(world, expect, judge)
    report.progress('long outages')
  } finally {
    await bot.stop()
    hurry.stop()
    await world.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

type Expect = (isTrue: boolean, words: string) => void
type Judge = (what: string) => Promise<void>

/** Meanwhile people sign up, one is confirmed and one deleted; afterwards cards are posted in the order of sign-ups. */
async function withoutSlack(world: World, expect: Expect, judge: Judge): Promise<void> {
  const { slack } = world
  const [pool] = world.pools
  await slack.goDown()
  const subs: string[] = []
  for (let number = 0; number < 6; number += 1) {
    subs.push(signUp(world, pool))
    await pause(long / 6)
  }
  const [first = '', second = '', ...others] = subs
  changeOutside(world, first, 'confirm')
  changeOutside(world, second, 'remove')
  await pause(away - long)
  await slack.comeUp()
  await judge('after a long time without Slack')
  const shown = others.map((sub) => offerOf(world, pool, sub)?.message.ts ?? '')
  // The card that was being posted when Slack went away is looked for first, and is posted 20 s after the others.
  const isInOrder = shown.some((_, index) => isSorted(shown.toSpliced(index, 1)))
  expect(isInOrder, `Cards came in another order than the sign-ups: ${shown.join(', ')}`)
  expect(!shown.includes(''), 'A sign-up of the outage has no card.')
}

function isSorted(list: readonly string[]): boolean {
  return list.join() === list.toSorted().join()
}

/** The card says that the approval failed, and a second click works when Cognito is back. */
async function withoutCognito(world: World, expect: Expect, judge: Judge): Promise<void> {
  const { slack, cognito } = world
  const [pool] = world.pools
  const sub = signUp(world, pool)
  // Cards come back before the connections do, and until then no click arrives.
  await until(world, () => slack.sockets > 0 && offerOf(world, pool, sub) !== null, 60_000)
  const offer = offerOf(world, pool, sub)
  if (offer === null) return expect(false, 'No card came.')
  const calls = () => cognito.calls.length
  await cognito.goDown()
  const before = calls()
  await press(world, 'ada', offer.message, offer.value)
  await pause(long)
  expect(calls() === before, 'Cognito answered while it was down.')
  const words = slack.message(pool.channel, offer.message.ts)?.words ?? ''
  expect(words.includes('❌'), `The card does not tell the failure: ${words}`)
  await cognito.comeUp()
  const again = offerOf(world, pool, sub)
  if (again !== null) await press(world, 'ada', again.message, again.value)
  await judge('after a long time without Cognito')
  expect(cognito.user(sub)?.status === 'CONFIRMED', 'The second click was not carried out.')
}
