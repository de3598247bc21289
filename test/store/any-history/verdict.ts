// What must be true once a history has come to rest.
import { expect } from 'vitest'
import { type ClickEnd, clickEndFormat } from '../../../src/domain/click.ts'
import { eve, failed } from './slack.ts'
import { endingIn } from './witness.ts'
import type { World } from './world.ts'

/** Throws where something was lost, done twice, or told wrongly. */
export async function judge(world: World): Promise<void> {
  expect(world.surprises, 'no flow fails in a way that nobody foresaw').toEqual([])
  await judgeClicks(world)
  await judgeRounds(world)
  await judgeCalls(world)
  await judgeCards(world)
}

async function judgeClicks({ database, acknowledged, slack }: World): Promise<void> {
  const clicks = await database.selectFrom('clicks').selectAll().execute()
  const events = await database.selectFrom('audit_events').selectAll().execute()
  for (const click of clicks) {
    expect(click.ended_at, `click ${click.id} has an end`).not.toBeNull()
    const end = clickEndFormat.parse(JSON.parse(click.outcome ?? 'null'))
    const about = events.filter((event) => event.click_id === click.id)
    expect(about, `click ${click.id} has one audit event`).toMatchObject([
      { kind: `click-${end.kind}`, user_id: click.user_id, outcome: click.outcome },
    ])
    expect(click.told_at, `the end of click ${click.id} is told`).not.toBeNull()
    if (end.kind !== 'superseded' && !slack.told.has(click.id))
      expect(slack.said, `the end of click ${click.id} was shown`).toContain(sayingOf(click, end))
  }
  const kept = clicks.map((click) => click.delivery_key)
  for (const delivery of acknowledged) expect(kept, 'what was acknowledged is kept').toContain(delivery)
  expect(new Set(kept).size, 'no delivery is kept twice').toBe(kept.length)
}

function sayingOf(
  click: { readonly round_id: string | null; readonly user_id: string },
  end: ClickEnd,
): string {
  return `${click.round_id} ${end.kind === 'failed' ? failed(click.user_id, end.reason) : 'has ended'}`
}

const settling = /^(click-confirmed|click-overtaken|seen-(confirmed|confirmed-elsewhere|disabled|gone))$/

async function judgeRounds({ database, cognito }: World): Promise<void> {
  const rows = await database
    .selectFrom('rounds')
    .innerJoin('sign_ups', 'sign_ups.id', 'rounds.sign_up_id')
    .selectAll('rounds')
    .select('sign_ups.sub')
    .orderBy('rounds.number')
    .execute()
  const events = await database.selectFrom('audit_events').selectAll().execute()
  for (const row of rows) {
    expect(row.kind, 'nobody holds a claim any more').not.toBe('claimed')
    const ending = endingIn(row)
    const settled = events.filter((event) => event.round_id === row.id && settling.test(event.kind))
    expect(settled.length, `round ${row.id} settles once, or never`).toBe(ending === null ? 0 : 1)
    const user = cognito.users.find(({ sub }) => sub === row.sub)
    const confirmedBy = user?.confirmedBy ?? null
    if (ending?.kind === 'confirmed') {
      expect(confirmedBy, 'what is called confirmed is confirmed').not.toBeNull()
      if (ending.certainty === 'answered')
        expect(confirmedBy, 'by whom it says').toMatchObject({ userId: ending.by.userId })
    }
    if (ending?.kind === 'confirmed-elsewhere')
      expect(confirmedBy, 'what we did is not called somebody else’s doing').toBe('somebody else')
  }
  const latest = new Map(rows.map((row) => [row.sub, row]))
  for (const user of cognito.users) {
    const isWaiting = user.confirmedBy === null && user.isEnabled && !user.isDeleted
    const row = latest.get(user.sub)
    if (isWaiting || row !== undefined)
      expect(row?.kind, `${user.sub} is known as what they are`).toBe(isWaiting ? 'waiting' : 'settled')
  }
}

async function judgeCalls({ database, cognito }: World): Promise<void> {
  const attempts = await database.selectFrom('attempts').selectAll().execute()
  for (const call of cognito.calls) {
    const written = attempts.filter((attempt) => attempt.click_id === call.approvalId)
    const made = cognito.calls.filter((one) => one.approvalId === call.approvalId)
    expect(written.length, 'a call is written down before it is sent').toBeGreaterThanOrEqual(made.length)
    expect(call.userId, 'nobody else’s approval is carried out').not.toBe(eve.userId)
  }
  for (const [sub, effects] of cognito.effects)
    expect(effects, `${sub} is confirmed by one call at most`).toBeLessThanOrEqual(1)
}

async function judgeCards({ database, slack }: World): Promise<void> {
  const live = slack.messages.filter(({ isDeleted }) => !isDeleted)
  const rounds = await database.selectFrom('rounds').selectAll().execute()
  for (const round of rounds) {
    const cards = live.filter(({ shows }) => shows.some((entry) => entry.round.id === round.id))
    if (round.kind === 'waiting') expect(cards, `round ${round.id} has one live card`).toHaveLength(1)
    const shown = cards.flatMap(({ shows }) => shows.filter((entry) => entry.round.id === round.id))
    for (const entry of shown) expect(entry.round.version, 'a card shows what is true').toBe(round.version)
  }
}
