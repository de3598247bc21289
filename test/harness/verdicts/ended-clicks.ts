// Clicks: each that was acknowledged has one end, and the person who clicked was told.
import type { Deed } from '../world/deeds.ts'
import type { Evidence } from '../world/evidence.ts'

type ClickRow = Evidence['rows']['clicks'][number]

/** What is wrong, one sentence each. */
export function judgeClicks(evidence: Evidence): readonly string[] {
  const { storeSince, rows } = evidence
  const byEnvelope = new Map(rows.clicks.map((click) => [click.slack_request_id, click]))
  const lost = evidence.deeds
    .filter((deed) => deed.isAcked && !deed.isDeclined && deed.at >= storeSince)
    .filter(({ what }) => what === 'click' || what === 'command')
    .flatMap((deed) => judgeDeed(deed, byEnvelope.get(deed.envelopeId)))
  const untold = rows.clicks
    .filter(({ ended_at, told_at }) => ended_at !== null && told_at === null)
    .map(
      (click) =>
        `Click ${click.id} of ${click.user_id} has ended as ${click.outcome?.kind}, but this was not told.`,
    )
  const unsaid = rows.clicks
    .filter(({ private_word }) => private_word === 'due')
    .map((click) => `${click.user_id} still has to be told privately how click ${click.id} ended.`)
  const open = rows.clicks
    .filter(({ ended_at }) => ended_at === null)
    .map((click) => `Click ${click.id} of ${click.user_id} has no end.`)
  return [...lost, ...untold, ...unsaid, ...open, ...judgeTelling(evidence)]
}

function judgeDeed(deed: Deed, click: ClickRow | undefined): readonly string[] {
  const who = `The ${deed.what} "${deed.said}" of ${deed.user} was acknowledged`
  if (click === undefined) return [`${who} but not written down.`]
  return click.user_id === deed.user ? [] : [`${who} but written down as ${click.user_id}’s.`]
}

/** How each end reads. A superseded click is told by the newer one's end. */
const wordings: Readonly<Record<string, RegExp>> = {
  confirmed: /Approved by|It was probably/,
  denied: /Denied by|’s denial, which got no answer/,
  overtaken:
    /Approved by|It was probably|Denied by|Undone by|Lapsed|outside Slack|No longer waiting|Deleted from the pool/,
  reopened: /↩️ Reopened/,
  undone: /↩️ Undone by|’s undoing, which got no answer/,
  followed: /a newer card shows this sign-up/,
  'not-offered': /Nothing was changed: this/,
  failed: /❌ (Not|May already be) (confirmed|denied|reopened|undone|let in again)/,
  refused: /^🚫|🚫 |Nothing was changed: this sign-up/,
  unchecked: /did not say whether (?:you may approve|.* still may)/,
  counted:
    /approvals: |approval counts|has approved already|Approved by|It was probably|No longer counted|Denied by|outside Slack|No longer waiting|Deleted from the pool/,
  withdrawn: /No longer counted|You withdrew/,
  'nothing-to-withdraw': /no approval of yours counts/,
  // What the card said then may have ended before it was drawn.
  looking: /looking into this|[Ss]ign-up/,
  'stopped-looking': /no longer shown as looking|[Ss]ign-up/,
  'was-not-looking': /aren’t shown as looking/,
  'trying-again': /Trying again|[Ss]ign-up/,
  'nothing-to-try': /nothing has failed here/,
  late: /was first|You already approved this|Your click changed nothing|Your first click/,
  expired: /was not carried out: it waited/,
  'not-taken': /could not be sure in time that it was saved/,
  'unknown-round': /no longer recognises this card/,
  'other-store': /another Countersign, which uses the same Slack app/,
  answered:
    /confirms users who signed up|sign-ups? (?:is|are) waiting|Nobody is (?:known to be )?waiting|obody else|isn’t known yet whether anybody|waiting is called exactly|called nearly so|Too many users|can’t search for|somebody else’s list|no longer knows this list|Nothing was changed. If no list opened|If no form opened|If Details did not open|newest first|no longer knows this sign-up|Nobody in this message|No user named|not waiting|is already confirmed|was denied|was confirmed outside|is disabled|[Nn]o pool named|could not look this user up/,
}

/** Every end that the store calls told was really shown, by count. */
function judgeTelling(evidence: Evidence): readonly string[] {
  const told = evidence.rows.clicks.filter(
    (click) => click.outcome !== null && click.outcome.kind !== 'superseded' && isOurs(evidence, click),
  )
  const privately = told.filter(
    ({ teller, private_word }) => teller === 'private-answer' || private_word === 'told',
  )
  const users = [...new Set(told.map(({ user_id }) => user_id))]
  const missing = users.flatMap((user) =>
    Object.entries(wordings).flatMap(([kind, words]) => {
      const ended = privately.filter((one) => one.user_id === user && one.outcome?.kind === kind)
      const read = answersTo(evidence, user).filter((answer) => words.test(answer.words))
      if (read.length >= ended.length) return []
      return [`${user} has ${ended.length} clicks that ended as ${kind}, but was told ${read.length} times.`]
    }),
  )
  const unseen = told
    .filter((click) => click.teller === 'card' && !wasTold(evidence, click))
    .map((click) => `No card and no answer told ${click.user_id} the end of click ${click.id}.`)
  return [...missing, ...unseen, ...judgeWords(told), ...judgeTwice(evidence, told)]
}

/** How long whoever clicked watches the card, in milliseconds. */
const noticedWithin = 3000

/** An edited message notifies nobody: who clicked is told of a failure, or of a late end, privately too. */
function judgeWords(told: readonly ClickRow[]): readonly string[] {
  const isLate = ({ ended_at, clicked_at }: ClickRow) => (ended_at ?? 0) - clicked_at > noticedWithin
  return told
    .filter(({ teller, private_word }) => teller === 'card' && private_word === null)
    .filter((click) => isLate(click) && click.outcome?.kind !== 'failed')
    .map(({ id, user_id }) => `${user_id} was told the late end of click ${id} by nothing but its card.`)
}

/** `judgeBulks` judges bulk approvals and their forms. */
function isOurs({ storeSince }: Evidence, click: ClickRow): boolean {
  const isOld = (click.ended_at ?? 0) < storeSince
  return click.told_at !== null && !isOld && click.bulk_id === null && !isForm(click)
}

function isForm({ teller }: ClickRow): boolean {
  return teller === 'form'
}

function answersTo({ privateAnswers, storeSince }: Evidence, user: string): Evidence['privateAnswers'] {
  return privateAnswers.filter((answer) => answer.user === user && answer.at >= storeSince)
}

/** Whether a card or a private answer tells how this click ended. */
export function wasTold(evidence: Evidence, click: ClickRow): boolean {
  return isOnCard(evidence, click) || wasAnswered(evidence, click)
}

function wasAnswered(evidence: Evidence, { user_id, outcome }: ClickRow): boolean {
  const words = wordings[outcome?.kind ?? '']
  return answersTo(evidence, user_id).some((answer) => words?.test(answer.words) === true)
}

function isOnCard({ cards, rows }: Evidence, { round_id, outcome, user_id }: ClickRow): boolean {
  const shows = rows.message_rounds.filter((row) => row.round_id === round_id).map((row) => row.message_id)
  const words = wordings[outcome?.kind ?? '']
  return cards
    .filter(({ messageId }) => shows.includes(messageId))
    .some(({ versions }) =>
      versions.some(
        (version) =>
          words?.test(version.words) === true &&
          (outcome?.kind !== 'failed' || version.words.includes(`<@${user_id}>`)),
      ),
    )
}

/** Everyone is told once, unless an answer from Slack was lost or the process that told them died. */
function judgeTwice(evidence: Evidence, told: readonly ClickRow[]): readonly string[] {
  const answers = evidence.privateAnswers.filter(({ at }) => at >= evidence.storeSince)
  const most = told.length + countSpare(evidence) + countLooks(evidence) + evidence.excuses
  if (answers.length <= most) return []
  return [
    `${answers.length} private answers were given to ${told.length} clicks, with ${evidence.excuses} answers lost.`,
  ]
}

/** Requests that only look are answered too, and again if Slack delivers them twice. */
function countLooks({ deeds, storeSince }: Evidence): number {
  return 2 * deeds.filter(({ what, at }) => what === 'look' && at >= storeSince).length
}

/** Instead of a form that did not open, or of a bulk approval's message that is gone or may not tell it. */
function countSpare({ rows }: Evidence): number {
  const gone = new Set(rows.messages.filter(({ kind }) => kind === 'gone').map(({ id }) => id))
  const known = new Set(rows.messages.map(({ id }) => id))
  const bulks = rows.bulk_approvals.filter(({ message_id }) => gone.has(message_id) || !known.has(message_id))
  const ofGone = new Set(bulks.map(({ id }) => id))
  const isOfBulk = ({ bulk_id, teller }: ClickRow) =>
    bulk_id !== null && (teller === 'private-answer' || ofGone.has(bulk_id))
  const hasBulkWord = ({ bulk_id, private_word }: ClickRow) => bulk_id !== null && private_word !== null
  return (
    rows.clicks.filter((click) => isForm(click) || isOfBulk(click)).length +
    rows.clicks.filter(hasBulkWord).length
  )
}
