// What can happen, one thing after another, as fast-check makes it up.
import fc from 'fast-check'
import { type LoopName, loops } from './process.ts'
import type { World } from './world.ts'

const outsideChanges = ['confirmed', 'disabled', 'enabled', 'deleted', 'changed', 'late calls done'] as const
type OutsideChange = (typeof outsideChanges)[number]

type Happening =
  | { readonly kind: 'sign-up' }
  | { readonly kind: 'click'; readonly who: number; readonly pick: number; readonly isPrivate: boolean }
  | { readonly kind: 'command'; readonly who: number; readonly pick: number; readonly isByAddress: boolean }
  | { readonly kind: 'deliver-again' }
  | { readonly kind: 'turn'; readonly loop: LoopName }
  | GoingOn
  | { readonly kind: 'start' }
  | Crash
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'outside'; readonly pick: number; readonly change: OutsideChange }
  | { readonly kind: 'approver'; readonly who: number }
  | { readonly kind: 'message-deleted'; readonly pick: number }

/**
 * So many awaits are over, of whichever flow, while a process that is not among `whose` is paused; `mood` is how Cognito
 * and Slack answer them, 0 being well.
 */
interface GoingOn {
  readonly kind: 'go-on'
  readonly whose: 'all' | 'the oldest' | 'the newest'
  readonly pick: number
  readonly awaits: number
  readonly mood: number
}

/** `isDone`: what the process was waiting for is done all the same. */
interface Crash {
  readonly kind: 'crash'
  readonly pick: number
  readonly isDone: boolean
}

const who = fc.nat({ max: 6 })
const seldom = fc.nat({ max: 4 }).map((given) => given === 4)
const pick = fc.nat({ max: 11 })
const mood = fc.oneof(fc.constant(0), fc.nat({ max: 23 }))
const whose = fc.constantFrom('all', 'all', 'the oldest', 'the newest')
const awaits = fc.integer({ min: 1, max: 20 })
const waits = fc.constantFrom(1000, 25_000, 91_000, 16 * 60_000)

function often<T extends Happening>(weight: number, arbitrary: fc.Arbitrary<T>) {
  return { weight, arbitrary }
}

const happening: fc.Arbitrary<Happening> = fc.oneof(
  often(2, fc.record({ kind: fc.constant('sign-up' as const) })),
  often(7, fc.record({ kind: fc.constant('click' as const), who, pick, isPrivate: seldom })),
  often(2, fc.record({ kind: fc.constant('command' as const), who, pick, isByAddress: seldom })),
  often(1, fc.record({ kind: fc.constant('deliver-again' as const) })),
  often(6, fc.record({ kind: fc.constant('turn' as const), loop: fc.constantFrom(...loops) })),
  often(24, fc.record({ kind: fc.constant('go-on' as const), whose, pick, awaits, mood })),
  often(3, fc.record({ kind: fc.constant('start' as const) })),
  often(3, fc.record({ kind: fc.constant('crash' as const), pick, isDone: fc.boolean() })),
  often(3, fc.record({ kind: fc.constant('wait' as const), ms: waits })),
  often(
    3,
    fc.record({ kind: fc.constant('outside' as const), pick, change: fc.constantFrom(...outsideChanges) }),
  ),
  often(1, fc.record({ kind: fc.constant('approver' as const), who: fc.nat({ max: 1 }) })),
  often(1, fc.record({ kind: fc.constant('message-deleted' as const), pick })),
)

export const anyHistory: fc.Arbitrary<readonly Happening[]> = fc.array(happening, {
  maxLength: 60,
  size: 'max',
})

/** Before the history: a process runs, and two sign-ups have their cards. */
export async function begin(world: World): Promise<void> {
  world.startProcess()
  world.cognito.signUp()
  world.cognito.signUp()
  const goingOn: GoingOn = { kind: 'go-on', whose: 'all', pick: 0, awaits: 20, mood: 0 }
  await goOn(world, goingOn, async () => {})
  for (const loop of ['poll', 'publish'] as const) {
    for (const process of world.processes) process.turn(loop)
    await goOn(world, goingOn, async () => {})
  }
}

/** Lets one thing happen, and `look`s after every await that is over because of it. */
export async function happen(world: World, given: Happening, look: () => Promise<void>): Promise<void> {
  const { cognito, slack, time, processes } = world
  switch (given.kind) {
    case 'sign-up':
      return cognito.signUp()
    case 'click':
      return world.click(given.who, given.pick, given.isPrivate)
    case 'command':
      return world.command(given.who, given.pick, given.isByAddress)
    case 'deliver-again':
      return world.deliverAgain()
    case 'turn':
      for (const process of processes) process.turn(given.loop)
      return
    case 'go-on':
      return goOn(world, given, look)
    case 'start':
      if (processes.length < 2) world.startProcess()
      return
    case 'crash':
      return crash(world, given)
    case 'wait':
      return time.moveTo(new Date(time.now().getTime() + given.ms))
    case 'outside':
      return changeOutside(world, given.pick, given.change)
    case 'approver': {
      const who = ['U0ADA', 'U0BOB'][given.who] ?? ''
      if (!slack.approvers.delete(who)) slack.approvers.add(who)
      return
    }
    case 'message-deleted': {
      const message = slack.messages[given.pick % Math.max(1, slack.messages.length)]
      if (message !== undefined) message.isDeleted = true
    }
  }
}

async function goOn(world: World, going: GoingOn, look: () => Promise<void>): Promise<void> {
  for (let awaits = 0; awaits < going.awaits; awaits += 1) {
    await world.settle()
    if (!(await world.gates.openOne(theirIds(world, going.whose), going.pick, going.mood))) return
    await world.settle()
    await look()
  }
}

function theirIds({ processes }: World, whose: GoingOn['whose']): readonly number[] {
  const ids = processes.map(({ id }) => id)
  if (whose === 'all') return ids
  return whose === 'the oldest' ? ids.slice(0, 1) : ids.slice(-1)
}

async function crash(world: World, { pick: which, isDone }: Crash): Promise<void> {
  const dead = world.processes[which % Math.max(1, world.processes.length)]
  if (dead === undefined) return
  world.processes = world.processes.filter((process) => process !== dead)
  await world.gates.kill(dead.id, isDone)
}

function changeOutside({ cognito }: World, which: number, change: OutsideChange): void {
  const user = cognito.users[which % Math.max(1, cognito.users.length)]
  if (change === 'late calls done') cognito.deliverLate()
  if (user === undefined || user.isDeleted) return
  if (change === 'confirmed') user.confirmedBy ??= 'somebody else'
  if (change === 'disabled') user.isEnabled = false
  if (change === 'enabled') user.isEnabled = true
  if (change === 'deleted') user.isDeleted = true
  if (change === 'changed') user.email = `new-${user.email}`
}
