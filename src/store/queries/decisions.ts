// What deciding writes down: clicks, claims, attempts and how they ended. Each function is one transaction.
import { type ConfirmAnswer, type LookUp, mayHaveConfirmed } from '../../domain/attempt.ts'
import { type Click, type ClickEnd, isToldByCard, type NewClick } from '../../domain/click.ts'
import { claimLease } from '../../domain/deadlines.ts'
import type { DecisionLedger } from '../../domain/ledger.ts'
import type { Person } from '../../domain/person.ts'
import type { RoundEvent, RoundState } from '../../domain/round.ts'
import type { StoreParts, Tx } from '../transaction.ts'
import { auditClickEnd } from './audit.ts'
import { clickOfForm, findForm, insertBulk } from './bulk-approvals.ts'
import { findClick, insertClick, olderUnclaimedClicks } from './clicks.ts'
import { markImitations } from './imitations.ts'
import { touchBulkMessage } from './message-versions.ts'
import { changeRound, readRound, type StoredRound } from './rounds.ts'

/** The part of the store that deciding works with. */
export function decisionLedger({ transact, newId }: StoreParts): DecisionLedger {
  const endClick = async (
    tx: Tx,
    now: number,
    click: Click,
    stored: StoredRound | null,
    end: ClickEnd,
    awsRequestId: string | null,
  ): Promise<boolean> => {
    const ended = await tx
      .updateTable('clicks')
      .set({
        outcome: JSON.stringify(end),
        ended_at: now,
        is_told_by_card: isToldByCard(click, end) ? 1 : 0,
        told_at: end.kind === 'superseded' ? now : null,
      })
      .where('id', '=', click.id)
      .where('ended_at', 'is', null)
      .executeTakeFirst()
    if (ended.numUpdatedRows !== 1n) return false
    await auditClickEnd(tx, { id: newId(), at: now, awsRequestId }, click, stored, end)
    if (click.bulkId !== null) await touchBulkMessage(tx, click.bulkId)
    return true
  }

  /** Ends a claim and its click together: neither without the other. */
  const endClaim = (
    claim: { readonly roundId: string; readonly clickId: string },
    event: RoundEvent,
    end: ClickEnd,
    awsRequestId: string | null,
  ) =>
    transact(async (tx, now) => {
      const stored = await readRound(tx, claim.roundId)
      const click = await findClick(tx, claim.clickId)
      if (stored === null || click === null) return false
      if ((await changeRound(tx, now, stored.round, event)) === null) return false
      await endClick(tx, now, click, stored, end, awsRequestId)
      if (event.kind === 'settle' && event.ending.kind === 'gone')
        await markImitations(tx, now, stored.signUp)
      return true
    })

  const writeDown = async (tx: Tx, now: number, fresh: NewClick, bulkId: string | null) => {
    const click = await insertClick(tx, now, newId(), fresh, bulkId)
    if (click === null || click.roundId === '') return click
    const stored = await readRound(tx, click.roundId)
    const holder = stored?.round.state.kind === 'claimed' ? stored.round.state.claim.clickId : null
    for (const older of await olderUnclaimedClicks(tx, click, holder)) {
      await endClick(tx, now, older, stored, { kind: 'superseded' }, null)
    }
    return click
  }

  return {
    // Slack shows a click that is not acknowledged within 3 s as failed: then it is not to count after all.
    writeDown: (fresh) => transact((tx, now) => writeDown(tx, now, fresh, null), 'prompt'),

    writeDownAll: (submission) =>
      transact(async (tx, now) => {
        const form = await findForm(tx, submission)
        if (form === null) return null
        const bulkId = newId()
        if (!(await insertBulk(tx, now, bulkId, form))) return []
        const clicks: Click[] = []
        for (const roundId of form.roundIds) {
          const click = await writeDown(tx, now, clickOfForm(form, submission, roundId), bulkId)
          if (click !== null) clicks.push(click)
        }
        await touchBulkMessage(tx, bulkId)
        return clicks
      }, 'prompt'),

    entry: (roundId) => transact((tx) => readRound(tx, roundId)),

    // The attempt, which is on disk before the call, or whoever is told that they were late, brings it there.
    claim: (clickId, holder) =>
      transact(async (tx, now) => {
        const click = await findClick(tx, clickId)
        if (click === null || click.hasEnded) return { kind: 'ended' }
        const stored = await readRound(tx, click.roundId)
        if (stored === null) return { kind: 'ended' }
        if (stored.signUp.isImitation) return { kind: 'imitation' }
        const until = new Date(now + claimLease)
        const event: RoundEvent = { kind: 'claim', clickId, by: click.by, holder, now: new Date(now), until }
        const claimed = await changeRound(tx, now, stored.round, event)
        return claimed === null ? whoWasFirst(stored.round.state) : { kind: 'claimed', fence: claimed.fence }
      }),

    takeOver: (roundId, holder, isOwner) =>
      transact(async (tx, now) => {
        const stored = await readRound(tx, roundId)
        if (stored === null) return null
        const until = new Date(now + claimLease)
        const event: RoundEvent = { kind: 'take-over', holder, now: new Date(now), until, isOwner }
        return (await changeRound(tx, now, stored.round, event))?.fence ?? null
      }),

    beginAttempt: ({ roundId, clickId, fence }) =>
      transact(async (tx, now) => {
        const stored = await readRound(tx, roundId)
        const state = stored?.round.state
        if (stored === null || state?.kind !== 'claimed' || state.claim.fence !== fence) return null
        // A process that was paused since its claim: whoever takes it over makes the call.
        if (state.claim.until.getTime() <= now) return null
        const id = newId()
        await tx
          .insertInto('attempts')
          .values({
            id,
            sign_up_id: stored.signUpId,
            round_id: roundId,
            click_id: clickId,
            user_id: state.claim.by.userId,
            team_id: state.claim.by.teamId,
            fence,
            sent_at: now,
            may_have_confirmed: 1,
          })
          .execute()
        return id
      }),

    // Forgotten, it is an attempt without an answer, until the round's ending brings it to the disk.
    answerAttempt: (attemptId, answer, look) =>
      transact((tx, now) => answerAttempt(tx, now, { attemptId, answer, look: look ?? null })),

    unanswered: (poolId, sub) => transact((tx) => earliestUnanswered(tx, poolId, sub)),

    settle: ({ roundId, clickId, fence, ending, end, awsRequestId }) =>
      endClaim({ roundId, clickId }, { kind: 'settle', fence, ending }, end, awsRequestId),

    release: ({ roundId, clickId, fence, failure, end }) =>
      endClaim({ roundId, clickId }, { kind: 'release', fence, failure }, end, failure.requestId),

    end: (clickId, end, failure) =>
      transact(async (tx, now) => {
        const click = await findClick(tx, clickId)
        if (click === null || click.hasEnded) return false
        const stored = await readRound(tx, click.roundId)
        if (holdsClaim(stored, clickId)) return false
        if (failure !== null && stored !== null)
          await changeRound(tx, now, stored.round, { kind: 'note-failure', failure })
        return endClick(tx, now, click, stored, end, failure?.requestId ?? null)
      }),
  }
}

/** Such a click ends with its claim: without it, the round would stay claimed for ever. */
function holdsClaim(stored: StoredRound | null, clickId: string): boolean {
  return stored?.round.state.kind === 'claimed' && stored.round.state.claim.clickId === clickId
}

function whoWasFirst(state: RoundState) {
  switch (state.kind) {
    case 'claimed':
      return { kind: 'late', first: state.claim.by, ending: null } as const
    case 'settled':
      return {
        kind: 'late',
        first: state.ending.kind === 'confirmed' ? state.ending.by : null,
        ending: state.ending,
      } as const
    case 'waiting':
      // The row changed between the read and the update, which only another replica can do: it was first.
      return { kind: 'late', first: null, ending: null } as const
  }
}

interface AnsweredAttempt {
  readonly attemptId: string
  readonly answer: ConfirmAnswer
  readonly look: LookUp | null
}

async function answerAttempt(
  tx: Tx,
  now: number,
  { attemptId, answer, look }: AnsweredAttempt,
): Promise<void> {
  await tx
    .updateTable('attempts')
    .set({
      answer: JSON.stringify(answer),
      answered_at: now,
      may_have_confirmed: mayHaveConfirmed(answer, look) ? 1 : 0,
    })
    .where('id', '=', attemptId)
    .execute()
}

async function earliestUnanswered(tx: Tx, poolId: string, sub: string): Promise<Person | null> {
  const row = await tx
    .selectFrom('attempts')
    .innerJoin('sign_ups', 'sign_ups.id', 'attempts.sign_up_id')
    .select(['attempts.user_id', 'attempts.team_id'])
    .where('sign_ups.pool_id', '=', poolId)
    .where('sign_ups.sub', '=', sub)
    .where('attempts.may_have_confirmed', '=', 1)
    .orderBy('attempts.sent_at')
    .executeTakeFirst()
  return row === undefined ? null : { userId: row.user_id, teamId: row.team_id }
}
