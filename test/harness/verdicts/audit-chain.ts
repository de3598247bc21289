// The audit chain: each event is linked once, on the one before it, and none before one whose end its clicker had been told.
import { genesis, link } from '../../../src/domain/audit-chain.ts'
import { isOfStore } from '../../../src/domain/store-id.ts'
import { sha256 } from '../../../src/store/queries/audit-hash.ts'
import type { Evidence } from '../world/evidence.ts'

type AuditRow = Evidence['rows']['audit_events'][number]

/** What is not linked in the end, one sentence each. */
export function judgeLinks({ rows }: Evidence): readonly string[] {
  return rows.store.flatMap(({ id }) =>
    eventsOf(rows, id).flatMap((event) =>
      event.seq === null ? [`Audit event ${event.id} (${event.kind}) is not linked.`] : [],
    ),
  )
}

/** What is wrong with the chain, one sentence each. */
export function judgeChain({ rows }: Evidence): readonly string[] {
  return rows.store.flatMap(({ id }) => {
    const linked = eventsOf(rows, id)
      .filter(({ seq }) => seq !== null)
      .toSorted((one, other) => (one.seq ?? 0) - (other.seq ?? 0))
    return [...judgePlaces(linked, id), ...judgeOrder(rows, linked)]
  })
}

function eventsOf(rows: Evidence['rows'], storeId: string): readonly AuditRow[] {
  return rows.audit_events.filter(({ id }) => isOfStore(storeId, id))
}

function judgePlaces(linked: readonly AuditRow[], storeId: string): readonly string[] {
  let before = { seq: 0, hash: genesis(storeId, sha256) }
  return linked.flatMap(({ id, seq, content_hash, chain_hash }) => {
    const next = before.seq + 1
    const hash = link(before.hash, next, content_hash ?? '', sha256)
    before = { seq: seq ?? 0, hash: chain_hash ?? '' }
    return seq === next && hash === chain_hash
      ? []
      : [`Audit event ${id} is linked as number ${seq}, but does not follow on number ${next - 1}.`]
  })
}

/** Transactions at the same time may be dated in another order than they are numbered, but not by so much, in milliseconds. */
const setBack = 1000

function judgeOrder({ clicks }: Evidence['rows'], linked: readonly AuditRow[]): readonly string[] {
  const known = new Map(clicks.map((click) => [click.id, click]))
  let [latest, before] = [0, 0]
  // An approval that no longer counts has an event of its own, long after its click has ended.
  const ends = linked.filter(({ kind }) => kind.startsWith('click-'))
  return ends.flatMap(({ id, click_id, at }) => {
    const click = known.get(click_id ?? '')
    const told = click?.told_at ?? null
    // The clock was set back meanwhile: times from before and after that can't be compared.
    if (at < before - setBack) latest = 0
    before = at
    const isLate = told !== null && told >= at && told < latest
    latest = Math.max(latest, click?.clicked_at ?? 0)
    return isLate ? [`Audit event ${id} is linked after one that was asked for when its end was told.`] : []
  })
}
