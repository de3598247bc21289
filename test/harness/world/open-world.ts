// Opens a world: its workspace and user pools run in this process; the bot's store and pools file are in a folder.
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deliverOverHttp, overSockets } from '../../support/delivery.ts'
import { startStandIn } from '../../world/cognito/start-stand-in.ts'
import { startWorkspace } from '../../world/slack/start-workspace.ts'
import type { Workspace } from '../../world/slack/workspace.ts'
import type { Random } from '../random.ts'
import type { Hurry } from '../time/hurry.ts'
import { lapseIn } from '../verdicts/lapses.ts'
import { isToUndo } from '../verdicts/ways-back.ts'
import { createDeeds, noteApprovers } from './deeds.ts'
import {
  type Evidence,
  seeAdditions,
  seeApprovals,
  seeCards,
  seeDeeds,
  seeDisablings,
  seeForms,
  seePrivateWords,
  seeWaysBack,
} from './evidence.ts'
import { readRows } from './rows.ts'
import type { World, WorldPool } from './world.ts'

export interface WorldParts {
  readonly folder: string
  readonly random: Random
  readonly hurry: Hurry
  readonly isOverHttp?: boolean
  /** A database that several bots share, if the store is no file. */
  readonly store?: SharedStore
}

const day = 24 * 60 * 60_000

interface SharedStore {
  readonly url: string
  /** As they were last read. */
  rows(): Evidence['rows']
  /** How long a bot may rely on what another one already knows is out of date, in milliseconds. */
  readonly staleness: number
  readonly replicas: number
}

export async function openWorld({
  folder,
  random,
  hurry,
  isOverHttp = false,
  store,
}: WorldParts): Promise<World> {
  const delivery = isOverHttp ? await deliverOverHttp(() => new Date()) : overSockets
  const slack = await startWorkspace(delivery.workspace)
  const cognito = await startStandIn({ poolId: 'us-east-1_Sandbox01' })
  cognito.addPool('us-east-1_Sandbox02')
  cognito.addPool('us-east-1_Sandbox03')
  cognito.addGroup('members')
  const people = addPeople(slack)
  const pools = addPools(slack, people)
  const spareChannel = slack.addChannel({ name: 'elsewhere' })
  const deeds = createDeeds()
  const databasePath = join(folder, 'countersign.db')
  const poolsPath = join(folder, 'pools.yml')
  const memory: Memory = {
    shownIn: new Map(),
    subOfRound: new Map(),
    undone: new Set(),
    digests: new Set(),
    lapsed: new Map(),
  }
  let storeSince = 0
  const lost = new Set<string>()

  const configured = () => pools.filter(({ isConfigured }) => isConfigured)
  const membersChanged = () => noteApprovers(deeds, Date.now(), approversNow(slack, configured()))
  membersChanged()

  const evidence = (): Evidence => {
    const rows = store?.rows() ?? readRows(databasePath)
    remember(memory, rows)
    return {
      now: Date.now(),
      storeSince,
      pools: configured(),
      deeds: seeDeeds(slack, deeds),
      users: [...deeds.users.values()],
      approvers: deeds.approvers,
      excuses: deeds.excuses,
      staleness: store?.staleness ?? 0,
      ...seeApprovals(cognito),
      disablings: seeDisablings(cognito),
      ...seeWaysBack(cognito),
      additions: seeAdditions(cognito),
      cards: seeCards(slack),
      ...seePrivateWords(slack),
      forms: seeForms(slack),
      ...memory,
      rows,
    }
  }

  return {
    slack,
    cognito,
    random,
    hurry,
    deeds,
    pools,
    spareChannel,
    people,
    databasePath,
    environment: () => {
      // Atomically, because another bot may be reading it.
      writeFileSync(`${poolsPath}.new`, JSON.stringify({ pools: configured().map(describePool) }))
      renameSync(`${poolsPath}.new`, poolsPath)
      return {
        SLACK_BOT_TOKEN: slack.botToken,
        ...delivery.environment(slack),
        SLACK_API_URL: slack.apiUrl,
        CONFIG_FILE: poolsPath,
        POLL_INTERVAL: '5s',
        DATABASE_URL: store?.url ?? `sqlite:${databasePath}`,
        REPLICAS: String(store?.replicas ?? 1),
        RETENTION: '1d',
        LOG_LEVEL: 'info',
      }
    },
    evidence,
    isOfLostStore: ({ channel, ts }) => lost.has(`${channel} ${ts}`),
    loseStore: () => {
      evidence()
      for (const end of ['', '-wal', '-shm', '.lock', '.lock-journal'])
        rmSync(`${databasePath}${end}`, { force: true })
      storeSince = Date.now()
      for (const { channel, ts } of seeCards(slack)) lost.add(`${channel} ${ts}`)
    },
    letDaysPass: (days) => {
      evidence()
      hurry.leap(days * day)
      storeSince = Date.now()
    },
    membersChanged,
    stop: async () => {
      await Promise.all([slack.stop(), cognito.stop()])
    },
  }
}

type People = World['people']

function addPeople(slack: Workspace): People {
  const add = (name: string, isGuest = false) =>
    slack.addUser({ name, email: `${name}@our-company.example`, isGuest })
  return {
    ada: add('ada'),
    bob: add('bob'),
    carl: add('carl'),
    dora: add('dora'),
    eve: add('eve'),
    gus: add('gus', true),
  }
}

function addPools(slack: Workspace, { ada, bob, carl, dora, gus }: People): World['pools'] {
  const first = slack.addGroup({ handle: 'approvers', members: [ada, bob, carl, gus] })
  const second = slack.addGroup({ handle: 'partners', members: [ada, bob] })
  const third = slack.addGroup({ handle: 'guards', members: [ada, bob, carl] })
  return [
    {
      id: 'us-east-1_Sandbox01',
      name: 'Customers',
      channel: slack.addChannel({ name: 'customers' }),
      isConfigured: true,
      group: first,
      handle: '@approvers',
      users: [],
      onDeny: 'disable',
      requiredApprovals: 1,
      groups: ['members'],
      rushAt: 30,
      lapseAfter: null,
      // A digest comes within twelve hours of its time or not at all: after a day, it is one of these two.
      digestHour: 0,
    },
    {
      id: 'us-east-1_Sandbox02',
      name: 'Partners',
      channel: slack.addChannel({ name: 'partners' }),
      isConfigured: true,
      group: second,
      handle: second,
      users: [dora],
      onDeny: 'keep',
      requiredApprovals: 1,
      groups: [],
      rushAt: 30,
      lapseAfter: day,
      digestHour: 12,
    },
    {
      id: 'us-east-1_Sandbox03',
      name: 'Vault',
      channel: slack.addChannel({ name: 'vault' }),
      isConfigured: true,
      group: third,
      handle: third,
      users: [],
      onDeny: 'disable',
      requiredApprovals: 2,
      groups: [],
      rushAt: 30,
      lapseAfter: null,
      digestHour: null,
    },
  ]
}

function describePool({
  id,
  name,
  channel,
  handle,
  users,
  onDeny,
  requiredApprovals,
  groups,
  rushAt,
  lapseAfter,
  digestHour,
}: WorldPool) {
  const approvers = { groups: [handle], users }
  return {
    id,
    name,
    channel,
    approvers,
    attributes: ['custom:company'],
    on_deny: onDeny,
    required_approvals: requiredApprovals,
    ...(groups.length > 0 && { after: { groups, tell_member: true } }),
    rush_at: rushAt,
    remind_after: '1m',
    lapse_after: lapseAfter === null ? 'off' : `${lapseAfter}ms`,
    ...(digestHour !== null && {
      daily_digest: { at: `${`${digestHour}`.padStart(2, '0')}:00`, zone: 'UTC' },
    }),
  }
}

function approversNow(slack: Workspace, pools: readonly WorldPool[]) {
  const fit = new Set(
    slack
      .users()
      .filter(({ isGuest, isDeactivated, isBot }) => !isGuest && !isDeactivated && !isBot)
      .map(({ id }) => id),
  )
  return pools.flatMap(({ id: poolId, group, users }) => {
    const members = slack.groups().find(({ id }) => id === group)?.members ?? []
    return [...new Set([...members, ...users])]
      .filter((user) => fit.has(user))
      .map((user) => ({ user, poolId }))
  })
}

interface Memory {
  readonly shownIn: Map<string, string[]>
  readonly subOfRound: Map<string, string>
  readonly undone: Set<string>
  readonly digests: Set<string>
  readonly lapsed: Map<string, string>
}

/** Which message shows whom, whose approval was undone and who lapsed, kept for stores that will be lost. */
function remember({ shownIn, subOfRound, undone, digests, lapsed }: Memory, rows: Evidence['rows']): void {
  for (const { id, shows } of rows.messages) if (shows === 'digest') digests.add(id)
  const subs = new Map(rows.sign_ups.map(({ id, sub }) => [id, sub]))
  for (const round of rows.rounds) subOfRound.set(round.id, subs.get(round.sign_up_id) ?? '')
  for (const { id, state } of rows.rounds)
    if (lapseIn(state) !== null) lapsed.set(subOfRound.get(id) ?? '', rows.store[0]?.id ?? '')
  for (const click of rows.clicks.filter(isToUndo)) undone.add(subOfRound.get(click.round_id ?? '') ?? '')
  for (const { message_id, round_id } of rows.message_rounds) {
    const known = shownIn.get(message_id) ?? []
    const sub = subOfRound.get(round_id) ?? ''
    if (!known.includes(sub)) shownIn.set(message_id, [...known, sub])
  }
}
