// A Cognito user pool service of our own, which can fail in every way that the real one can.
import { createAdminOperations } from './admin-operations.ts'
import { createAnswerer } from './answer-call.ts'
import { createFaultList, type Fault } from './faults.ts'
import { createHolds, type Hold, type HoldPoint } from './holds.ts'
import {
  type Addition,
  type Call,
  type Confirmation,
  createJournal,
  type Disabling,
  type SignOut,
} from './journal.ts'
import { createListing, type Listing } from './list-users.ts'
import { startLoopbackServer } from './loopback-server.ts'
import { createPoolSettings, type PoolSettings } from './pool-settings.ts'
import { createPools, type SandboxUser, type SignUpForm, type UserChange } from './pools.ts'
import type { PostConfirmationFunction } from './post-confirmation.ts'
import { clientIdOf, createPublicOperations } from './public-operations.ts'

export interface StandInOptions {
  readonly poolId?: string
  /** By default 0, which takes a free one. */
  readonly port?: number
  readonly now?: () => Date
  /** How long every answer takes, at least. */
  readonly latencyMs?: number
  /** Runs after a confirmation, before its answer; what it throws becomes a UserLambdaValidationException. */
  readonly onPostConfirmation?: PostConfirmationFunction
}

export interface StandIn extends Omit<Listing, 'listUsers'> {
  readonly endpoint: string
  readonly region: string
  readonly poolId: string
  readonly poolIds: readonly string[]
  /** The app client of the first pool, for SignUp and InitiateAuth. */
  readonly clientId: string
  addPool(poolId: string): void
  /** Changes how a pool is set up: the first, unless another is named. */
  configure(change: Partial<PoolSettings>, poolId?: string): void
  /** From now on user names are found whatever their case. */
  ignoreCase(): void

  /** Every user in every pool, as they are now. */
  readonly users: readonly SandboxUser[]
  user(sub: string): SandboxUser | undefined
  /** Throws if the pool is unknown, or the sub or the user name is taken. */
  signUp(form?: SignUpForm): SandboxUser
  /** Merges the attributes with those that the user has; null makes the service send none. */
  changeUser(sub: string, change: UserChange): SandboxUser
  setStatus(sub: string, status: string): SandboxUser
  /** Confirms the user behind the bot's back: without an entry in `confirmations`. */
  confirmElsewhere(sub: string): SandboxUser
  disable(sub: string): SandboxUser
  enable(sub: string): SandboxUser
  removeUser(sub: string): void
  /** A group of the first pool, unless another is named. */
  addGroup(group: string, poolId?: string): void
  removeGroup(group: string, poolId?: string): void
  groupsOf(sub: string): readonly string[]

  /** Makes the next calls of an operation fail (`times` may be Infinity); several faults queue up. */
  fail(target: OperationName | 'any', fault: Fault, times?: number): void
  heal(target?: OperationName | 'any'): void
  /** Stops the next call of an operation, before or after its work, until released. */
  hold(operation: OperationName, point?: HoldPoint): Hold
  goDown(): Promise<void>
  comeUp(): Promise<void>
  stop(): Promise<void>

  /** Every call, in the order of arrival; those still unanswered as 'pending'. */
  readonly calls: readonly Call[]
  /** Every confirmation that an AdminConfirmSignUp made, whatever the answer was. */
  readonly confirmations: readonly Confirmation[]
  /** Every AdminDisableUser that did its work, whatever the answer was. */
  readonly disablings: readonly Disabling[]
  /** The same of AdminEnableUser and AdminUserGlobalSignOut. */
  readonly enablings: readonly Disabling[]
  readonly signOuts: readonly SignOut[]
  /** Every AdminAddUserToGroup that did its work, also for somebody who was in the group, whatever the answer was. */
  readonly additions: readonly Addition[]
  /** Runs the probe now and after every call and change, until it finds something; rejects after timeoutMs (10 s). */
  waitFor<T>(description: string, probe: () => T | undefined | null | false, timeoutMs?: number): Promise<T>
}

type OperationName =
  | keyof ReturnType<typeof createAdminOperations>
  | keyof ReturnType<typeof createPublicOperations>
  | keyof ReturnType<typeof createPoolSettings>['operations']
  | 'ListUsers'

/** Listens on 127.0.0.1 until stopped. The users that it returns are snapshots; ask again for later ones. */
export async function startStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const { poolId = 'us-east-1_Sandbox01', now = () => new Date(), latencyMs = 0, port = 0 } = options
  const journal = createJournal(now)
  const pools = createPools(poolId, now, journal.changed)
  const { listUsers, ...listing } = createListing(pools)
  const settings = createPoolSettings(pools)
  const operations = {
    ListUsers: listUsers,
    ...createAdminOperations({ pools, journal, onPostConfirmation: options.onPostConfirmation }),
    ...createPublicOperations(pools),
    ...settings.operations,
  }
  const { fail, heal, take: takeFault } = createFaultList<OperationName>()
  const { hold, pass } = createHolds<OperationName>()
  const isOperation = (text: string): text is OperationName => Object.hasOwn(operations, text)
  const answerCall = createAnswerer({ operations, journal, latencyMs, isOperation, takeFault, pass })
  const server = await startLoopbackServer(port, answerCall)

  return {
    endpoint: server.endpoint,
    region: poolId.replace(/_.*$/, ''),
    poolId,
    poolIds: pools.poolIds,
    clientId: clientIdOf(poolId),
    addPool: pools.addPool,
    configure: (change, of = poolId) => settings.configure(of, change),
    ignoreCase: pools.ignoreCase,

    get users() {
      return pools.all()
    },
    user: pools.user,
    signUp: pools.signUp,
    changeUser: pools.change,
    setStatus: (sub, status) => pools.change(sub, { status }),
    confirmElsewhere: (sub) => pools.change(sub, { status: 'CONFIRMED' }),
    disable: (sub) => pools.change(sub, { enabled: false }),
    enable: (sub) => pools.change(sub, { enabled: true }),
    removeUser: pools.remove,
    addGroup: pools.addGroup,
    removeGroup: pools.removeGroup,
    groupsOf: pools.groupsOf,
    ...listing,

    fail,
    heal,
    hold,
    goDown: server.goDown,
    comeUp: server.comeUp,
    stop: server.goDown,

    calls: journal.calls,
    confirmations: journal.confirmations,
    disablings: journal.disablings,
    enablings: journal.enablings,
    signOuts: journal.signOuts,
    additions: journal.additions,
    waitFor: journal.waitFor,
  }
}
