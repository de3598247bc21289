// What a message shows, read from its rows.
import { sql } from 'kysely'
import type { BulkDecision, BulkEnd } from '../../domain/bulk-decision.ts'
import type { ReadRows } from '../../domain/card-view.ts'
import { clickEndFormat, showsRightToDecide, tellerOf } from '../../domain/click.ts'
import type { Person } from '../../domain/person.ts'
import { clickRequestFormat } from '../../domain/request.ts'
import { type Given, statement } from '../statement.ts'
import type { Tx } from '../transaction.ts'
import type { StoredMessage } from './messages.ts'
import { readDays, readReminded } from './nudged.ts'
import { readDigest } from './read-digest.ts'
import { holdsClaim, readRound, readShownRounds } from './rounds.ts'

/** What a message shows at this moment. */
export async function readShown(
  tx: Tx,
  { id: messageId, poolId, shows, version, isPlain }: StoredMessage,
): Promise<ReadRows> {
  const bulks = await readBulks(tx, messageId)
  if (shows === 'digest') {
    const digest = await readDigest(tx, messageId)
    return { messageId, poolId, version, shown: { kind: 'digest', digest, bulks, isPlain } }
  }
  if (shows === 'reminder') {
    const reminded = await readReminded(tx, messageId)
    return { messageId, poolId, version, shown: { kind: 'reminder', ...reminded, isPlain } }
  }
  if (shows === 'daily') {
    const days = await readDays(tx, messageId)
    return { messageId, poolId, version, shown: { kind: 'daily', days, isPlain } }
  }
  const entries = await readShownRounds(tx, messageId)
  return { messageId, poolId, version, shown: { kind: 'cards', entries, bulks, isPlain } }
}

/** The most bulk decisions that a message has room for, and how many are looked at to find them. */
const mostBulks = 3
const mostRead = 20

/** Oldest first; without those of which only their clicker is told. */
async function readBulks(tx: Tx, messageId: string): Promise<readonly BulkDecision[]> {
  const { rows } = await latestBulks(tx, { messageId })
  const bulks: BulkDecision[] = []
  for (const { id, userId, teamId } of rows) {
    if (bulks.length === mostBulks) break
    const bulk = await readBulk(tx, id, { userId, teamId })
    if (bulk !== null) bulks.push(bulk)
  }
  return bulks.toReversed()
}

const latestBulks = statement((tx, given: Given<{ messageId: string }>) =>
  tx
    .selectFrom('bulk_approvals')
    .select(['id', 'user_id as userId', 'team_id as teamId'])
    .where('message_id', '=', given('messageId'))
    // Null if it was not taken.
    .where('form_id', 'is not', null)
    .orderBy('asked_at', 'desc')
    .orderBy('id', 'desc')
    .limit(sql.lit(mostRead)),
)

/** Null if there is nothing to show of it. */
export async function readBulk(tx: Tx, id: string, by: Person): Promise<BulkDecision | null> {
  const clicks = await tx
    .selectFrom('clicks')
    .select(['id', 'round_id', 'request', 'outcome'])
    .where('bulk_id', '=', id)
    .orderBy('id')
    .execute()
  const ended: BulkEnd[] = []
  let [asked, mayDecide] = [0, false]
  for (const { id: clickId, round_id: roundId, outcome } of clicks) {
    const end = outcome === null ? null : clickEndFormat.parse(JSON.parse(outcome))
    if (end !== null && tellerOf('bulk', end) === 'private-answer') continue
    asked += 1
    const stored = roundId === null || (end === null && mayDecide) ? null : await readRound(tx, roundId)
    // Whoever holds a claim was authorised.
    mayDecide ||= end === null ? holdsClaim(stored, clickId) : showsRightToDecide(end)
    if (end !== null) ended.push({ signUp: stored?.signUp ?? null, end })
  }
  const isOver = ended.length === asked
  if (isOver && !mayDecide) return null
  return { id, decision: decisionIn(clicks), by: mayDecide ? by : null, asked, ended }
}

/** All that one form asks for is of one kind. */
function decisionIn([first]: readonly { readonly request: string }[]): BulkDecision['decision'] {
  const request = first === undefined ? null : clickRequestFormat.parse(JSON.parse(first.request))
  return request?.kind === 'deny' ? 'deny' : 'approve'
}
