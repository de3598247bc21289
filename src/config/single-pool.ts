// The one pool that the environment's variables describe.
import type { Pool } from '../domain/pool.ts'
import type { Reading } from './mistake.ts'
import { entriesOf, regionOf, singlePoolSchema } from './settings.ts'
import { type Given, mistakenVariables, nobodyMayApprove } from './variable-mistake.ts'

/** The pool, named by its id. */
export function readSinglePool(given: Given): Reading<readonly Pool[]> {
  const settings = singlePoolSchema.safeParse(given, { reportInput: true })
  const mistakes = [
    ...mistakenVariables(settings.error?.issues ?? [], given),
    ...(namesAnApprover(given) ? [] : [nobodyMayApprove(given)]),
  ]
  if (!settings.success || mistakes.length > 0) return { kind: 'mistaken', mistakes }

  const id = settings.data.COGNITO_USER_POOL_ID
  const pool = {
    id,
    region: regionOf(id),
    name: id,
    channel: settings.data.APPROVAL_CHANNEL,
    approvers: { groups: settings.data.APPROVER_GROUPS, users: settings.data.APPROVER_USERS },
    attributes: [],
    clientMetadata: {},
  }
  return { kind: 'valid', value: [pool] }
}

function namesAnApprover(given: Given): boolean {
  return [given['APPROVER_GROUPS'], given['APPROVER_USERS']].some((list) => entriesOf(list).length > 0)
}
