// The only place where the parts meet: from a configuration to a running bot, and to its end.
import { randomUUID } from 'node:crypto'
import { createSteps } from './after/run-steps.ts'
import { createAuditChain } from './audit/keep-chain.ts'
import { createCardFlows } from './cards/card-flows.ts'
import { listProblem } from './cognito/errors.ts'
import type { Config } from './config/config.ts'
import { asItIs, connectOutside, type Outside, type Wrap } from './connect-outside.ts'
import { createDecisions } from './decide/decisions.ts'
import { createDiscovery } from './discover/discover-sign-ups.ts'
import { createForgetting } from './discover/forget-old-rows.ts'
import { createSteadyForgetting } from './discover/forget-when-steady.ts'
import { createLapsing } from './discover/lapse-old-sign-ups.ts'
import { createReadBack } from './discover/read-back.ts'
import { createVerification } from './discover/verify-outside-changes.ts'
import type { Pool } from './domain/pool.ts'
import { poolsOff, type SlackPoolProblem } from './domain/start-problem.ts'
import { idInStore } from './domain/store-id.ts'
import { evidenceRules } from './evidence/evidence-rules.ts'
import { createReceiver, isWrongToHear, whyUnheard } from './hear-slack.ts'
import { createWakes, startLoops } from './loops.ts'
import { type Observing, openObserving } from './observe/open-observing.ts'
import { createProcessNotes } from './replicas/note-process.ts'
import { alone, createReplica } from './replicas/standing.ts'
import { type Clock, within } from './shared/clock.ts'
import type { Log } from './shared/log.ts'
import { createSigner } from './shared/signing-key.ts'
import { createTasks } from './shared/tasks.ts'
import { checkSlack, type SlackFacts } from './slack/call/check-slack.ts'
import { openSlack } from './slack/call/slack.ts'
import { fitsOnList, pagesOf } from './slack/draw/list-form.ts'
import { fitsDialog } from './slack/draw/offers.ts'
import { howManyShare } from './slack/draw/shared-card.ts'
import { createRequestCount } from './slack/listen/count-requests.ts'
import { createLatestConnections } from './slack/listen/latest-connections.ts'
import { createListener } from './slack/listen/listen.ts'
import { checkStart } from './start/check-start.ts'
import { countWaiting } from './start/count-waiting.ts'
import { listenUntilStopped } from './start/listen-until-stopped.ts'
import { counting } from './store/counting.ts'
import { openInTime, type StoreInReach } from './store/open-in-time.ts'
import { openLedger } from './store/open-ledger.ts'
import { startProblemLines } from './wording/start.ts'
import { storeLossLine } from './wording/store-loss.ts'

export interface AppParts {
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  /** Stops the bot. Work under way is finished, within 25 s at most. */
  readonly signal: AbortSignal
  /** The time in a PostgreSQL database, in milliseconds; its own clock if left out. */
  readonly storeTime?: () => number
  /** A clock that only ever goes on, in milliseconds; this machine's if left out. */
  readonly elapsed?: () => number
  /** Wraps every part that the flows get, by name. If left out, parts stay as they are. */
  readonly wrap?: Wrap
}

export type AppEnd =
  | { readonly kind: 'stopped' }
  /** There were start problems, described in one line each. */
  | { readonly kind: 'refused'; readonly problems: readonly string[] }
  /** The store is no longer this process's own, described in one line. */
  | { readonly kind: 'store-lost'; readonly problem: string }

/** How long stopping waits for work under way, in milliseconds. */
const drainTime = 25_000

/** Runs the bot until `signal` aborts, or until there is a start problem. */
export async function runCountersign(parts: AppParts): Promise<AppEnd> {
  const observing = await openObserving(parts)
  try {
    return await start({ ...parts, ...observing })
  } finally {
    await observing.close()
  }
}

interface Parts extends AppParts, Omit<Observing, 'close'> {}

async function start(parts: Parts): Promise<AppEnd> {
  const { config } = parts
  const store = await openInTime({ ...parts, address: config.database, origin: randomUUID() })
  if (store === null) return { kind: 'stopped' }
  try {
    const outside = connectOutside(parts)
    const start = await checkStart({
      ...parts,
      ...outside,
      pools: config.pools,
      known: [...parts.problems, ...(store.kind === 'unusable' ? [store.problem] : [])],
      checkSlack: (asking) => checkSlack({ ...parts, ...outside, ...asking, pools: config.pools }),
      isAppTokenWrong: () => isWrongToHear(parts),
    })
    if (start.kind !== 'ready') return start
    if (store.kind !== 'open') throw new Error('The start checks passed without a store')
    const signal = AbortSignal.any([parts.signal, store.ownership.lost])
    const end = await run({ ...parts, signal }, outside, { ...start.slack, problems: start.problems }, store)
    const loss = store.ownership.loss()
    return loss === null ? end : { kind: 'store-lost', problem: storeLossLine(loss) }
  } finally {
    if (store.kind === 'open') await store.close()
  }
}

/** What the start found out. */
type StartFacts = SlackFacts & { readonly problems: readonly SlackPoolProblem[] }

type OpenStore = Extract<StoreInReach, { kind: 'open' }>

/** Wires the flows to the store, Slack and Cognito. */
function wire(parts: Parts, outside: Outside, facts: StartFacts, store: OpenStore) {
  const { config, clock, log, signal, elapsed = () => performance.now(), wrap = asItIs, observe } = parts
  const { pools, backlogAge, replicas, retention, auditRetention } = config
  const { userPools, firstLook } = outside
  const { identity } = facts
  const { storeId } = store
  const newId = () => idInStore(storeId, randomUUID())
  const ledger = wrap('ledger', openLedger({ transact: counting(store.transact, observe), newId }))
  const tasks = createTasks(clock, log)
  const holder = randomUUID()
  const wakes = createWakes()
  const { cards: cardsChanged } = wakes
  const standing =
    config.database.kind === 'sqlite'
      ? alone
      : createReplica({ ledger, holder, log, elapsed: () => performance.now(), elected: wakes.elected })
  const signer = config.signingKey === null ? null : createSigner(config.signingKey)
  const auditChain = createAuditChain({ ledger, signer, lead: standing.lead, log })
  const beingRead = new Set<string>()
  const poolOf = (poolId: string) => pools.find((pool) => pool.id === poolId) ?? null
  const shared = {
    ledger,
    storeId,
    pools,
    poolOf,
    holder,
    clock,
    log,
    signal,
    tasks,
    cardsChanged,
    evidenceRules,
    signer,
    auditHead: auditChain.head,
  }
  const slack = openSlack({ ...outside, identity, replicas, clock, log, warm: wakes.warm, wrap })
  const cards = createCardFlows({
    ...shared,
    ...slack,
    publish: wakes.publish,
    howManyShare,
    isBeingRead: ({ id }) => beingRead.has(id),
    mayPost: standing.lead.isHeld,
    posted: slack.warmth.keepWarm,
    carded: observe.carded,
    channelsAtStart: facts.channels,
    problemsAtStart: facts.problems,
    checkApprovers: facts.checkApprovers,
    leftToOthers: standing.leftToOthers,
  })
  const decisions = createDecisions({
    ...shared,
    newId,
    notTaken: wakes.notTaken,
    userPools,
    people: slack.people,
    forms: slack.forms,
    views: slack.views,
    homes: slack.homes,
    pagesOf,
    fitsOnList,
    fitsDialog,
    backlogAge,
    listProblem,
    leavesToNextStart: standing.leavesToNextStart,
    approverSeen: slack.warmth.decided,
    isWarm: slack.warmth.isWarm,
    redraw: cards.drawer.redrawNow,
    showProgress: cards.drawer.showProgress,
    closeIfStray: cards.closeIfStray,
    tell: cards.teller.tell,
    answer: cards.teller.answer,
  })
  const steps = createSteps({ ...shared, ...slack, ...standing, userPools })
  const verification = createVerification({ ledger, userPools, clock, log })
  const readBack = createReadBack({ ...shared, userPools, start: tasks.start })
  const seen = { ...shared, userPools: firstLook, listProblem, readBack }
  const discovering = { ...seen, verification, backlogAge, beingRead, scanning: observe.scanning }
  const discover = (pool: Pool) => createDiscovery(discovering, pool)
  const forgetting = { ledger, userPools, pools, retention, auditRetention, signer, clock, log }
  const forgetOld = createForgetting(forgetting)
  const forget = createSteadyForgetting({ ledger, retention, elapsed, log, forget: forgetOld })
  const lapse = createLapsing({ ...shared, mayLapse: cards.isOpen })
  parts.watch({ ledger, lead: standing.lead })
  const connections = createLatestConnections(wakes.connected)
  const noteProcess = createProcessNotes({ ledger, holder, connections })
  const flows = { auditChain, steps, discover, forget, lapse, noteProcess }
  const looping = { ...flows, ledger, tasks, standing, wakes, cards }
  return { ...looping, storeId, slack, decisions, heard: connections.note }
}

type Wired = ReturnType<typeof wire>

async function run(parts: Parts, outside: Outside, facts: StartFacts, store: OpenStore): Promise<AppEnd> {
  const { config, clock, log, signal } = parts
  const { pools, pollInterval } = config
  const wired = wire(parts, outside, facts, store)
  const { ledger, tasks, standing, cards, decisions, slack } = wired
  for (const pool of await ledger.noteApprovers(pools))
    log.info({ flow: 'start', pool }, 'the configured approvers have changed')
  await wired.auditChain.open()
  // Before the loops, or the owner would skip clicks that they are working on already.
  if (standing.ownsWhatItFinds) await decisions.resume(true)
  const looping = { ...wired, ...decisions, pools, pollInterval, changes: store.changes, clock, log }
  const loops = startLoops({ ...looping, keepWarm: slack.warmth.turn })
  const listener = createApp(parts, facts, wired)
  try {
    const end = await listenUntilStopped({
      connect: () => listener.start(),
      signal,
      log,
      whatRuns: async () => ({
        pools: pools.length,
        off: poolsOff(facts.problems, pools).size || undefined,
        channels: cards.channels.length,
        approvers: facts.approvers.length,
        waiting: await countWaiting({ ...outside, pools, ledger }),
      }),
    })
    if (end.kind === 'stopped') return end
    return { kind: 'refused', problems: startProblemLines([whyUnheard(end.error, config)], pools) }
  } finally {
    await within(clock, drainTime, Promise.all([...loops.map((loop) => loop.stop()), tasks.drain(drainTime)]))
    await listener.stop()
    await wired.auditChain.close()
    await standing.lead.giveUp()
    log.info({ flow: 'stop', unfinished: tasks.running() }, 'Countersign has stopped')
  }
}

function createApp(parts: Parts, { identity }: SlackFacts, wired: Wired) {
  const { clock, log } = parts
  const { storeId, decisions, slack } = wired
  return createListener({
    ...decisions,
    receiver: createReceiver({ ...parts, heard: wired.heard }, slack.opening),
    identity,
    storeId,
    log,
    libraryLog: slack.boltLog,
    mayAsk: createRequestCount({ isApprover: slack.approvers.has, clock, log }).take,
    membersRemoved: (groupId, userIds) => {
      slack.groups.removed(groupId, userIds)
      decisions.homes.left(userIds)
    },
    groupChanged: (groupId) => {
      slack.groups.changed(groupId)
      decisions.homes.groupChanged()
    },
  })
}
