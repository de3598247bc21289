// When each channel had its last reminder, and each pool its last daily digest.
import type { Tx } from '../transaction.ts'

interface NudgeTime {
  readonly kind: 'reminder' | 'daily'
  /** The channel, or the pool. */
  readonly subject: string
  readonly at: number
  /** Of a digest, the day that it was for. */
  readonly day?: string
}

/** Null if there was none. */
export async function readNudge(
  tx: Tx,
  kind: NudgeTime['kind'],
  subject: string,
): Promise<{ readonly at: Date; readonly day: string | null } | null> {
  const row = await tx
    .selectFrom('nudges')
    .select(['at', 'day'])
    .where('kind', '=', kind)
    .where('subject', '=', subject)
    .executeTakeFirst()
  return row === undefined ? null : { at: new Date(row.at), day: row.day }
}

export async function noteNudge(tx: Tx, { kind, subject, at, day }: NudgeTime): Promise<void> {
  const time = { at, day: day ?? null }
  await tx
    .insertInto('nudges')
    .values({ kind, subject, ...time })
    .onConflict((conflict) => conflict.columns(['kind', 'subject']).doUpdateSet(time))
    .execute()
}
