// The only place where the parts meet: from a configuration to a running bot, and to its end.
import { randomUUID } from 'node:crypto'
import { createUserPools } from './cognito/user-pools.ts'
import type { Config } from './config/config.ts'
import { answerCommand } from './flows/answer-command.ts'
import { createAuthorise } from './flows/authorise.ts'
import { closeIfStray } from './flows/close-stray.ts'
import { createDecider } from './flows/decide-sign-up.ts'
import { createDiscovery } from './flows/discover-sign-ups.ts'
import { createDrawer } from './flows/draw-cards.ts'
import { createPublisher } from './flows/publish-cards.ts'
import { resumeClicks } from './flows/resume-clicks.ts'
import { createTeller } from './flows/tell-people.ts'
import { createVerification } from './flows/verify-outside-changes.ts'
import { type Clock, within } from './shared/clock.ts'
import { createLimit, createLimits } from './shared/limit.ts'
import type { Log } from './shared/log.ts'
import { type Loop, startLoop } from './shared/poll.ts'
import { createTasks } from './shared/tasks.ts'
import type { Ledger } from './sign-up/ledger.ts'
import { createCards } from './slack/call/cards.ts'
import { createClient } from './slack/call/create-client.ts'
import { createGroupMembers } from './slack/call/group-members.ts'
import { createPeople } from './slack/call/people.ts'
import { createPrivateAnswers } from './slack/call/private-answers.ts'
import { slackLog } from './slack/call/slack-log.ts'
import { isWrongToken, waitForIdentity } from './slack/call/wait-for-identity.ts'
import { createListener } from './slack/listen/listen.ts'
import { createSockets } from './slack/listen/sockets.ts'
import { openLedger } from './store/open-ledger.ts'
import { openSqlite } from './store/open-sqlite.ts'

export interface AppParts {
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  /** Ends the bot: what is begun is finished, for 25 s at most. */
  readonly signal: AbortSignal
}

export type AppEnd =
  | { readonly kind: 'stopped' }
  /** It could not be started like this; a line each. */
  | { readonly kind: 'refused'; readonly mistakes: readonly string[] }

/** How long stopping waits for what is begun, in milliseconds. */
const drainTime = 25_000

/** Runs the bot until `signal` is given, or until it turns out that it can't run with this configuration. */
export async function runCountersign(parts: AppParts): Promise<AppEnd> {
  const { database } = parts.config
  if (database.kind !== 'sqlite') return refused('DATABASE_URL: this version keeps its store in SQLite only.')
  const store = await openSqlite(database.path)
  if (store.kind === 'taken') {
    return refused(
      `Another process works with the store ${database.path}. Stop it first, or give this one its own DATABASE_URL.`,
    )
  }
  if (store.kind === 'unusable') {
    return refused(
      `DATABASE_URL: no store can be kept in ${database.path} (${store.reason}). Give a path in a folder that this process may write.`,
    )
  }
  try {
    return await runOn(parts, openLedger(store.database, parts.clock.now, randomUUID))
  } finally {
    await store.close()
  }
}

async function runOn(parts: AppParts, ledger: Ledger): Promise<AppEnd> {
  const { config, clock, log, signal } = parts
  const client = createClient(config.slack, log)
  const found = await waitForIdentity({ client, clock, log, signal })
  if (found.kind === 'stopped') return found
  if (found.kind === 'wrong-token')
    return refused(
      `SLACK_BOT_TOKEN: Slack refuses it (${found.error}). Copy the bot token again from the app’s page.`,
    )
  const { identity } = found

  const holder = randomUUID()
  const poolOf = (poolId: string) => config.pools.find((pool) => pool.id === poolId) ?? null
  const tasks = createTasks(clock, log)
  const userPools = createUserPools({ pools: config.pools, clock, log })

  const perMinute = (calls: number) => createLimit({ calls, per: 60_000 })
  const updates = perMinute(45)
  const cards = createCards({ client, identity, histories: perMinute(45) })
  const groups = createGroupMembers({ client, clock, lists: perMinute(18), memberLists: perMinute(18) })
  const people = createPeople({ client, identity, groups, profiles: perMinute(90), clock, log })
  const answers = createPrivateAnswers({ client, apiUrl: config.slack.apiUrl, clock })

  const drawer = createDrawer({
    ledger,
    cards,
    turns: updates,
    clock,
    log,
    holder,
    poolOf,
    messageGone: () => publishing.nudge(),
  })
  const teller = createTeller({ ledger, answers, clock, log, poolOf })
  const authorise = createAuthorise({ people, clock })
  const decider = createDecider({
    ledger,
    userPools,
    authorise,
    answerCommand: (click) =>
      answerCommand(
        { ledger, userPools, pools: config.pools, authorise, log, cardsChanged: () => cardsChanged() },
        click,
      ),
    clock,
    log,
    holder,
    poolOf,
    redraw: (roundId) => drawer.redrawRound(roundId, 'click'),
    showProgress: (roundId) => tasks.start('show-progress', () => drawer.showProgress(roundId)),
    closeIfStray: (click) =>
      tasks.start('close-stray', () => closeIfStray({ ledger, cards, turns: updates, clock }, click)),
    tell: (clickId) => teller.tell(clickId),
  })
  const resume = (isOwner: boolean) => resumeClicks({ ledger, decider, start: tasks.start }, isOwner)

  const loop = (
    name: string,
    interval: number,
    turn: (signal: AbortSignal) => Promise<number | undefined>,
  ): Loop => startLoop({ name, interval, turn, clock, log })
  const quietly = (work: (signal: AbortSignal) => Promise<void>) => async (signal: AbortSignal) => {
    await work(signal)
    return undefined
  }

  const cardsChanged = () => {
    publishing.nudge()
    drawing.nudge()
  }
  const turnsIn = createLimits({ calls: 1, per: 1050 })
  const publish = createPublisher({ ledger, cards, pools: config.pools, turnsIn, clock, log, cardsChanged })
  const publishing = loop('publish', 2000, quietly(publish))
  const drawing = loop('draw', 2000, quietly(drawer.redrawOutdated))
  const telling = loop('tell', 1000, quietly(teller.tellAll))
  const verification = createVerification({ ledger, userPools, clock, log })
  const discovering = config.pools.map((pool) =>
    loop(
      `discover ${pool.id}`,
      config.pollInterval,
      createDiscovery({ ledger, userPools, verification, log, cardsChanged }, pool),
    ),
  )

  // First alone: what the loop's turns found at work already, the owner would leave to them.
  await resume(true)
  const resuming = loop(
    'resume',
    10_000,
    quietly(() => resume(false)),
  )
  const listener = createListener({
    receiver: createSockets({
      appToken: config.slack.appToken,
      apiUrl: config.slack.apiUrl,
      count: config.slack.sockets,
      clock,
      log,
      libraryLog: slackLog(log, 'socket-mode'),
      isWrongToken,
    }),
    identity,
    log,
    libraryLog: slackLog(log, 'bolt'),
    writeDown: (click) => ledger.writeDown(click),
    carryOut: (click) => {
      if (!signal.aborted) tasks.start('carry-out', () => decider.carryOut(click))
    },
    membersRemoved: groups.removed,
    groupChanged: groups.changed,
  })

  const end = await listenUntil(listener.start(), parts)
  const loops = [publishing, drawing, telling, resuming, ...discovering]
  await within(clock, drainTime, Promise.all([...loops.map((one) => one.stop()), tasks.drain(drainTime)]))
  await listener.stop()
  log.info({ flow: 'stop', unfinished: tasks.running() }, 'Countersign has stopped')
  return end
}

/** Resolves when the bot is to stop, or when Slack says that the app token is wrong. */
async function listenUntil(connected: Promise<unknown>, { config, log, signal }: AppParts): Promise<AppEnd> {
  const stopped = new Promise<AppEnd>((resolve) => {
    if (signal.aborted) resolve({ kind: 'stopped' })
    signal.addEventListener('abort', () => resolve({ kind: 'stopped' }), { once: true })
  })
  try {
    await Promise.race([connected, stopped])
  } catch {
    return refused(
      'SLACK_APP_TOKEN: Slack refuses it. It needs the scope connections:write; copy it again from the app’s page.',
    )
  }
  if (!signal.aborted)
    log.info({ flow: 'start', pools: config.pools.length, sockets: config.slack.sockets }, 'Countersign runs')
  return stopped
}

function refused(mistake: string): AppEnd {
  return { kind: 'refused', mistakes: [mistake] }
}
