// What the doctor checks in a pool's settings: how somebody could still get in past the approvers.
import { type Finding, type Found, fault, notChecked, ok, warning } from '../domain/finding.ts'
import type { Pool } from '../domain/pool.ts'
import type { AppClient, AwsReply, Decided, PoolSettings } from '../domain/pool-settings.ts'
import { poolQuestions, poolSays as says } from '../wording/doctor-pool.ts'
import type { Check } from './run-checks.ts'

export interface PoolCheckParts {
  readonly pools: readonly Pool[]
  /** Whether approvals are signed. */
  readonly signsApprovals: boolean
  /** What IAM says of Countersign's own credentials and `AdminConfirmSignUp`; null if it says nothing. */
  confirmsUnnamed(pool: Pool): Promise<Decided | null>
  readonly cognito: {
    settings(poolId: string): Promise<AwsReply<PoolSettings>>
    clients(poolId: string): Promise<AwsReply<readonly AppClient[]>>
    /** The identity providers' names. */
    providers(poolId: string): Promise<AwsReply<readonly string[]>>
    /** The groups' names. */
    groups(poolId: string): Promise<AwsReply<readonly string[]>>
  }
}

export function poolChecks(parts: PoolCheckParts): readonly Check[] {
  return parts.pools.flatMap((pool) => checksOf(parts, pool))
}

function checksOf(parts: PoolCheckParts, pool: Pool): readonly Check[] {
  const { cognito, signsApprovals, confirmsUnnamed } = parts
  const settings = cognito.settings(pool.id)
  const clients = cognito.clients(pool.id)
  const providers = cognito.providers(pool.id)
  const check = (id: string, run: Check['run']): Check => ({ id, section: 'pool', pool, run })
  const ofSettings = (id: string, judge: (settings: PoolSettings) => Found) =>
    check(id, async () => [judged(poolQuestions.settings, await settings, judge)])
  return [
    ofSettings('pool-sign-up', ({ onlyAdminsCreate }) =>
      onlyAdminsCreate ? fault(says.noSignUp) : ok(says.signUp),
    ),
    ofSettings('pool-codes', ({ autoVerified }) =>
      autoVerified.length > 0 ? fault(says.codes(autoVerified)) : ok(says.noCodes),
    ),
    check('pool-federation', async () => [
      judged(poolQuestions.providers, await providers, federation(await clients)),
    ]),
    ofSettings('pool-pre-sign-up', ({ hasPreSignUp }) =>
      hasPreSignUp ? warning(says.preSignUp) : ok(says.noPreSignUp),
    ),
    ofSettings('pool-migration', ({ hasMigration }) =>
      hasMigration ? warning(says.migration) : ok(says.noMigration),
    ),
    check('pool-clients', async () => [judged(poolQuestions.clients, await clients, openClients)]),
    ofSettings('pool-post-confirmation', ({ hasPostConfirmation }) =>
      verification(hasPostConfirmation, signsApprovals),
    ),
    check('pool-unnamed', async () =>
      pool.approverRole === null ? [] : [unnamed(await confirmsUnnamed(pool))],
    ),
    check('pool-groups', async () =>
      pool.after.groups.length === 0 ? [] : groups(pool, await cognito.groups(pool.id)),
    ),
  ]
}

function judged<T>(what: string, reply: AwsReply<T>, judge: (value: T) => Found): Found {
  return reply.kind === 'read' ? judge(reply.value) : unread(what, reply)
}

function unread(what: string, { reason }: Extract<AwsReply<unknown>, { kind: 'unread' }>): Found {
  return notChecked(
    reason.kind === 'forbidden' ? says.optional(what, reason.action) : says.unread(what, reason),
  )
}

/** Without an answer about the clients, every provider may be offered. */
function federation(clients: AwsReply<readonly AppClient[]>): (providers: readonly string[]) => Found {
  return (providers) => {
    if (providers.length === 0) return ok(says.noFederation)
    if (clients.kind === 'unread') return warning(says.federation(providers))
    const offered = new Set(clients.value.flatMap((client) => client.providers))
    const used = providers.filter((provider) => offered.has(provider))
    return used.length > 0 ? warning(says.federation(used)) : ok(says.federationUnused(providers))
  }
}

function openClients(clients: readonly AppClient[]): Found {
  if (clients.length === 0) return ok(says.noClients)
  const open = clients.filter(({ hasSecret }) => !hasSecret)
  return open.length === 0
    ? ok(says.clientsWithSecret)
    : warning(says.clientsWithout(open.map(({ name }) => name)))
}

function verification(hasFunction: boolean, signsApprovals: boolean): Found {
  if (!hasFunction) return warning(says.notVerified)
  return signsApprovals ? ok(says.verified) : warning(says.notSigned)
}

function unnamed(decision: Decided | null): Found {
  if (decision === 'denied') return ok(says.named)
  return decision === 'allowed' ? warning(says.unnamed) : notChecked(says.unnamedUnseen)
}

function groups(pool: Pool, reply: AwsReply<readonly string[]>): readonly Found[] {
  if (reply.kind === 'unread') return [unread(poolQuestions.groups, reply)]
  const missing = pool.after.groups.filter((group) => !reply.value.includes(group))
  return missing.length === 0
    ? [ok(says.groupsThere(pool.after.groups))]
    : missing.map((group) => fault(says.groupMissing(group)))
}

/** The last line about each pool, if nothing is open: nothing else is claimed. */
export function shutLines(findings: readonly Finding[], pools: readonly Pool[]): readonly Finding[] {
  return pools.flatMap(({ id }) => {
    const theirs = findings.filter((finding) => finding.section === 'pool' && finding.pool === id)
    const isOpen = theirs.some(({ result }) => result === 'warning' || result === 'fault')
    const isSeen = theirs.every(({ result }) => result === 'ok')
    const about = { check: 'pool-shut', section: 'pool', pool: id } as const
    if (isOpen) return []
    return [{ ...about, ...(isSeen ? ok(says.shut) : notChecked(says.shutAsSeen)) }]
  })
}
