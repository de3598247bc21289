// /confirm-user: asks Cognito who is meant, and finds the round to decide or the answer to give.

import type { LookUp } from '../domain/attempt.ts'
import type { CardEntry } from '../domain/card-entry.ts'
import type { Click, ClickEnd } from '../domain/click.ts'
import { type Command, type CommandAnswer, readCommand } from '../domain/command.ts'
import { mayDecideAtAll, type Verdict } from '../domain/may-decide.ts'
import type { Person } from '../domain/person.ts'
import type { Pool } from '../domain/pool.ts'
import type { KnownRound, SettledRound } from '../domain/round.ts'
import { isWaiting, type PoolUser, type SeenSignUp, type SignUp, seenSignUp } from '../domain/sign-up.ts'
import type { Unchecked } from '../domain/unchecked.ts'
import type { Urgency } from '../shared/limit.ts'
import { errorFacts, type Log } from '../shared/log.ts'
import { never } from '../shared/never.ts'
import type { Authorise } from './authorise.ts'

export interface CommandParts {
  readonly ledger: {
    /** The latest rounds of those sign-ups that the store knows. */
    latest(
      signUps: readonly { readonly poolId: string; readonly sub: string }[],
    ): Promise<readonly CardEntry[]>
    /** Writes down who waits. Returns those who wait again after their round was settled. */
    record(
      seen: readonly SeenSignUp[],
      backlogAge: number,
    ): Promise<{ readonly settledBefore: readonly SettledRound[] }>
    reopen(round: KnownRound): Promise<boolean>
  }
  readonly userPools: {
    /** Throws if Cognito gives no usable answer. */
    find(
      poolId: string,
      attribute: 'sub' | 'username' | 'email',
      value: string,
      urgency: Urgency,
    ): Promise<readonly PoolUser[]>
    lookUp(call: {
      readonly poolId: string
      readonly sub: string
      readonly urgency: Urgency
    }): Promise<LookUp>
  }
  readonly pools: readonly Pool[]
  readonly authorise: Authorise
  /** Until a pool's whole list has been read, sign-ups older than this get no card; in milliseconds. */
  readonly backlogAge: number
  readonly log: Log
  cardsChanged(): void
}

export type CommandResult =
  /** The command names exactly this round, which is decided as for any other click. */
  { readonly kind: 'round'; readonly entry: CardEntry } | { readonly kind: 'end'; readonly end: ClickEnd }

/** Authorises before any look-up, so that strangers learn nothing. */
export async function answerCommand(
  parts: CommandParts,
  { by }: Click,
  text: string,
): Promise<CommandResult> {
  const command = readCommand(text, parts.pools)
  if (command.kind === 'help') return answered({ kind: 'help' })

  const asked = 'pools' in command ? command.pools : parts.pools
  const allowed = await allowedPools(parts.authorise, by, asked)
  if (allowed.kind !== 'may') return { kind: 'end', end: allowed.end }
  const { pools } = allowed
  switch (command.kind) {
    case 'list':
      return answered({ kind: 'list', poolIds: pools.map((pool) => pool.id), offset: 0 })
    case 'unknown-pool':
      return answered({
        kind: 'unknown-pool',
        given: command.given,
        poolNames: pools.map((pool) => pool.name),
      })
    case 'confirm':
      return findUser(parts, { ...command, pools })
    default:
      return never(command)
  }
}

type Allowed =
  | { readonly kind: 'may'; readonly pools: readonly Pool[] }
  | { readonly kind: 'may-not'; readonly end: ClickEnd }

/** The pools about which this person may decide; if none, why. */
export async function allowedPools(
  authorise: Authorise,
  by: Person,
  pools: readonly Pool[],
): Promise<Allowed> {
  const verdicts = await Promise.all(pools.map((pool) => authorise(by, pool, mayDecideAtAll)))
  const allowed = pools.filter((_, index) => verdicts[index]?.kind === 'may')
  if (allowed.length > 0) return { kind: 'may', pools: allowed }
  const refusal = verdicts.find(
    (verdict): verdict is Extract<Verdict, { kind: 'may-not' }> => verdict.kind === 'may-not',
  )
  if (refusal !== undefined) return { kind: 'may-not', end: { kind: 'refused', because: refusal.because } }
  const reasons = verdicts.flatMap((verdict) => (verdict.kind === 'unchecked' ? [verdict.because] : []))
  const because: Unchecked = reasons.find(({ kind }) => kind !== 'no-answer') ?? { kind: 'no-answer' }
  return { kind: 'may-not', end: { kind: 'unchecked', because } }
}

type Meant = Extract<Command, { kind: 'confirm' }>

async function findUser(parts: CommandParts, meant: Meant): Promise<CommandResult> {
  const found = await askCognito(parts, meant)
  if (found === null) return answered({ kind: 'could-not-look' })
  if (found.length === 0) {
    return answered({
      kind: 'unknown-user',
      user: meant.user,
      poolNames: meant.pools.map((pool) => pool.name),
    })
  }
  const waiting = found.filter(isWaiting)
  await writeDown(parts, meant.pools, waiting)
  const entries = await parts.ledger.latest(found)
  const open = entries.filter((entry) => isOpenAmong(entry, waiting))
  const [only] = open
  // Cognito lists a waiting user that could not be written down as waiting: what is true is unknown.
  if (only === undefined && waiting.length > 0) return answered({ kind: 'could-not-look' })
  if (only === undefined)
    return answered({ kind: 'not-waiting', users: found.map((user) => factsOf(user, meant.pools, entries)) })
  const isCertain = open.length === 1 && namesForCertain(meant, only.signUp)
  if (isCertain) return { kind: 'round', entry: only }
  return answered({ kind: 'candidates', user: meant.user, roundIds: open.map((entry) => entry.round.id) })
}

/** Anyone can sign up with another user's address, or with a `sub` as their user name, so neither identifies a user. */
function namesForCertain({ user, isForcedName }: Meant, { sub, userName }: SignUp): boolean {
  if (uuid.test(user) && !isForcedName) return sub === user.toLowerCase()
  return userName === user && (isForcedName || !user.includes('@'))
}

/** All users whom the text can mean, each once; null if Cognito did not say. */
async function askCognito(
  { userPools, log }: CommandParts,
  { user, isForcedName, pools }: Meant,
): Promise<readonly PoolUser[] | null> {
  const attributes = isForcedName ? (['username'] as const) : attributesOf(user)
  const questions = pools.flatMap((pool) =>
    attributes.map((attribute) => userPools.find(pool.id, attribute, user, 'click')),
  )
  try {
    const users = (await Promise.all(questions)).flat()
    return [...new Map(users.map((one) => [`${one.poolId} ${one.sub}`, one])).values()]
  } catch (error) {
    log.warn({ flow: 'command', ...errorFacts(error) }, 'Cognito did not say who is meant')
    return null
  }
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

function attributesOf(user: string): readonly ('sub' | 'username' | 'email')[] {
  if (uuid.test(user)) return ['sub', 'username']
  return user.includes('@') ? ['email', 'username'] : ['username']
}

/** A user who signed up or was enabled a second ago has not been polled yet. Their card follows as usual. */
async function writeDown(
  parts: CommandParts,
  pools: readonly Pool[],
  waiting: readonly PoolUser[],
): Promise<void> {
  const { ledger, userPools, backlogAge, cardsChanged } = parts
  for (const pool of pools) {
    const seen = waiting.filter((user) => user.poolId === pool.id)
    if (seen.length === 0) continue
    const { settledBefore } = await ledger.record(
      seen.map((user) => seenSignUp(pool, user)),
      backlogAge,
    )
    for (const known of settledBefore) {
      // Reading back takes longer than this person would wait.
      if (known.isConfirmation) continue
      const found = await userPools.lookUp({ poolId: pool.id, sub: known.sub, urgency: 'background' })
      const waitsAgain = found.kind === 'found' && found.status === 'UNCONFIRMED' && found.isEnabled
      if (waitsAgain) await ledger.reopen(known)
    }
    cardsChanged()
  }
}

function isOpenAmong({ signUp, round }: CardEntry, waiting: readonly PoolUser[]): boolean {
  const isAmong = waiting.some((user) => user.sub === signUp.sub && user.poolId === signUp.poolId)
  return isAmong && round.state.kind !== 'settled'
}

function factsOf(user: PoolUser, pools: readonly Pool[], entries: readonly CardEntry[]) {
  const known = entries.find(({ signUp }) => signUp.sub === user.sub && signUp.poolId === user.poolId)
  const state = known?.round.state
  return {
    poolName: pools.find((pool) => pool.id === user.poolId)?.name ?? user.poolId,
    userName: user.userName,
    status: user.status,
    isEnabled: user.isEnabled,
    ending: state?.kind === 'settled' ? state.ending : null,
  }
}

function answered(answer: CommandAnswer): CommandResult {
  return { kind: 'end', end: { kind: 'answered', answer } }
}
