// The only place where the parts meet: from a configuration to a running bot, and to its end.
import { randomUUID } from 'node:crypto'
import { closeOldCards } from './cards/close-old-cards.ts'
import { closeIfStray } from './cards/close-stray.ts'
import { createDrawer } from './cards/draw-cards.ts'
import { createFinder } from './cards/find-lost-cards.ts'
import { createPublisher } from './cards/publish-cards.ts'
import { retireCards } from './cards/retire-cards.ts'
import { createTeller } from './cards/tell-people.ts'
import { createChannelWatch } from './cards/watch-channels.ts'
import { listMistake } from './cognito/errors.ts'
import { createUserPools } from './cognito/user-pools.ts'
import type { Config } from './config/config.ts'
import { answerCommand } from './decide/answer-command.ts'
import { createAuthorise } from './decide/authorise.ts'
import { createBulkQueue } from './decide/carry-out-bulk.ts'
import { createDecider } from './decide/decide-sign-up.ts'
import { openApproveAll } from './decide/open-approve-all.ts'
import { resumeClicks } from './decide/resume-clicks.ts'
import { showMore } from './decide/show-more.ts'
import { createDiscovery } from './discover/discover-sign-ups.ts'
import { createForgetting } from './discover/forget-old-rows.ts'
import { createVerification } from './discover/verify-outside-changes.ts'
import type { CardEntry } from './domain/card-entry.ts'
import type { Click } from './domain/click.ts'
import type { Pool } from './domain/pool.ts'
import type { Look } from './domain/request.ts'
import { leadEvery } from './replicas/lead.ts'
import { alone, createReplica } from './replicas/standing.ts'
import { type Clock, unlessAborted, within } from './shared/clock.ts'
import { createInFlight } from './shared/in-flight.ts'
import { errorFacts, type Facts, type Log } from './shared/log.ts'
import { type Loop, startLoop, type Turn } from './shared/poll.ts'
import { again, done, retry } from './shared/retry.ts'
import { createTasks, type Tasks } from './shared/tasks.ts'
import { createWake, type Wake } from './shared/wake.ts'
import { createCards } from './slack/call/cards.ts'
import { isAppTokenWrong, saysAppTokenIsWrong } from './slack/call/check-app-token.ts'
import { createChannelLook } from './slack/call/check-channels.ts'
import { checkSlack, type SlackFacts } from './slack/call/check-slack.ts'
import { createForms } from './slack/call/forms.ts'
import { createGroupDirectory } from './slack/call/group-directory.ts'
import { createGroupMembers } from './slack/call/group-members.ts'
import { createPeople } from './slack/call/people.ts'
import { createPrivateAnswers } from './slack/call/private-answers.ts'
import { createProfiles } from './slack/call/profiles.ts'
import { retryAfterOf } from './slack/call/slack-answer.ts'
import { createSlackClient } from './slack/call/slack-client.ts'
import { slackLog } from './slack/call/slack-log.ts'
import { mostSharing } from './slack/draw/shared-card.ts'
import { createListener } from './slack/listen/listen.ts'
import { createSockets } from './slack/listen/sockets.ts'
import { checkStart } from './start/check-start.ts'
import { createFirstLook } from './start/first-look.ts'
import { type Ledger, openLedger } from './store/open-ledger.ts'
import { type OpenedStore, openStore } from './store/open-store.ts'
import type { Changes } from './store/postgres/changes.ts'
import { startMistakeLines } from './wording/start.ts'

export interface AppParts {
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  /** Ends the bot: what is begun is finished, for 25 s at most. */
  readonly signal: AbortSignal
  /** What time it is in a database, in milliseconds, where that is not for the database to say. */
  readonly storeTime?: () => number
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

/** How often old rows are looked for, in milliseconds. */
const day = 24 * 60 * 60_000

/** How long stopping waits for what is begun, in milliseconds. */
const drainTime = 25_000

/** Runs the bot until `signal` is given, or until it turns out that it can't run with this configuration. */
export async function runCountersign(parts: AppParts): Promise<AppEnd> {
  const { config, clock, log, wrap = asItIs } = parts
  const store = await openInTime(parts)
  if (store === null) return { kind: 'stopped' }
  try {
    const outside = connectOutside(parts)
    const start = await checkStart({
      ...parts,
      ...outside,
      pools: config.pools,
      known: store.kind === 'mistaken' ? [store.mistake] : [],
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
      ledger: wrap('ledger', openLedger({ ...store, newId: randomUUID })),
      changes: store.changes,
    })
  } finally {
    if (store.kind === 'open') await store.close()
  }
}

type StoreInReach = Exclude<OpenedStore, { kind: 'out-of-reach' }>

/** Tries until the database is in reach. Null if `signal` ended that. */
function openInTime(parts: AppParts): Promise<StoreInReach | null> {
  const { config, clock, log, signal } = parts
  return retry<StoreInReach>({ clock, pause: { first: 1000, most: 15_000 }, signal }, async () => {
    const store = await openStore({ ...parts, address: config.database, origin: randomUUID() })
    if (store.kind !== 'out-of-reach') return done(store)
    const { name, code } = store
    log.warn({ flow: 'start', database: name, code }, 'the database is out of reach, which is waited out')
    return again()
  })
}

/** What asks Slack and Cognito, at the start and later, at one pace. */
function connectOutside({ config, clock, log, wrap = asItIs }: AppParts) {
  const userPools = wrap('userPools', createUserPools({ ...config, clock, log }))
  const slack = createSlackClient({ ...config.slack, replicas: config.replicas }, log)
  return {
    slack,
    directory: createGroupDirectory({ slack, clock }),
    userPools,
    firstLook: createFirstLook({ userPools, listMistake, clock, log }),
  }
}

type Running = AppParts &
  ReturnType<typeof connectOutside> &
  SlackFacts & { readonly ledger: Ledger; readonly changes: Changes; readonly tasks: Tasks }

/** Connects what happens inside with what asks and tells outside. The wakes join flows to loops that they do not know. */
function createFlows(running: Running) {
  const { config, clock, log, ledger, slack, userPools, tasks, wrap = asItIs } = running
  const { pools } = config
  const poolOf = (poolId: string) => pools.find((pool) => pool.id === poolId) ?? null
  const { backlogAge } = config
  const common = {
    ...running,
    pools,
    poolOf,
    backlogAge,
    holder: randomUUID(),
  }
  const wakes = { publish: createWake(), draw: createWake(), elected: createWake() }
  const standing =
    config.database.kind === 'sqlite'
      ? alone
      : createReplica({ ...common, elapsed: () => performance.now(), elected: wakes.elected })
  const { lead } = standing
  const cardsChanged = () => {
    wakes.publish()
    wakes.draw()
  }

  const channels = [...new Set(pools.map(({ channel }) => channel))]
  const { look } = wrap('channels', { look: createChannelLook(slack) })
  const watch = createChannelWatch({ channels, look, log, reopened: wakes.publish })
  const cards = wrap('cards', createCards(common))
  const groups = createGroupMembers(running)
  const people = wrap('people', createPeople({ ...common, groups, profiles: createProfiles(running) }))
  const authorise = createAuthorise({ people, clock })

  const drawer = createDrawer({
    ...common,
    cards,
    mayOfferIn: watch.mayPostIn,
    messageGone: wakes.publish,
  })
  const teller = createTeller({
    ...common,
    othersPatience: standing.leftToOthers,
    answers: wrap('privateAnswers', createPrivateAnswers(running)),
  })
  const stray = (click: Click) => tasks.start('close-stray', () => closeIfStray({ ...common, cards }, click))
  const decider = createDecider({
    ...common,
    authorise,
    turnToClaim: ({ id }) => userPools.whenRoomToConfirm(id, 'click'),
    answerCommand: (click, text) => answerCommand({ ...common, authorise, cardsChanged }, click, text),
    redraw: (roundId) => drawer.redrawRound(roundId, 'click'),
    showProgress: (roundId) => tasks.start('show-progress', () => drawer.showProgress(roundId)),
    closeIfStray: stray,
    tell: teller.tell,
  })
  const bulk = createBulkQueue({
    ...common,
    start: tasks.start,
    carryOut: decider.carryOut,
    redraw: (roundId) => drawer.redrawRound(roundId, 'click'),
  })
  const carryOut = (click: Click, entry?: CardEntry | null) => {
    if (click.toldBy === 'bulk') bulk.takeUp(click)
    else tasks.start('carry-out', () => decider.carryOut(click, entry))
  }
  const looks = createInFlight()
  const show = (look: Look) => {
    const showing = { ...common, authorise, answer: teller.answer }
    // A second delivery of it is not answered twice.
    tasks.start('show-more', async () => {
      await looks.unlessRunning(look.deliveryKey, () => showMore(showing, look))
    })
  }
  const forms = wrap('forms', createForms(running))
  const openForm = (click: Click, trigger: string) => {
    const opening = { ...common, authorise, forms, closeIfStray: stray, tell: teller.tell }
    tasks.start('open-form', () => openApproveAll(opening, click, trigger))
  }
  const publish = createPublisher({
    ...common,
    cards,
    mostSharing,
    mayPost: () => lead.isHeld(),
    mayOfferIn: watch.mayPostIn,
    findLost: createFinder({ ...common, cards, cardsChanged }),
  })
  const listing = { ...userPools, listUnconfirmed: running.firstLook.listUnconfirmed }
  const discover = (pool: Pool) =>
    createDiscovery(
      { ...common, userPools: listing, verification: createVerification(common), cardsChanged },
      pool,
    )
  const retire = (signal: AbortSignal) => retireCards({ ...common, cards }, signal)
  const closeOld = () => closeOldCards({ ...common, cards, channels })
  const forget = createForgetting({ ...common, ...config })
  const resume = (isOwner: boolean) =>
    resumeClicks({ ledger, decider, carryOut: (click) => carryOut(click), start: tasks.start }, isOwner)
  return {
    standing,
    lead,
    wakes,
    channels,
    watch,
    groups,
    drawer,
    teller,
    carryOut,
    carryOutAll: bulk.take,
    openForm,
    show,
    publish,
    retire,
    discover,
    closeOld,
    resume,
    forget,
  }
}

type Flows = ReturnType<typeof createFlows>

function startLoops({ config, clock, log, changes }: Running, flows: Flows): readonly Loop[] {
  const { lead, wakes, drawer, teller, watch } = flows
  const start = (name: string, interval: number, turn: Turn, wake?: Wake) => {
    const loop = startLoop({ name, interval, turn, clock, log })
    wake?.subscribe(loop.nudge)
    return loop
  }
  /** What only one of several processes does. */
  const startLed = (name: string, interval: number, turn: Turn, wake?: Wake) => {
    const loop = start(name, interval, async (signal) => (lead.isHeld() ? turn(signal) : undefined), wake)
    wakes.elected.subscribe(loop.nudge)
    return loop
  }
  changes.subscribe(wakes.publish)
  changes.subscribe(wakes.draw)
  /** A poll may be given up at any point: the next one reads what it did not. */
  const discover = (pool: Pool): Turn => {
    const turn = flows.discover(pool)
    return (signal) => unlessAborted(signal, turn())
  }
  return [
    ...(flows.standing.kind === 'alone'
      ? []
      : [
          startLoop({
            name: 'lead',
            interval: leadEvery,
            longestWait: leadEvery,
            turn: lead.turn,
            clock,
            log,
          }),
        ]),
    start('doubts', 2000, drawer.settleDoubts),
    startLed('retire', 10_000, flows.retire),
    startLed('publish', 2000, flows.publish, wakes.publish),
    startLed('draw', 2000, drawer.redrawOutdated, wakes.draw),
    startLed('tell', 1000, teller.tellAll),
    startLed('resume', 10_000, () => flows.resume(false)),
    start('watch-channels', channelsEvery, watch.turn),
    startLed('forget', day, (signal) => unlessAborted(signal, flows.forget(signal))),
    ...config.pools.map((pool) => startLed(`discover ${pool.id}`, config.pollInterval, discover(pool))),
  ]
}

function createApp(
  { config, clock, log, identity, ledger, signal }: Running,
  { standing, carryOut, carryOutAll, openForm, show, groups }: Flows,
) {
  const isLeftToNext = () => standing.leavesToNextStart && signal.aborted
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
    writeDownAll: ledger.writeDownAll,
    carryOut: ({ click, entry }) => {
      if (!isLeftToNext()) carryOut(click, entry)
    },
    carryOutAll,
    openForm: (click, trigger) => {
      if (!signal.aborted) openForm(click, trigger)
    },
    show,
    membersRemoved: groups.removed,
    groupChanged: groups.changed,
  })
}

async function runOn(running: Running): Promise<AppEnd> {
  const { config, clock, log, tasks } = running
  const flows = createFlows(running)
  const closeOld = once(() =>
    tasks.start('close-old-cards', () => unlessAborted(running.signal, flows.closeOld())),
  )
  if (flows.standing.ownsWhatItFinds) {
    closeOld()
    // Before the loops: what they found at work already, the owner would leave to them.
    await flows.resume(true)
  }
  flows.wakes.elected.subscribe(closeOld)
  const loops = startLoops(running, flows)
  const app = createApp(running, flows)
  try {
    return await listenUntil(app.start(), running, async () => ({
      pools: config.pools.length,
      channels: flows.channels.length,
      approvers: running.approvers.length,
      // For the log only: the database may have gone away since.
      waiting: await countWaiting(running, config).catch(() => null),
    }))
  } finally {
    await within(clock, drainTime, Promise.all([...loops.map((loop) => loop.stop()), tasks.drain(drainTime)]))
    await app.stop()
    await letOthersLead(running, flows)
    log.info({ flow: 'stop', unfinished: tasks.running() }, 'Countersign has stopped')
  }
}

/** Where the database is away, the lease runs out by itself. */
async function letOthersLead({ log }: Running, { lead }: Flows): Promise<void> {
  try {
    await lead.giveUp()
  } catch (error) {
    log.warn({ flow: 'stop', ...errorFacts(error) }, 'the lead could not be given up')
  }
}

function once(act: () => void): () => void {
  let isDone = false
  return () => {
    if (!isDone) act()
    isDone = true
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
