// /confirm-user: asks whether the person may decide, and finds the round to decide or the answer to give.

import type { CardEntry } from '../domain/card-entry.ts'
import type { Click, ClickEnd } from '../domain/click.ts'
import { type Command, type CommandAnswer, readCommand } from '../domain/command.ts'
import { mayDecideAtAll, type Verdict } from '../domain/may-decide.ts'
import type { Person } from '../domain/person.ts'
import type { Pool } from '../domain/pool.ts'
import type { Unchecked } from '../domain/unchecked.ts'
import { never } from '../shared/never.ts'
import type { Authorise } from './authorise.ts'
import { type FindingParts, type FoundUser, findUser } from './find-user.ts'

export interface CommandParts extends FindingParts {
  readonly pools: readonly Pool[]
  readonly authorise: Authorise
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
      return unknownPool(parts, command, pools)
    case 'confirm':
      return resultOf(await findUser(parts, { ...command, pools }))
    default:
      return never(command)
  }
}

/** What was taken for a pool may belong to the name: “Grace Hopper”. */
async function unknownPool(
  parts: CommandParts,
  { given, whole }: Extract<Command, { kind: 'unknown-pool' }>,
  pools: readonly Pool[],
): Promise<CommandResult> {
  const unknown = { kind: 'unknown-pool', given, poolNames: pools.map((pool) => pool.name) } as const
  if (whole === undefined) return answered(unknown)
  const found = await findUser(parts, { ...whole, pools })
  if (found.kind === 'round') return found
  switch (found.answer.kind) {
    case 'unknown-user':
      return answered({ ...unknown, user: whole.user })
    case 'too-many':
    case 'not-askable':
    case 'could-not-look':
      return answered(unknown)
    default:
      return answered(found.answer)
  }
}

/** The pools about which somebody may decide; if there are none, how a request of theirs ends. */
export type Allowed =
  | { readonly kind: 'may'; readonly pools: readonly Pool[] }
  | { readonly kind: 'may-not'; readonly end: Extract<ClickEnd, { kind: 'refused' | 'unchecked' }> }

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

function resultOf(found: FoundUser): CommandResult {
  return found.kind === 'round' ? found : answered(found.answer)
}

function answered(answer: CommandAnswer): CommandResult {
  return { kind: 'end', end: { kind: 'answered', answer } }
}
