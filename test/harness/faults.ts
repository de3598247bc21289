// Everything that goes wrong in a schedule: each fault begins, and most of them end after a while.
import { CommitUnknown } from '../../src/shared/commit-unknown.ts'
import { type Fault as CognitoFault, faults as cognitoFaults } from '../world/cognito/faults.ts'
import type { Fault as SlackFault } from '../world/slack/faults.ts'
import { DiskFailure } from './orders.ts'
import type { Pass } from './points.ts'
import type { InProcessBot } from './world/in-process-bot.ts'
import { pause, type World } from './world/world.ts'

/** What goes wrong inside the bot's process. */
export interface Mishaps {
  readonly pass: Pass
  /** How likely a transaction fails: before it begins, or after it is committed. */
  disk: { before: number; after: number }
  /** How likely a point is delayed, and by how much at most, in milliseconds. */
  delay: { chance: number; most: number }
}

/** Nothing goes wrong at first. */
export function createMishaps(world: World, passed: (point: string) => void): Mishaps {
  const mishaps: Mishaps = {
    disk: { before: 0, after: 0 },
    delay: { chance: 0, most: 0 },
    pass: async (point) => {
      passed(point)
      const { random, deeds } = world
      const { disk, delay } = mishaps
      const likely = point.endsWith(':before') ? disk.before : disk.after
      const canFail = point.startsWith('ledger.') || /^userPools\.(listUnconfirmed|find):/.test(point)
      if (canFail && random.chance(likely)) {
        // The answer may have been given all the same.
        if (point.startsWith('ledger.noteTold')) deeds.excuses += 1
        const failure = new DiskFailure(`SQLITE_IOERR at ${point}`)
        // A request that is written down, or not, while nobody knows.
        throw point.startsWith('ledger.writeDown') ? new CommitUnknown(failure) : failure
      }
      if (random.chance(delay.chance)) await pause(random.whole(1, delay.most))
    },
  }
  return mishaps
}

interface Trouble {
  readonly name: string
  begin(): void | Promise<void>
  end?(): void | Promise<void>
}

export function drawTrouble(world: World, bot: InProcessBot, mishaps: Mishaps): Trouble {
  const { random } = world
  const drawn: readonly (readonly [number, () => Trouble])[] = [
    [10, () => slackCallFails(world)],
    [8, () => cognitoCallFails(world)],
    [2, () => slackIsOut(world)],
    [2, () => cognitoIsOut(world)],
    [2, () => socketsFail(world)],
    [3, () => diskFails(world, mishaps)],
    [3, () => pointsAreLate(world, mishaps)],
    [2, () => clockJumps(world, bot)],
    [2, () => listLies(world)],
    [1, () => callIsHeld(world)],
    [1, () => restarts(bot)],
    [2, () => crashes(bot)],
  ]
  let left = random.whole(
    1,
    drawn.reduce((sum, [weight]) => sum + weight, 0),
  )
  for (const [weight, draw] of drawn) {
    left -= weight
    if (left <= 0) return draw()
  }
  return slackCallFails(world)
}

const slackMethods = [
  'chat.postMessage',
  'chat.postMessage',
  'chat.update',
  'chat.update',
  'chat.delete',
  'chat.postEphemeral',
  'response_url',
  'response_url',
  'conversations.history',
  'conversations.info',
  'users.info',
  'usergroups.list',
  'usergroups.users.list',
  'apps.connections.open',
  'auth.test',
] as const

function slackFault({ random }: World): SlackFault {
  const faults: readonly [SlackFault, ...SlackFault[]] = [
    { kind: 'rateLimited', retryAfter: random.whole(1, 20) },
    { kind: 'rateLimited' },
    {
      kind: 'error',
      error: random.pick(['internal_error', 'fatal_error', 'service_unavailable', 'ratelimited']),
    },
    { kind: 'http', status: random.pick([500, 502, 503]) },
    { kind: 'html' },
    { kind: 'resetBefore' },
    { kind: 'resetAfter' },
    { kind: 'resetAfter' },
    { kind: 'hang' },
    { kind: 'hangAfter' },
    { kind: 'slow', ms: random.whole(100, 12_000) },
  ]
  return random.pick(faults)
}

function slackCallFails(world: World): Trouble {
  const { slack, random, deeds } = world
  const method = random.pick(slackMethods)
  const fault = slackFault(world)
  const times = random.whole(1, 4)
  return {
    name: `${method} ${fault.kind} ×${times}`,
    begin: () => {
      deeds.excuses += times
      slack.fail(method, fault, times)
    },
  }
}

function cognitoFault({ random }: World): CognitoFault {
  const faults: readonly [CognitoFault, ...CognitoFault[]] = [
    { kind: 'resetBefore' },
    ...Object.values(cognitoFaults),
    { kind: 'resetAfter' },
    { kind: 'resetAfter' },
    { kind: 'hang' },
    { kind: 'hangAfter' },
    { kind: 'html', status: 503 },
    { kind: 'html', status: 200 },
    { kind: 'empty', status: 500 },
    { kind: 'garbage' },
    { kind: 'slow', ms: random.whole(100, 25_000) },
    {
      kind: 'exceptionAfterWork',
      name: 'UserLambdaValidationException',
      message: 'PostConfirmation failed.',
    },
  ]
  return random.pick(faults)
}

function cognitoCallFails(world: World): Trouble {
  const { cognito, random } = world
  const operation = random.pick([
    'AdminConfirmSignUp',
    'AdminConfirmSignUp',
    'AdminGetUser',
    'AdminAddUserToGroup',
    'ListUsers',
    'any',
  ] as const)
  const fault = cognitoFault(world)
  const times = random.whole(1, 7)
  return {
    name: `${operation} ${fault.kind} ×${times}`,
    begin: () => cognito.fail(operation, fault, times),
  }
}

function slackIsOut({ slack, deeds }: World): Trouble {
  return {
    name: 'Slack is out',
    begin: () => {
      deeds.excuses += 10
      return slack.goDown()
    },
    end: slack.comeUp,
  }
}

function cognitoIsOut({ cognito }: World): Trouble {
  return { name: 'Cognito is out', begin: cognito.goDown, end: cognito.comeUp }
}

function socketsFail({ slack, random }: World): Trouble {
  return random.pick([
    { name: 'sockets are dropped', begin: slack.dropSockets },
    { name: 'Slack closes the sockets', begin: () => slack.disconnectSockets() },
    { name: 'Slack warns', begin: () => slack.disconnectSockets('warning') },
    {
      name: 'no socket is accepted',
      begin: () => {
        slack.refuseSockets(true)
        slack.dropSockets()
      },
      end: () => slack.refuseSockets(false),
    },
  ])
}

function diskFails({ random }: World, mishaps: Mishaps): Trouble {
  const disk = random.pick([
    { before: 1, after: 0 },
    { before: 0.3, after: 0 },
    { before: 0.2, after: 0.2 },
    { before: 0, after: 0.15 },
  ])
  return {
    name: `the disk fails: ${disk.before}, ${disk.after}`,
    begin: () => {
      mishaps.disk = disk
    },
    end: () => {
      mishaps.disk = { before: 0, after: 0 }
    },
  }
}

function pointsAreLate({ random }: World, mishaps: Mishaps): Trouble {
  const delay = { chance: random.pick([0.02, 0.05, 0.15]), most: random.pick([50, 2000, 15_000, 60_000]) }
  return {
    name: `points are late: ${delay.chance}, ${delay.most}`,
    begin: () => {
      mishaps.delay = delay
    },
    end: () => {
      mishaps.delay = { chance: 0, most: 0 }
    },
  }
}

function clockJumps({ random }: World, bot: InProcessBot): Trouble {
  const by = random.pick([-120_000, -30_000, -5000, 5000, 30_000, 100_000, 1_200_000])
  return { name: `the clock jumps by ${by}`, begin: () => bot.jump(by) }
}

function listLies({ cognito, random }: World): Trouble {
  return random.pick([
    {
      name: 'the list lags behind',
      begin: () => cognito.lagBehind(true),
      end: () => cognito.lagBehind(false),
    },
    {
      name: 'the list ignores its filter',
      begin: () => cognito.ignoreFilter(true),
      end: () => cognito.ignoreFilter(false),
    },
    { name: 'the list has small pages', begin: () => cognito.pageSize(2), end: () => cognito.pageSize(60) },
    {
      name: 'the list has empty pages',
      begin: () => cognito.emptyPages(2),
      end: () => cognito.emptyPages(0),
    },
    { name: 'the list’s tokens expire', begin: cognito.expireTokens },
  ])
}

function callIsHeld({ cognito, random }: World): Trouble {
  let release = () => {}
  return {
    name: 'a confirmation is held',
    begin: () => {
      release = cognito.hold('AdminConfirmSignUp', random.pick(['beforeWork', 'afterWork'])).release
    },
    end: () => release(),
  }
}

function restarts(bot: InProcessBot): Trouble {
  return { name: 'the bot restarts', begin: bot.stop }
}

function crashes(bot: InProcessBot): Trouble {
  return { name: 'the bot crashes', begin: bot.crash }
}
