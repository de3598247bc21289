// Reads the steps of sign-ups.
import { deedFormat, type Step, stepStateFormat } from '../../domain/step.ts'
import type { Tx } from '../transaction.ts'

/** A step, and its state as it was read, which the conditional update compares. */
export interface StoredStep extends Step {
  readonly written: string
}

/** The steps of these sign-ups, in their order. Those that have none are left out. */
export async function readSteps(
  tx: Tx,
  signUpIds: readonly string[],
): Promise<ReadonlyMap<string, readonly StoredStep[]>> {
  if (signUpIds.length === 0) return new Map()
  const rows = await tx
    .selectFrom('steps')
    .select(['sign_up_id', 'user_id', 'team_id', 'deed', 'state', 'fence'])
    .where('sign_up_id', 'in', [...signUpIds])
    .orderBy('position')
    .orderBy('name')
    .execute()
  const steps = new Map<string, StoredStep[]>()
  for (const row of rows) {
    const { sign_up_id: id, user_id: userId, team_id: teamId, fence, state: written } = row
    const deed = deedFormat.parse(JSON.parse(row.deed))
    const step = { deed, by: { userId, teamId }, fence, written }
    const state = stepStateFormat.parse(JSON.parse(written))
    steps.set(id, [...(steps.get(id) ?? []), { ...step, state }])
  }
  return steps
}
