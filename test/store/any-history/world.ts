// A store, a Slack, a Cognito, and the processes that work between them: what a history happens to.
import type { Kysely } from 'kysely'
import type { NewClick } from '../../../src/domain/click.ts'
import { type Ledger, openLedger } from '../../../src/store/open-ledger.ts'
import type { Schema } from '../../../src/store/schema.ts'
import type { Transact } from '../../../src/store/transaction.ts'
import { channel } from '../arrange.ts'
import { type Cognito, createCognito } from './cognito.ts'
import { createGates, type Gates, type Time } from './gates.ts'
import type { HistoryStore } from './open-history-store.ts'
import { type BotProcess, loops, type Surroundings, startProcess } from './process.ts'
import { createSlack, eve, people, type Slack } from './slack.ts'

export interface World {
  readonly database: Kysely<Schema>
  readonly cognito: Cognito
  readonly slack: Slack
  readonly time: Time
  readonly gates: Gates
  /** Clicks that Slack was told count, by delivery. */
  readonly acknowledged: ReadonlySet<string>
  /** What flows threw that nobody foresaw. */
  readonly surprises: readonly unknown[]
  /** Failures that were written down as if nothing had happened, though our own call had confirmed the user. */
  readonly lies: readonly string[]
  /** Those that live. */
  processes: readonly BotProcess[]
  /** Starts another process: as owner where none lives. */
  startProcess(): void
  /** Somebody presses a button that some message showed, or one that a lost database knew. */
  click(who: number, pick: number, isPrivate: boolean): Promise<void>
  /** Somebody types `/confirm-user` and a user's name or address. */
  command(who: number, pick: number, isByAddress: boolean): void
  /** Slack delivers the last click once more. */
  deliverAgain(): void
  /** Lets promises run on until all wait for something that the history lets happen. */
  settle(): Promise<void>
  /** Everything works again, and goes on until nothing is left to do. */
  comeToRest(): Promise<void>
}

export function createWorld({ database, transactAt }: HistoryStore): World {
  const time = createTime()
  const gates = createGates(time)
  const cognito = createCognito(gates, time)
  const slack = createSlack(gates, time)
  const acknowledged = new Set<string>()
  const surprises: unknown[] = []
  const lies: string[] = []
  const work = createTurns(transactAt(time.now))
  const store = { transact: work.transact, newId: createIds() }
  const surroundings: Surroundings = {
    store,
    ledger: watched(openLedger(store), cognito, lies),
    gates,
    time,
    cognito,
    slack,
    acknowledged: (deliveryKey) => void acknowledged.add(deliveryKey),
    failed: (error) => void surprises.push(error),
  }

  let started = 0
  let lastClick: NewClick | null = null
  let deliveries = 0
  const hand = (click: NewClick) => {
    const listening = world.processes.filter((process) => process.isListening())
    listening[deliveries % Math.max(1, listening.length)]?.take(click)
  }
  const deliver = (who: number, asked: Pick<NewClick, 'pressedOn' | 'request' | 'toldBy'>) => {
    deliveries += 1
    const by = people[who % people.length] ?? eve
    const deliveryKey = `delivery ${deliveries}`
    const click = { ...asked, by, channel, deliveryKey, responseUrl: null, slackRequestId: null }
    lastClick = click
    hand(click)
  }

  const world: World = {
    database,
    cognito,
    slack,
    time,
    gates,
    acknowledged,
    surprises,
    lies,
    processes: [],
    startProcess: () => {
      started += 1
      const isOwner = world.processes.length === 0
      world.processes = [...world.processes, startProcess(started, surroundings, isOwner)]
    },
    click: async (who, pick, isPrivate) => {
      const buttons = await buttonsEverShown(world)
      const button = pick === oddPick ? undefined : buttons[pick % buttons.length]
      const { roundId, messageTs: ts } = button ?? lostButton
      deliver(who, {
        request: { kind: 'approve', roundId },
        pressedOn: ts === null ? null : { channel, ts },
        toldBy: isPrivate ? 'privately' : 'card',
      })
    },
    command: (who, pick, isByAddress) => {
      const user = cognito.users[pick % cognito.users.length]
      const text = isByAddress ? user?.email : `name-of-${user?.sub}`
      const request = { kind: 'command', text: text ?? 'nobody' } as const
      deliver(who, { request, pressedOn: null, toldBy: 'privately' })
    },
    deliverAgain: () => {
      if (lastClick !== null) hand(lastClick)
    },
    settle: work.settle,
    comeToRest: () => comeToRest(world),
  }
  return world
}

/** One transaction at a time, so that a history that failed is to fail again, whatever the database. */
function createTurns(transact: Transact): { readonly transact: Transact; settle(): Promise<void> } {
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0
  const ended = () => {
    waiting -= 1
  }
  return {
    transact: (work) => {
      waiting += 1
      const turn = last.then(() => transact(work)).finally(ended)
      last = turn.catch(() => undefined)
      return turn
    },
    settle: async () => {
      do {
        await last
        await new Promise((resolve) => setImmediate(resolve))
      } while (waiting > 0)
    },
  }
}

function createTime(): Time {
  let at = Date.UTC(2026, 4, 1, 12)
  return {
    now: () => new Date(at),
    moveTo: (later) => {
      at = Math.max(at, later.getTime())
    },
  }
}

function createIds(): () => string {
  let ids = 0
  return () => {
    ids += 1
    return `id ${String(ids).padStart(5, '0')}`
  }
}

/** Failures that do not say that nothing was done. */
const perhapsDone = new Set(['uncertain', 'unexplained', 'look-forbidden'])

function watched(ledger: Ledger, cognito: Cognito, lies: string[]): Pick<Ledger, 'release'> {
  return {
    release: async (given) => {
      const entry = await ledger.entry(given.roundId)
      // Before: once it is released, somebody else's click may confirm the user.
      const isOurs = cognito.isConfirmedByUs(entry?.signUp.sub)
      const released = await ledger.release(given)
      const reason = given.failure.reason.kind
      if (released !== null && !perhapsDone.has(reason) && isOurs) lies.push(reason)
      return released
    },
  }
}

/** What a database that was lost knew. */
const lostButton = { roundId: 'a lost round', messageTs: '0000' }
const oddPick = 11

/** Messages keep their buttons in the eyes of whoever looked at them a moment ago. */
async function buttonsEverShown({ database, slack }: World) {
  const rows = await database
    .selectFrom('message_rounds')
    .innerJoin('messages', 'messages.id', 'message_rounds.message_id')
    .select(['message_rounds.round_id as roundId', 'messages.ts as messageTs'])
    .execute()
  const shown = slack.messages.flatMap(({ ts, shows }) =>
    shows.map(({ round }) => ({ roundId: round.id, messageTs: ts })),
  )
  return [...shown, ...rows]
}

/** How many turns of every loop it takes at most until nothing is left to do. */
const enoughTurns = 8

async function comeToRest(world: World): Promise<void> {
  await world.gates.openAll()
  world.cognito.deliverLate()
  // Every card is drawn once more, so that one that somebody deleted is missed.
  for (const user of world.cognito.users) user.email = `last-${user.email}`
  if (world.processes.length === 0) world.startProcess()
  for (let turns = 0; turns < enoughTurns; turns += 1) {
    world.time.moveTo(new Date(world.time.now().getTime() + 11 * 60_000))
    for (const loop of loops) {
      for (const process of world.processes) process.turn(loop)
      while (world.processes.some((process) => process.isBusy())) await world.settle()
    }
  }
}
