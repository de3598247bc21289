// Bulk decisions: every accepted form is carried out for all who were chosen, and in the end its message says how each went.
import { z } from 'zod'
import type { Evidence } from '../world/evidence.ts'
import { wasTold } from './ended-clicks.ts'

type ClickRow = Evidence['rows']['clicks'][number]
type BulkRow = Evidence['rows']['bulk_approvals'][number]

/** What is wrong, one sentence each. */
export function judgeBulks(evidence: Evidence): readonly string[] {
  const { rows, storeSince } = evidence
  return [
    ...evidence.deeds
      .filter(({ what, isAcked, at }) => what === 'form' && isAcked && at >= storeSince)
      .flatMap((deed) => judgeForm(evidence, deed)),
    ...rows.bulk_approvals
      // Without its form it was not taken, and stands nowhere.
      .filter(({ asked_at, form_id }) => form_id !== null && asked_at >= storeSince)
      .flatMap((bulk) => judgeBulk(evidence, bulk)),
    ...rows.clicks
      .filter(({ ended_at }) => (ended_at ?? 0) >= storeSince)
      .flatMap((click) => judgeOpened(evidence, click)),
  ]
}

/** A form is carried out whole, or declined as out of date. */
function judgeForm({ rows }: Evidence, deed: Evidence['deeds'][number]): readonly string[] {
  const form = rows.clicks.find(({ id }) => id === deed.said)
  const bulk = rows.bulk_approvals.find(({ form_id }) => form_id === deed.said)
  const who = `The form ${deed.said} of ${deed.user}`
  if (deed.isDeclined) return bulk === undefined ? [] : [`${who} was declined but carried out.`]
  if (form === undefined || bulk === undefined) return [`${who} was acknowledged but not written down.`]
  const all = listedBy(form)
  const listed =
    deed.chosen === undefined ? all : (all?.filter((_, place) => deed.chosen?.includes(place)) ?? null)
  const asked = clicksOf(rows, bulk).map(({ round_id }) => round_id)
  const isWhole = listed !== null && listed.toSorted().join() === asked.toSorted().join()
  return isWhole ? [] : [`${who} listed ${listed?.join()}, but asked for ${asked.join()}.`]
}

const listingFormat = z.looseObject({
  answer: z.looseObject({ kind: z.enum(['approve-all', 'deny-all']), roundIds: z.array(z.string()) }),
})

/** Null if this click opened no form. */
function listedBy({ outcome }: ClickRow): readonly string[] | null {
  return listingFormat.safeParse(outcome).data?.answer.roundIds ?? null
}

function clicksOf(rows: Evidence['rows'], { id }: BulkRow): readonly ClickRow[] {
  return rows.clicks.filter(({ bulk_id }) => bulk_id === id)
}

/** The clicker saw the form, or was told that Slack did not open it. */
function judgeOpened({ forms, privateAnswers }: Evidence, click: ClickRow): readonly string[] {
  if (listedBy(click) === null || click.told_at === null) return []
  const isSeen = forms.some(({ formId, user }) => formId === click.id && user === click.user_id)
  const isTold = privateAnswers.some(
    ({ user, words }) => user === click.user_id && words.includes('If no list opened'),
  )
  return isSeen || isTold ? [] : [`${click.user_id} saw no form ${click.id}, and got no answer instead.`]
}

/** As many bulk approvals as a message shows. */
const mostTold = 3

function judgeBulk(evidence: Evidence, bulk: BulkRow): readonly string[] {
  const { rows, cards } = evidence
  const clicks = clicksOf(rows, bulk).filter((click) => !isToldPrivately(click))
  if (clicks.every(({ outcome }) => outcome?.kind === 'superseded')) return []
  const isGone = rows.messages.every(({ id, kind }) => id !== bulk.message_id || kind === 'gone')
  const copies = cards.filter(({ messageId }) => messageId === bulk.message_id)
  const card = copies.find(({ isDeleted }) => !isDeleted)
  if (isGone || card === undefined) {
    const untold = clicks.filter((click) => !wasTold(evidence, click))
    // Even one that was deleted afterwards; where there never was one, in one private word.
    const shown = [
      ...copies.flatMap(({ versions }) => versions),
      ...evidence.privateAnswers.filter(({ user }) => user === bulk.user_id),
    ]
    const due = JSON.stringify(countEnds(clicks))
    const isShown = shown.some(({ words }) => linesIn(words, bulk.user_id).includes(due))
    return isShown
      ? []
      : untold.map(({ id }) => `${bulk.user_id} was not told the end of ${id}, part of a bulk approval.`)
  }
  const newer = rows.bulk_approvals.filter(
    (other) =>
      other.form_id !== null && other.message_id === bulk.message_id && other.asked_at > bulk.asked_at,
  )
  if (newer.length >= mostTold) return []
  const said = linesIn(card.versions.at(-1)?.words ?? '', bulk.user_id)
  const due = JSON.stringify(countEnds(clicks))
  if (said.includes(due)) return []
  return [`The message of bulk ${bulk.id} should say ${due}, but says ${said.join(' and ') || 'nothing'}.`]
}

/** Of an end that doesn't show that the clicker may decide, nobody else reads. */
function isToldPrivately({ teller }: ClickRow): boolean {
  return teller === 'private-answer' || teller === 'earlier-answer'
}

const linePattern =
  /(?:✅|⚠️) <@(\w+)> (?:approved|denied) (\d+) sign-ups? at once: (\d+) (?:confirmed|denied)\.([^\n]*)/gu
const restPattern =
  / (\d+) (not (?:confirmed|denied)|may already be (?:confirmed|disabled)|refused|left out)/gu

/** What the message says about this person's finished approvals. */
function linesIn(words: string, user: string): readonly string[] {
  return [...words.matchAll(linePattern)]
    .filter(([, by]) => by === user)
    .map(([, , asked, confirmed, rest = '']) => {
      const counts = [...rest.matchAll(restPattern)].map(([, count, what = '']) => [what, count] as const)
      const sum = (what: string) =>
        counts.reduce((total, [one, count]) => total + (one === what ? Number(count) : 0), 0)
      return JSON.stringify({
        asked: Number(asked),
        confirmed: Number(confirmed),
        not: sum('not confirmed') + sum('not denied'),
        perhaps: sum('may already be confirmed') + sum('may already be disabled'),
        refused: sum('refused'),
        otherwise: sum('left out'),
      })
    })
}

const uncertain = new Set(['uncertain', 'unexplained', 'look-forbidden'])

const reasonFormat = z.looseObject({ reason: z.looseObject({ kind: z.string() }) })

function countEnds(clicks: readonly ClickRow[]) {
  const kinds = clicks.map(wordOf)
  const count = (word: string) => kinds.filter((kind) => kind === word).length
  return {
    asked: clicks.length,
    confirmed: count('confirmed'),
    not: count('not'),
    perhaps: count('perhaps'),
    refused: count('refused'),
    otherwise: count('otherwise'),
  }
}

/** What becomes of a decision that goes well is counted first; the same end of the other kind came from elsewhere. */
function wordOf({ outcome, request }: ClickRow): string {
  const isDenial = request.startsWith('{"kind":"deny"')
  switch (outcome?.kind) {
    case 'confirmed':
    case 'denied':
      return isDenial === (outcome.kind === 'denied') ? 'confirmed' : 'otherwise'
    case 'refused':
      return outcome.kind
    case 'failed':
      return uncertain.has(reasonFormat.safeParse(outcome).data?.reason.kind ?? '') ? 'perhaps' : 'not'
    case 'unchecked':
    case 'expired':
    case 'not-taken':
      return 'not'
    default:
      return 'otherwise'
  }
}
