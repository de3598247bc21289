// Changes steps: the one conditional update, what a round's ending means for them, and whose turn it is.
import type { Person } from '../../domain/person.ts'
import type { Ending } from '../../domain/round.ts'
import { advanceStep, begun, type Deed, dueAt, nameOf, nextStep, type StepEvent } from '../../domain/step.ts'
import { stepsAfter } from '../../domain/steps-of-round.ts'
import type { Tx } from '../transaction.ts'
import { auditStep } from './audit.ts'
import { touchShowing } from './message-versions.ts'
import { readSteps, type StoredStep } from './read-steps.ts'
import type { StoredRound } from './rounds.ts'

/** What every change of a step needs. */
export interface StepChange {
  readonly now: number
  readonly newId: () => string
  readonly awsRequestId?: string | null
  /** The session in AWS in which the step's call was made. */
  readonly roleSession?: string | null
}

/**
 * Applies an event, and writes down what ended. Null if it does not apply. Another replica may have changed the row since it was
 * read: then it is read anew.
 */
export async function changeStep(
  tx: Tx,
  change: StepChange,
  stored: StoredRound,
  step: StoredStep,
  event: StepEvent,
): Promise<StoredStep | null> {
  const name = nameOf(step.deed)
  for (let current = step; ; ) {
    const transition = advanceStep(current, event)
    if (transition.kind === 'refused') return null
    const { state, fence } = transition
    const written = JSON.stringify(state)
    const updated = await tx
      .updateTable('steps')
      .set({ kind: state.kind, state: written, fence })
      .where('sign_up_id', '=', stored.signUpId)
      .where('name', '=', name)
      .where('state', '=', current.written)
      .executeTakeFirst()
    if (updated.numUpdatedRows === 1n) {
      const changed: StoredStep = { ...current, state, fence, written }
      await auditStep(tx, change, stored, changed)
      return changed
    }
    const again = (await stepsOf(tx, stored.signUpId)).find(({ deed }) => nameOf(deed) === name)
    if (again === undefined) return null
    current = again
  }
}

/** In their order. */
export async function stepsOf(tx: Tx, signUpId: string): Promise<readonly StoredStep[]> {
  return (await readSteps(tx, [signUpId])).get(signUpId) ?? []
}

/** A round has ended: its sign-up's steps begin, go on, or are cancelled. In the transaction that ends it. */
export async function followEnding(
  tx: Tx,
  change: StepChange,
  stored: StoredRound,
  ending: Ending,
  deeds: readonly Deed[],
): Promise<void> {
  const steps = await stepsOf(tx, stored.signUpId)
  if (steps.length === 0 && deeds.length === 0) return
  const now = new Date(change.now)
  const meaning = stepsAfter(ending, stored.round.origin)
  if (meaning === 'cancel')
    for (const step of steps) await changeStep(tx, change, stored, step, { kind: 'cancel', now })
  if (meaning === 'begin' && ending.kind === 'confirmed') {
    for (const [position, deed] of deeds.entries())
      await begin(tx, change, stored, { deed, position, by: ending.by, steps })
  }
  await noteWhoseTurn(tx, stored.signUpId, true)
}

interface Beginning {
  readonly deed: Deed
  readonly position: number
  readonly by: Person
  readonly steps: readonly StoredStep[]
}

async function begin(
  tx: Tx,
  change: StepChange,
  stored: StoredRound,
  { deed, position, by: { userId, teamId }, steps }: Beginning,
): Promise<void> {
  const { signUpId, signUp } = stored
  const name = nameOf(deed)
  const known = steps.find((step) => nameOf(step.deed) === name)
  const now = new Date(change.now)
  if (known === undefined) {
    const state = begun(now, false)
    await tx
      .insertInto('steps')
      .values({
        sign_up_id: signUpId,
        name,
        position,
        pool_id: signUp.poolId,
        user_id: userId,
        team_id: teamId,
        deed: JSON.stringify(deed),
        kind: state.kind,
        state: JSON.stringify(state),
        fence: 0,
        due_at: null,
      })
      .execute()
    return
  }
  if ((await changeStep(tx, change, stored, known, { kind: 'begin', now })) === null) return
  await tx
    .updateTable('steps')
    .set({ position, user_id: userId, team_id: teamId })
    .where('sign_up_id', '=', signUpId)
    .where('name', '=', name)
    .execute()
}

/** One after the other. Nothing is begun while `mayGoOn` is false; what is being done ends all the same. */
export async function noteWhoseTurn(tx: Tx, signUpId: string, mayGoOn: boolean): Promise<void> {
  const steps = await stepsOf(tx, signUpId)
  if (steps.length === 0) return
  const next = nextStep(steps)
  await tx.updateTable('steps').set({ due_at: null }).where('sign_up_id', '=', signUpId).execute()
  if (next === null || (!mayGoOn && next.state.kind === 'waiting')) return
  await tx
    .updateTable('steps')
    .set({ due_at: dueAt(next)?.getTime() ?? null })
    .where('sign_up_id', '=', signUpId)
    .where('name', '=', nameOf(next.deed))
    .execute()
}

/** The card of the sign-up's latest round shows something else now. Returns the round's new version. */
export async function touchSteps(tx: Tx, { round }: StoredRound): Promise<number> {
  const touched = await tx
    .updateTable('rounds')
    .set((row) => ({ version: row('version', '+', 1) }))
    .where('id', '=', round.id)
    .returning('version')
    .executeTakeFirstOrThrow()
  await touchShowing(tx, [round.id])
  return touched.version
}
