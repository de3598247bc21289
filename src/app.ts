// The only place where the parts meet: from a configuration to a running bot, and to its end.
import { randomUUID } from 'node:crypto'
import { listMistake } from './cognito/errors.ts'
import { createUserPools } from './cognito/user-pools.ts'
import type { Config } from './config/config.ts'
import { answerCommand } from './flows/answer-command.ts'
import { createAuthorise } from './flows/authorise.ts'
import { checkStart } from './flows/check-start.ts'
import { closeOldCards } from './flows/close-old-cards.ts'
import { closeIfStray } from './flows/close-stray.ts'
import { createDecider } from './flows/decide-sign-up.ts'
import { createDiscovery } from './flows/discover-sign-ups.ts'
import { createDrawer } from './flows/draw-cards.ts'
import { createFirstLook } from './flows/first-look.ts'
import { createPublisher } from './flows/publish-cards.ts'
import { resumeClicks } from './flows/resume-clicks.ts'
import { retireCards } from './flows/retire-cards.ts'
import { startMistakeLines } from './flows/start-mistakes.ts'
import { createTeller } from './flows/tell-people.ts'
import { createVerification } from './flows/verify-outside-changes.ts'
import { createChannelWatch, keptFromStrangers } from './flows/watch-channels.ts'
import { type Clock, unlessAborted, within } from './shared/clock.ts'
import { createLimit, createLimits } from './shared/limit.ts'
import type { Facts, Log } from './shared/log.ts'
import { type Loop, startLoop, type Turn } from './shared/poll.ts'
import { createTasks, type Tasks } from './shared/tasks.ts'
import { createWake, type Wake } from './shared/wake.ts'
import type { Ledger } from './sign-up/ledger.ts'
import type { Pool } from './sign-up/pool.ts'
import type { StartMistake } from './sign-up/start-mistake.ts'
import { createCards } from './slack/call/cards.ts'
import { isAppTokenWrong, saysAppTokenIsWrong } from './slack/call/check-app-token.ts'
import { createChannelLook } from './slack/call/check-channels.ts'
import { checkSlack, type SlackFacts } from './slack/call/check-slack.ts'
import { createClient } from './slack/call/create-client.ts'
import { createGroupMembers } from './slack/call/group-members.ts'
import { createPeople } from './slack/call/people.ts'
import { createPrivateAnswers } from './slack/call/private-answers.ts'
import { retryAfterOf } from './slack/call/slack-answer.ts'
import { slackLog } from './slack/call/slack-log.ts'
import { createListener } from './slack/listen/listen.ts'
import { createSockets } from './slack/listen/sockets.ts'
import { openLedger } from './store/open-ledger.ts'
import { type OpenedSqlite, openSqlite } from './store/open-sqlite.ts'

export interface AppParts {
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  /** Ends the bot: what is begun is finished, for 25 s at most. */
  readonly signal: AbortSignal
  /** Every part that the flows are given passes through this, by its name; as it is, where left out. */
  readonly wrap?: Wrap
}

/** Returns what is to be used instead of a part. */
export type Wrap = <Part extends object>(name: string, part: Part) => Part

const asItIs: Wrap = (_name, part) => part

export type AppEnd =
  | { readonly kind: 'stopped' }
  /** It could not be started like this; a line each. */
  | { readonly kind: 'refused'; readonly mistakes: readonly string[] }

/** How often the channels are looked at, in milliseconds. */
const channelsEvery = 5 * 60_000

/** Slack takes about one message a second in a channel. */
const postsPerChannel = { calls: 1, per: 1050 }

/** How long stopping waits for what is begun, in milliseconds. */
const drainTime = 25_000

/** Runs the bot until `signal` is given, or until it turns out that it can't run with this configuration. */
export async function runCountersign(parts: AppParts): Promise<AppEnd> {
  const { config, clock, log, wrap = asItIs } = parts
  const { database } = config
  const store = await openSqlite(database.path)
  try {
    const outside = connectOutside(parts)
    const start = await checkStart({
      ...parts,
      ...outside,
      pools: config.pools,
      known: storeMistakes(store, database.path),
      checkSlack: (asking) => checkSlack({ ...parts, ...outside, ...asking, pools: config.pools }),
      isAppTokenWrong: () => isAppTokenWrong({ ...config.slack, log }),
    })
    if (start.kind !== 'ready') return start
    if (store.kind !== 'open') throw new Error('The start was found good without a store')
    return await runOn({
      ...parts,
      ...outside,
      tasks: createTasks(clock, log),
      ...start.slack,
      ledger: wrap('ledger', openLedger(store.database, clock.now, randomUUID)),
    })
  } finally {
    if (store.kind === 'open') await store.close()
  }
}

function storeMistakes(store: OpenedSqlite, path: string): readonly StartMistake[] {
  if (store.kind === 'open') return []
  return store.kind === 'taken'
    ? [{ kind: 'store-taken', path }]
    : [{ kind: 'store-unusable', path, reason: store.reason }]
}

/** What asks Slack and Cognito, at the start and later, at one pace. */
function connectOutside({ config, clock, log, wrap = asItIs }: AppParts) {
  const perMinute = (calls: number) => createLimit({ calls, per: 60_000 })
  const userPools = wrap('userPools', createUserPools({ pools: config.pools, clock, log }))
  return {
    client: createClient(config.slack, log),
    userPools,
    firstLook: createFirstLook({ userPools, listMistake, clock, log }),
    limits: {
      updates: perMinute(45),
      histories: perMinute(45),
      channelReads: perMinute(45),
      lists: perMinute(18),
      memberLists: perMinute(18),
      profiles: perMinute(90),
      responses: perMinute(120),
      ephemerals: perMinute(90),
      directMessages: createLimit(postsPerChannel),
      deletions: perMinute(45),
    },
  }
}

type Running = AppParts &
  ReturnType<typeof connectOutside> &
  SlackFacts & { readonly ledger: Ledger; readonly tasks: Tasks }

/** Connects what happens inside with what asks and tells outside. The wakes join flows to loops that they do not know. */
function createFlows(running: Running) {
  const { config, clock, log, ledger, client, limits, userPools, tasks, wrap = asItIs } = running
  const { pools } = config
  const poolOf = (poolId: string) => pools.find((pool) => pool.id === poolId) ?? null
  const common = { ...running, pools, poolOf, turns: limits.updates, holder: randomUUID() }
  const wakes = { publish: createWake(), draw: createWake() }
  const cardsChanged = () => {
    wakes.publish()
    wakes.draw()
  }

  const channels = [...new Set(pools.map(({ channel }) => channel))]
  const { look } = wrap('channels', { look: createChannelLook({ ...limits, client }) })
  const watch = createChannelWatch({ channels, look, log, reopened: wakes.publish })
  const cards = keptFromStrangers(wrap('cards', createCards({ ...common, ...limits })), watch)
  const groups = createGroupMembers({ ...limits, client, clock })
  const people = wrap('people', createPeople({ ...common, ...limits, groups }))
  const authorise = createAuthorise({ people, clock })

  const drawer = createDrawer({ ...common, cards, messageGone: wakes.publish })
  const teller = createTeller({
    ...common,
    answers: wrap('privateAnswers', createPrivateAnswers({ ...config.slack, limits, client, clock })),
  })
  const decider = createDecider({
    ...common,
    authorise,
    answerCommand: (click) => answerCommand({ ...common, authorise, cardsChanged }, click),
    redraw: (roundId) => drawer.redrawRound(roundId, 'click'),
    showProgress: (roundId) => tasks.start('show-progress', () => drawer.showProgress(roundId)),
    closeIfStray: (click) => tasks.start('close-stray', () => closeIfStray({ ...common, cards }, click)),
    tell: teller.tell,
  })
  const publish = createPublisher({ ...common, cards, turnsIn: createLimits(postsPerChannel), cardsChanged })
  const listing = { ...userPools, listUnconfirmed: running.firstLook.listUnconfirmed }
  const discover = (pool: Pool) =>
    createDiscovery(
      { ledger, userPools: listing, verification: createVerification(common), log, cardsChanged },
      pool,
    )
  const retire = (signal: AbortSignal) => retireCards({ ...common, cards }, signal)
  const closeOld = () => closeOldCards({ ...common, cards, channels })
  const resume = (isOwner: boolean) => resumeClicks({ ledger, decider, start: tasks.start }, isOwner)
  return {
    wakes,
    channels,
    watch,
    groups,
    drawer,
    teller,
    decider,
    publish,
    retire,
    discover,
    closeOld,
    resume,
  }
}

type Flows = ReturnType<typeof createFlows>

function startLoops({ config, clock, log }: Running, flows: Flows): readonly Loop[] {
  const { wakes, drawer, teller, watch } = flows
  const start = (name: string, interval: number, turn: Turn, wake?: Wake) => {
    const loop = startLoop({ name, interval, turn, clock, log })
    wake?.subscribe(loop.nudge)
    return loop
  }
  const publish = async (signal: AbortSignal) => {
    await flows.retire(signal)
    await flows.publish(signal)
  }
  /** A poll may be given up at any point: the next one reads what it did not. */
  const discover = (pool: Pool): Turn => {
    const turn = flows.discover(pool)
    return (signal) => unlessAborted(signal, turn())
  }
  return [
    start('publish', 2000, publish, wakes.publish),
    start('draw', 2000, drawer.redrawOutdated, wakes.draw),
    start('tell', 1000, teller.tellAll),
    start('resume', 10_000, () => flows.resume(false)),
    start('watch-channels', channelsEvery, watch.turn),
    ...config.pools.map((pool) => start(`discover ${pool.id}`, config.pollInterval, discover(pool))),
  ]
}

function createApp(
  { config, clock, log, identity, ledger, signal, tasks }: Running,
  { decider, groups }: Flows,
) {
  const receiver = createSockets({
    ...config.slack,
    count: config.slack.sockets,
    clock,
    log,
    libraryLog: slackLog(log, 'socket-mode'),
    isWrongToken: saysAppTokenIsWrong,
    retryAfter: retryAfterOf,
  })
  return createListener({
    receiver,
    identity,
    log,
    libraryLog: slackLog(log, 'bolt'),
    writeDown: ledger.writeDown,
    carryOut: (click) => {
      if (!signal.aborted) tasks.start('carry-out', () => decider.carryOut(click))
    },
    membersRemoved: groups.removed,
    groupChanged: groups.changed,
  })
}

async function runOn(running: Running): Promise<AppEnd> {
  const { config, clock, log, tasks } = running
  const flows = createFlows(running)
  tasks.start('close-old-cards', () => unlessAborted(running.signal, flows.closeOld()))
  // Before the loops: what they found at work already, the owner would leave to them.
  await flows.resume(true)
  const loops = startLoops(running, flows)
  const app = createApp(running, flows)
  try {
    return await listenUntil(app.start(), running, async () => ({
      pools: config.pools.length,
      channels: flows.channels.length,
      approvers: running.approvers.length,
      waiting: await countWaiting(running, config),
    }))
  } finally {
    await within(clock, drainTime, Promise.all([...loops.map((loop) => loop.stop()), tasks.drain(drainTime)]))
    await app.stop()
    log.info({ flow: 'stop', unfinished: tasks.running() }, 'Countersign has stopped')
  }
}

/** Resolves when the bot is to stop, or when Slack says that the app token is wrong. `whatRuns` is for the log. */
async function listenUntil(
  connected: Promise<unknown>,
  { config, log, signal }: AppParts,
  whatRuns: () => Promise<Facts>,
): Promise<AppEnd> {
  const stopped = new Promise<AppEnd>((resolve) => {
    if (signal.aborted) resolve({ kind: 'stopped' })
    signal.addEventListener('abort', () => resolve({ kind: 'stopped' }), { once: true })
  })
  try {
    await Promise.race([connected, stopped])
  } catch {
    return { kind: 'refused', mistakes: startMistakeLines([{ kind: 'app-token' }], config.pools) }
  }
  if (!signal.aborted) log.info({ flow: 'start', ...(await whatRuns()) }, 'Countersign runs')
  return stopped
}

/** As the first look at each pool showed, else as far as is written down. */
async function countWaiting({ ledger, firstLook }: Running, { pools }: Config): Promise<number> {
  const counts = await Promise.all(
    pools.map(async (pool) => firstLook.waiting(pool.id) ?? (await ledger.waiting(pool.id)).length),
  )
  return counts.reduce((sum, count) => sum + count, 0)
}
