// Looking at one sign-up: its latest round and its history, from all its rounds; and who looked.
import { type SqlBool, sql } from 'kysely'
import type { KnownDetails } from '../../domain/details.ts'
import type { HistoryPlace } from '../../domain/history-place.ts'
import type { Person } from '../../domain/person.ts'
import type { SignUp } from '../../domain/sign-up.ts'
import {
  type HistoryPage,
  type HistoryRow,
  historyEvent,
  historyPage,
  leftOutOfHistory,
  mostCounted,
} from '../../domain/sign-up-history.ts'
import type { StoreParts, Tx } from '../transaction.ts'
import { insertEvent } from './insert-event.ts'
import { readLatestRound, readRound, type StoredRound } from './rounds.ts'

/** Who looked at whom. */
interface Look {
  readonly signUp: Pick<SignUp, 'poolId' | 'sub'>
  readonly roundId: string
  readonly by: Person
  readonly slackRequestId: string | null
}

/** The part of the store that Details works with. */
export function lookLedger({ transact, newId }: StoreParts) {
  return {
    /** The page of the history that follows this place; the first if that is null. Null if the round is unknown. */
    details: (roundId: string, after: HistoryPlace | null) =>
      transact(async (tx): Promise<KnownDetails | null> => {
        const named = await readRound(tx, roundId)
        if (named === null) return null
        const latest = (await readLatestRound(tx, named.signUp.poolId, named.signUp.sub)) ?? named
        return { entry: latest, history: await readHistory(tx, latest, after) }
      }),

    /** Writes down that somebody was shown these details. */
    noteLook: ({ signUp, roundId, by, slackRequestId }: Look) =>
      transact(async (tx, now) => {
        await insertEvent(tx, {
          id: newId(),
          at: now,
          kind: 'details-opened',
          pool_id: signUp.poolId,
          sub: signUp.sub,
          round_id: roundId,
          click_id: null,
          user_id: by.userId,
          team_id: by.teamId,
          outcome: JSON.stringify({ kind: 'details-opened' }),
          slack_request_id: slackRequestId,
          aws_request_id: null,
        })
      }),
  }
}

/** Newest first. */
export async function readHistory(
  tx: Tx,
  stored: StoredRound,
  after: HistoryPlace | null,
): Promise<HistoryPage> {
  const rows = await selectEvents(tx, stored, after)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(historyPage + 1)
    .execute()
  const { total } = await tx
    .selectFrom(selectEvents(tx, stored, null).limit(mostCounted).as('some'))
    .select(({ fn }) => fn.countAll().as('total'))
    .executeTakeFirstOrThrow()
  const events = rows.slice(0, historyPage).map((row) => historyEvent(rowOf(row)))
  return { events, goesOn: rows.length > historyPage, total: Number(total) }
}

/** All events in one select, so that the database alone says which of two at the same moment comes first. */
function selectEvents(tx: Tx, { signUp, signUpId }: StoredRound, after: HistoryPlace | null) {
  const isOlder = (at: string, id: string) =>
    after === null
      ? sql<SqlBool>`1 = 1`
      : sql<SqlBool>`(${sql.ref(at)}, ${sql.ref(id)}) < (${after.at}, ${after.id})`
  const text = (column: string) => sql<string | null>`${sql.ref(column)}`
  const nothing = sql<string | null>`cast(null as text)`
  const ended = tx
    .selectFrom('audit_events')
    .select(['id', 'at', 'kind', 'user_id', 'team_id', text('outcome').as('outcome')])
    .where('pool_id', '=', signUp.poolId)
    .where('sub', '=', signUp.sub)
    .where('kind', 'not in', leftOutOfHistory)
    .where(isOlder('at', 'id'))
  const called = tx
    .selectFrom('attempts')
    .select(['id', 'sent_at as at', sql<string>`'call-' || call`.as('kind')])
    .select([text('user_id').as('user_id'), text('team_id').as('team_id'), 'answer as outcome'])
    .where('sign_up_id', '=', signUpId)
    .where(isOlder('sent_at', 'id'))
  const noticed = tx
    .selectFrom('rounds')
    .select(['id', 'opened_at as at', sql<string>`'noticed'`.as('kind')])
    .select([nothing.as('user_id'), nothing.as('team_id'), nothing.as('outcome')])
    .where('sign_up_id', '=', signUpId)
    .where('number', '=', 1)
    .where(isOlder('opened_at', 'id'))
  return ended.unionAll(called).unionAll(noticed)
}

type EventRow = Awaited<ReturnType<ReturnType<typeof selectEvents>['executeTakeFirstOrThrow']>>

function rowOf({ id, at, kind, user_id: userId, team_id: teamId, outcome }: EventRow): HistoryRow {
  return { id, at, kind, outcome, by: userId === null || teamId === null ? null : { userId, teamId } }
}
