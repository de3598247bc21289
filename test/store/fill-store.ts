// Very many rows, written past the ledger because that is faster.
import { randomUUID } from 'node:crypto'
import { ada, channel, poolId } from './arrange.ts'
import type { Store } from './open-store.ts'

/** More than several transactions take. */
export const many = 1100

/** That many sign-ups, each with a round, a card, and an ended click about an unknown round. */
export async function fill(
  { database, clock }: Store,
  kind: 'waiting' | 'settled',
  hasEnded: boolean,
): Promise<void> {
  const now = clock.now().getTime()
  const ending = { kind: 'gone', at: new Date(now) }
  const state = JSON.stringify(kind === 'waiting' ? { kind, failure: null } : { kind, ending })
  const live = { kind: 'live', ts: '1.1', drawn: null, drawing: null, doubt: null, fence: 0 }
  const people = Array.from({ length: many }, (_, index) => ({
    id: randomUUID(),
    sub: `sub-${index}`,
    at: now + index,
  }))
  for (const some of [people.slice(0, 550), people.slice(550)]) {
    const rows = <Row>(rowOf: (one: (typeof people)[number]) => Row) => some.map(rowOf)
    await database
      .insertInto('sign_ups')
      .values(
        rows(({ id, sub, at }) => ({
          id,
          pool_id: poolId,
          sub,
          user_name: sub,
          folded_sub: sub,
          folded_name: sub,
          attributes: '{}',
          signed_up_at: at,
          is_imitation: 0,
          seen_at: now,
        })),
      )
      .execute()
    await database
      .insertInto('rounds')
      .values(
        rows(({ id, at }) => ({
          id,
          sign_up_id: id,
          signed_up_at: at,
          pool_id: poolId,
          number: 1,
          version: 1,
          fence: 0,
          kind,
          state,
          lease_until: null,
          opened_at: now,
          changed_at: now,
          card: 'wanted',
        })),
      )
      .execute()
    await database
      .insertInto('messages')
      .values(
        rows(({ id, sub }) => ({
          id,
          pool_id: poolId,
          channel,
          shows: 'cards',
          planned_at: now,
          version: 1,
          is_plain: 0,
          state: JSON.stringify({ ...live, ts: sub }),
          kind: 'live',
          ts: sub,
          drawn_version: -1,
          drawing_until: null,
          doubtful_until: null,
        })),
      )
      .execute()
    await database
      .insertInto('message_rounds')
      .values(rows(({ id }) => ({ message_id: id, round_id: id, position: 0 })))
      .execute()
    await database
      .insertInto('clicks')
      .values(
        rows(({ id, at }) => ({
          id,
          round_id: 'a lost round',
          request: JSON.stringify({ kind: 'approve', roundId: 'a lost round' }),
          told_by: 'privately',
          user_id: ada.userId,
          team_id: ada.teamId,
          channel,
          message_ts: null,
          response_url: 'https://hooks.slack.com/actions/secret',
          delivery_key: id,
          slack_request_id: null,
          clicked_at: at,
          outcome: hasEnded ? JSON.stringify({ kind: 'unknown-round' }) : null,
          ended_at: hasEnded ? at : null,
          teller: hasEnded ? 'private-answer' : null,
          round_version: null,
          told_at: null,
          bulk_id: null,
          message_version: null,
        })),
      )
      .execute()
    await database
      .insertInto('audit_events')
      .values(
        rows(({ id, at }) => ({
          id,
          at,
          kind: 'click-unknown-round',
          round_id: 'a lost round',
          outcome: '{}',
        })),
      )
      .execute()
  }
}
