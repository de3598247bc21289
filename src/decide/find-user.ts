// Finds whom a command means: in the store, then in Cognito.
import type { CardEntry } from '../domain/card-entry.ts'
import type { CommandAnswer, Meant, Unsearched } from '../domain/command.ts'
import { isLapsed } from '../domain/offers.ts'
import type { Pool } from '../domain/pool.ts'
import { isLeftWaiting } from '../domain/round.ts'
import { isWaiting, type PoolUser, type SignUp } from '../domain/sign-up.ts'
import { type Asked, type AskingParts, askCognito, isUuid } from './ask-cognito.ts'
import { mostExact, type SearchingParts, type StoreSearch, searchStore } from './search-store.ts'
import { type RecordingParts, writeDownWaiting } from './write-down-waiting.ts'

export interface FindingParts {
  readonly ledger: SearchingParts['ledger'] &
    RecordingParts['ledger'] & {
      /** The latest rounds of those sign-ups that the store knows. */
      latest(
        signUps: readonly { readonly poolId: string; readonly sub: string }[],
      ): Promise<readonly CardEntry[]>
      /** The latest rounds of sign-ups with this user name, whatever its case. */
      named(poolId: string, userName: string): Promise<readonly CardEntry[]>
    }
  readonly userPools: AskingParts['userPools'] & RecordingParts['userPools']
  readonly listProblem: AskingParts['listProblem']
  readonly log: AskingParts['log']
  /** Until a pool's whole list has been read, sign-ups older than this get no card; in milliseconds. */
  readonly backlogAge: number
  cardsChanged(): void
  /** Whether a card's dialog can say in full who it is: otherwise, Approve opens a form that does. */
  fitsDialog(signUp: SignUp, pool: Pool): boolean
}

export type FoundUser =
  /** The command names exactly this round, which is decided as for any other click. */
  | { readonly kind: 'round'; readonly entry: CardEntry }
  | { readonly kind: 'answer'; readonly answer: CommandAnswer }

/** Searches only the pools that it is given: those about which the person may decide. */
export async function findUser(parts: FindingParts, meant: Meant): Promise<FoundUser> {
  const { user, decision } = meant
  const known = await findKnown(parts, meant)
  if (known.exact.length > mostExact) return answer({ kind: 'too-many', user })
  const asked = await askCognito(parts, meant)
  if (asked.isTooMany) return answer({ kind: 'too-many', user })

  const waiting = asked.users.filter(isWaiting)
  await writeDownWaiting(parts, meant.pools, waiting)
  const entries = await parts.ledger.latest(asked.users)
  const listed = entries.filter((entry) => isOpenAmong(entry, waiting))
  // What Cognito just said of a user is newer than the store.
  const others = known.exact.filter((entry) => !asked.users.some((one) => isSame(one, entry)))
  const open = [...listed, ...others]
  const [only] = open
  const isOnly = open.length === 1 && listed.length === 1
  if (
    only !== undefined &&
    decision === 'approve' &&
    isOnly &&
    isNamedById(meant, only) &&
    isInView(parts, meant, only)
  )
    return { kind: 'round', entry: only }
  const { unsearched } = asked
  if (decision === 'history') return historyOf(meant, known, [...entries, ...others], asked)
  if (only !== undefined) return answer(candidates(meant, open, asked))
  // Cognito lists a waiting user that could not be written down as waiting: what is true is unknown.
  if (waiting.some((one) => !isLeftDenied(one, entries)))
    return answer({ kind: 'could-not-look', unsearched })
  if (asked.users.length > 0) return answer(notWaiting(meant, asked, entries))
  return answer(nobody(meant, known, asked))
}

/** Of one sign-up. Who was never waiting has none. */
function historyOf(meant: Meant, known: Known, entries: readonly CardEntry[], asked: Asked): FoundUser {
  const all = entries.length > 0 ? entries : known.decided
  const [only, another] = all
  if (only !== undefined && another === undefined) return answer({ kind: 'history', roundId: only.round.id })
  if (only !== undefined) return answer(candidates(meant, all, asked))
  if (asked.users.length > 0) return answer(notWaiting(meant, asked, entries))
  return answer(nobody(meant, known, asked))
}

function candidates(
  { user, decision }: Meant,
  entries: readonly CardEntry[],
  { unsearched }: Asked,
): CommandAnswer {
  return { kind: 'candidates', decision, user, roundIds: entries.map(({ round }) => round.id), unsearched }
}

function notWaiting({ pools }: Meant, { users }: Asked, entries: readonly CardEntry[]): CommandAnswer {
  return {
    kind: 'not-waiting',
    users: users.map((one) => factsOf(one, pools, entries)),
    roundIds: entries.map(({ round }) => round.id),
  }
}

interface Known extends StoreSearch {
  /** Whose last round is over: named by this `sub` or user name. */
  readonly decided: readonly CardEntry[]
}

/** Those who wait as far as the store knows. A `sub` is found among however many. */
async function findKnown(parts: FindingParts, meant: Meant): Promise<Known> {
  const search = await searchStore(parts, meant)
  const sub = meant.user.toLowerCase()
  const isSub = !meant.isForcedName && isUuid(meant.user)
  const bySub = isSub ? await parts.ledger.latest(meant.pools.map(({ id }) => ({ poolId: id, sub }))) : []
  const byName = await Promise.all(meant.pools.map(({ id }) => parts.ledger.named(id, meant.user)))
  const others = isSub ? search.exact.filter(({ signUp }) => signUp.sub !== sub) : search.exact
  const named = new Map([...bySub, ...byName.flat()].map((entry) => [entry.round.id, entry]))
  return {
    ...search,
    exact: [...bySub.filter((entry) => !isSettled(entry)), ...others],
    decided: [...named.values()].filter(isSettled),
  }
}

function isSettled({ round }: CardEntry): boolean {
  return round.state.kind === 'settled'
}

/** Nobody of this name was found in what could be searched. */
function nobody(
  { user, decision, pools }: Meant,
  { near, isWhole, decided }: Known,
  asked: Asked,
): CommandAnswer {
  const { unsearched } = asked
  if (decided.length > 0)
    return { kind: 'decided', user, roundIds: decided.map(({ round }) => round.id), unsearched }
  if (near.length > 0) {
    const [poolIds, roundIds] = [pools.map(({ id }) => id), near.map((entry) => entry.round.id)]
    return { kind: 'nearest', decision, user, poolIds, roundIds, isWhole, unsearched }
  }
  if (unsearched.length < pools.length) {
    const poolNames = pools.map(({ name }) => name).filter((name) => !isAmong(unsearched, name))
    return { kind: 'unknown-user', decision, user, poolNames, isWhole, unsearched }
  }
  const isNeverAskable = unsearched.every(({ problem }) => problem === 'not-askable')
  return isNeverAskable ? { kind: 'not-askable', user } : { kind: 'could-not-look', unsearched }
}

function isAmong(unsearched: readonly Unsearched[], poolName: string): boolean {
  return unsearched.some((one) => one.poolName === poolName)
}

/** Names are chosen by strangers: only the `sub` identifies a user. */
function isNamedById({ user, isForcedName }: Meant, { signUp }: CardEntry): boolean {
  return !isForcedName && isUuid(user) && signUp.sub === user
}

/** Nobody approves what they can't see: where neither the channel nor a dialog shows all of it, the answer does first. */
function isInView({ fitsDialog }: FindingParts, { pools }: Meant, { signUp }: CardEntry): boolean {
  const pool = pools.find(({ id }) => id === signUp.poolId)
  return pool?.visibility === 'full' && fitsDialog(signUp, pool)
}

function isSame({ poolId, sub }: PoolUser, { signUp }: CardEntry): boolean {
  return sub === signUp.sub && poolId === signUp.poolId
}

/** Who has lapsed can be decided about as anybody who waits. */
function isOpenAmong(entry: CardEntry, waiting: readonly PoolUser[]): boolean {
  const isOpen = entry.round.state.kind !== 'settled' || isLapsed(entry.round)
  return isOpen && waiting.some((user) => isSame(user, entry))
}

/** Denied, and left in Cognito as they are. */
function isLeftDenied(user: PoolUser, entries: readonly CardEntry[]): boolean {
  const round = entries.find((entry) => isSame(user, entry))?.round
  return round?.state.kind === 'settled' && isLeftWaiting(round.state.ending, round.origin)
}

function factsOf(user: PoolUser, pools: readonly Pool[], entries: readonly CardEntry[]) {
  const state = entries.find((entry) => isSame(user, entry))?.round.state
  return {
    poolName: pools.find((pool) => pool.id === user.poolId)?.name ?? user.poolId,
    userName: user.userName,
    status: user.status,
    isEnabled: user.isEnabled,
    ending: state?.kind === 'settled' ? state.ending : null,
  }
}

function answer(told: CommandAnswer): FoundUser {
  return { kind: 'answer', answer: told }
}
