// Finds the sign-ups that are called something: by e-mail, user name or `sub`, also those whose rows are forgotten.

import type { AuditedPerson } from '../../domain/audit-record.ts'
import { entitlementFormat } from '../../domain/entitlement.ts'
import { fold } from '../../domain/fold.ts'
import { isSameMailbox, mailboxOf } from '../../domain/mailbox.ts'
import { attributesFormat } from '../../domain/sign-up.ts'
import type { Tx } from '../transaction.ts'
import { type EventFilter, eventPages } from './read-events.ts'

/** What was searched, so that nobody takes a gap for an answer. */
export interface Searched {
  readonly signUps: number
  readonly events: number
  /** When the oldest event happened; null if there is none. */
  readonly since: Date | null
}

/** In the pool, or in all of them if that is null. */
export async function findPeople(
  tx: Tx,
  who: string,
  poolId: string | null,
): Promise<readonly AuditedPerson[]> {
  const known = await inSignUps(tx, who, poolId)
  return known.length > 0 ? known : inEvents(tx, who, poolId)
}

async function inSignUps(tx: Tx, who: string, poolId: string | null): Promise<readonly AuditedPerson[]> {
  const rows = await tx
    .selectFrom('sign_ups')
    .select(['id', 'pool_id', 'sub', 'user_name', 'attributes', 'signed_up_at'])
    .where((row) =>
      row.or([
        row('folded_sub', '=', fold(who)),
        row('folded_name', '=', fold(who)),
        row('folded_address', '=', mailboxOf(who)),
      ]),
    )
    .$if(poolId !== null, (query) => query.where('pool_id', '=', poolId))
    .orderBy('signed_up_at')
    .execute()
  return rows.map((row) => ({
    poolId: row.pool_id,
    sub: row.sub,
    userName: row.user_name,
    attributes: attributesFormat.parse(JSON.parse(row.attributes)),
    known: { signUpId: row.id, signedUpAt: new Date(row.signed_up_at) },
  }))
}

/** Of forgotten sign-ups, events are left, which have the `sub`, and sometimes what their approver was shown. */
async function inEvents(tx: Tx, who: string, poolId: string | null): Promise<readonly AuditedPerson[]> {
  const filter: EventFilter = { poolId, sub: null, since: null }
  const found = new Map<string, AuditedPerson>()
  for await (const page of eventPages(tx, filter))
    for (const { pool_id, sub, entitlement } of page) {
      if (pool_id === null || sub === null) continue
      const key = `${pool_id} ${sub}`
      const person = { poolId: pool_id, sub, ...shownIn(entitlement), known: null }
      if (isCalled(person, who) && (found.get(key)?.userName ?? null) === null) found.set(key, person)
    }
  return [...found.values()]
}

function shownIn(entitlement: string | null): Pick<AuditedPerson, 'userName' | 'attributes'> {
  const nobody = { userName: null, attributes: {} }
  if (entitlement === null) return nobody
  const read = entitlementFormat.safeParse(JSON.parse(entitlement)).data
  return read === undefined ? nobody : { userName: read.personal.userName, attributes: read.personal.shown }
}

function isCalled({ sub, userName, attributes }: Omit<AuditedPerson, 'known'>, who: string): boolean {
  const isNamed = [sub, userName].some((name) => name !== null && fold(name) === fold(who))
  return isNamed || isSameMailbox(attributes['email'] ?? '', who)
}

export async function readSearched(tx: Tx, poolId: string | null): Promise<Searched> {
  const ofPool = poolId === null ? [] : [poolId]
  const signUps = await tx
    .selectFrom('sign_ups')
    .select(({ fn }) => fn.countAll().as('count'))
    .$if(poolId !== null, (query) => query.where('pool_id', 'in', ofPool))
    .executeTakeFirstOrThrow()
  const events = await tx
    .selectFrom('audit_events')
    .select(({ fn }) => [fn.countAll().as('count'), fn.min('at').as('since')])
    .$if(poolId !== null, (query) => query.where('pool_id', 'in', ofPool))
    .executeTakeFirstOrThrow()
  const since = events.since === null ? null : new Date(Number(events.since))
  return { signUps: Number(signUps.count), events: Number(events.count), since }
}
