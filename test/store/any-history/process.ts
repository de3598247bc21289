// One process of the bot: the real flows on the real store, every await of which passes a gate.

import { closeIfStray } from '../../../src/cards/close-stray.ts'
import { createDrawer } from '../../../src/cards/draw-cards.ts'
import { createFinder } from '../../../src/cards/find-lost-cards.ts'
import { createPublisher } from '../../../src/cards/publish-cards.ts'
import { createTeller } from '../../../src/cards/tell-people.ts'
import { answerCommand } from '../../../src/decide/answer-command.ts'
import { createAuthorise } from '../../../src/decide/authorise.ts'
import { createDecider } from '../../../src/decide/decide-sign-up.ts'
import { resumeClicks } from '../../../src/decide/resume-clicks.ts'
import { createDiscovery } from '../../../src/discover/discover-sign-ups.ts'
import { createVerification } from '../../../src/discover/verify-outside-changes.ts'
import type { Click, NewClick } from '../../../src/domain/click.ts'
import type { Pool } from '../../../src/domain/pool.ts'
import type { Clock } from '../../../src/shared/clock.ts'
import type { Log } from '../../../src/shared/log.ts'
import type { Ledger } from '../../../src/store/open-ledger.ts'
import { openLedger } from '../../../src/store/open-ledger.ts'
import type { StoreParts } from '../../../src/store/transaction.ts'
import { channel, poolId } from '../arrange.ts'
import type { Cognito } from './cognito.ts'
import { type Gates, Outage, type Time } from './gates.ts'
import type { Slack } from './slack.ts'

/** What a process does again and again, one turn of each at a time. */
export const loops = ['poll', 'publish', 'draw', 'tell', 'resume'] as const
export type LoopName = (typeof loops)[number]

export interface BotProcess {
  readonly id: number
  /** Writes a click down, acknowledges it, carries it out. */
  take(click: NewClick): void
  /** A turn of one loop, unless one is being taken. */
  turn(loop: LoopName): void
  isBusy(): boolean
  isListening(): boolean
}

export interface Surroundings {
  readonly store: StoreParts
  /** Watches what it releases. */
  readonly ledger: Pick<Ledger, 'release'>
  readonly gates: Gates
  readonly time: Time
  readonly cognito: Cognito
  readonly slack: Slack
  /** Slack was told that this click counts. */
  acknowledged(deliveryKey: string): void
  /** A flow threw something that nobody foresaw. */
  failed(error: unknown): void
}

const pool: Pool = {
  id: poolId,
  region: 'eu-west-1',
  name: 'Test pool',
  channel,
  approvers: { groups: ['S0APPROVERS'], users: [] },
  attributes: [],
  clientMetadata: {},
}

const neverStopped = new AbortController().signal
const quiet: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** Starts a process. `isOwner` where no other one lives. */
export function startProcess(id: number, surroundings: Surroundings, isOwner: boolean): BotProcess {
  const { gates, time, cognito, slack, acknowledged, failed } = surroundings
  const ledger = gatedLedger(surroundings, id)
  const userPools = cognito.poolsFor(id)
  const cards = slack.cardsFor(id)
  const clock: Clock = {
    now: time.now,
    sleep: (ms, signal) => gates.sleep(id, new Date(time.now().getTime() + ms), signal),
  }
  const holder = `process ${id}`
  const poolOf = (wanted: string) => (wanted === pool.id ? pool : null)
  const backlogAge = 7 * 24 * 3_600_000
  const parts = { ledger, userPools, cards, clock, log: quiet, holder, poolOf, backlogAge }

  const busy = new Set<Promise<void>>()
  const start = (_: string, work: () => Promise<void>) => {
    const task: Promise<void> = work()
      .catch(failed)
      .finally(() => busy.delete(task))
    busy.add(task)
  }

  const drawer = createDrawer({ ...parts, mayOfferIn: () => true, messageGone: () => {} })
  const teller = createTeller({ ...parts, othersPatience: 0, answers: slack.answersFor(id) })
  const cardsChanged = () => {}
  const authorise = createAuthorise({ people: slack.peopleFor(id), clock })
  const decider = createDecider({
    ...parts,
    authorise,
    turnToClaim: async () => {},
    answerCommand: (click) => answerCommand({ ...parts, pools: [pool], authorise, cardsChanged }, click),
    redraw: ({ roundId }) => drawer.redrawRound(roundId, 'click'),
    showProgress: ({ roundId }) => start('show progress', () => drawer.showProgress(roundId)),
    closeIfStray: (click) => start('close stray', () => closeIfStray(parts, click)),
    tell: (clickId) => teller.tell(clickId),
  })
  const verification = createVerification(parts)
  const poll = createDiscovery({ ...parts, verification, cardsChanged }, pool)
  const publish = createPublisher({
    ...parts,
    pools: [pool],
    tasks: { start },
    mostSharing: () => 20,
    mayPost: () => true,
    mayOfferIn: () => true,
    findLost: createFinder({ ...parts, pools: [pool], cardsChanged }),
  })
  const carryOut = (click: Click) => start('carry out', () => decider.carryOut(click))
  const resume = (asOwner: boolean) => resumeClicks({ ledger, decider, carryOut, start }, asOwner)

  const turns: Readonly<Record<LoopName, () => Promise<unknown>>> = {
    poll,
    publish: () => publish(neverStopped),
    draw: async () => {
      await drawer.settleDoubts()
      await drawer.redrawOutdated(neverStopped)
    },
    tell: teller.tellAll,
    resume: () => resume(false),
  }
  const running = new Set<LoopName>()
  let listens = false
  start('resume', async () => {
    await resume(isOwner)
    listens = true
  })

  return {
    id,
    isBusy: () => busy.size > 0,
    isListening: () => listens,
    take: (fresh) =>
      start('listen', async () => {
        const click = await ledger.writeDown(fresh)
        acknowledged(fresh.deliveryKey)
        if (click !== null) await decider.carryOut(click)
      }),
    turn: (loop) => {
      // The owner looks first alone for what a dead process left behind.
      if (running.has(loop) || (loop === 'resume' && !listens)) return
      running.add(loop)
      const turn = turns[loop]().catch((error: unknown) => {
        // A turn that fails is taken again: that is what loops are for.
        if (!(error instanceof Outage)) failed(error)
      })
      start(loop, () => turn.then(() => void running.delete(loop)))
    },
  }
}

/** Every transaction passes a gate. */
function gatedLedger({ store, ledger, gates }: Surroundings, process: number): Ledger {
  const parts: StoreParts = {
    ...store,
    transact: (work) => gates.pass(process, () => store.transact(work)),
  }
  return {
    ...openLedger(parts),
    release: (given) => gates.pass(process, () => ledger.release(given)),
  }
}
