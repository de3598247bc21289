// Cards and private answers: no version ever says what had not happened by then.
import type { Evidence } from '../world/evidence.ts'
import { type Claim, claimsIn } from './claims.ts'
import { statesUntil, stolen } from './facts.ts'

/** What is wrong, one sentence each. */
export function judgeCards(evidence: Evidence): readonly string[] {
  return [...judgeVersions(evidence), ...judgeAnswers(evidence)]
}

function judgeVersions(evidence: Evidence): readonly string[] {
  return evidence.cards.flatMap(({ channel, ts, messageId, versions }) => {
    const shown = evidence.shownIn.get(messageId) ?? []
    const said = new Set<string>()
    return versions.flatMap(({ at, words }) =>
      partsOf(evidence, shown, words).flatMap((part) => {
        // What was true when it was first said may be repeated.
        const keyOf = (claim: Claim) => `${part.subs.join()} ${claim.words}`
        const fresh = claimsIn(part.words).filter((claim) => !said.has(keyOf(claim)))
        for (const claim of fresh) said.add(keyOf(claim))
        return judgeClaims(evidence, fresh, part.subs, at).map(
          (wrong) => `Card ${channel} ${ts} about ${part.subs.join(', ')} ${wrong}`,
        )
      }),
    )
  })
}

interface Part {
  readonly subs: readonly string[]
  readonly words: string
}

/** The part of a shared message about each sign-up. */
function partsOf({ users }: Evidence, shown: readonly string[], words: string): readonly Part[] {
  const parts = words.split(/^(?=\d+\. )/mu).slice(1)
  if (parts.length === 0) return [{ subs: shown, words }]
  return parts.map((part) => {
    const called = users.filter((user) => shown.includes(user.sub) && isCalled(part, user))
    // Several may have one address. A decided one shows no user name.
    const named = called.filter(({ userName }) => wordsOf(part).includes(userName))
    const subs = (named.length > 0 ? named : called).map(({ sub }) => sub)
    return { subs: subs.length === 0 ? shown : subs, words: part }
  })
}

/** By their address, or by their user name if they have none. */
function isCalled(part: string, { email, userName }: Evidence['users'][number]): boolean {
  return wordsOf(part).includes(email === '' ? userName : email)
}

function wordsOf(part: string): readonly string[] {
  return part.split(/[ :\n]/)
}

function judgeAnswers(evidence: Evidence): readonly string[] {
  return evidence.privateAnswers.flatMap(({ user, at, words }) => {
    const subs = evidence.users.filter((one) => isNamedIn(words, one)).map(({ sub }) => sub)
    const claims = claimsIn(words).filter(({ kind }) => kind !== 'confirming')
    return judgeClaims(evidence, claims, subs, at).map(
      (wrong) => `An answer to ${user} about ${subs.join(', ')} ${wrong}`,
    )
  })
}

function isNamedIn(words: string, { email, userName }: Evidence['users'][number]): boolean {
  return (email !== '' && words.includes(email)) || words.includes(userName)
}

/** Each claim must be true of one of these sign-ups; one that is made twice, of two. */
function judgeClaims(
  evidence: Evidence,
  claims: readonly Claim[],
  subs: readonly string[],
  at: number,
): readonly string[] {
  const wrong: string[] = []
  const used = new Set<string>()
  for (const claim of claims) {
    const fitting = subs.find((sub) => !used.has(`${claim.kind} ${sub}`) && isTrue(evidence, claim, sub, at))
    if (fitting === undefined)
      wrong.push(
        `says at ${new Date(at).toISOString()}: ${JSON.stringify(claim.words)}, which had not happened.`,
      )
    else used.add(`${claim.kind} ${fitting}`)
  }
  return wrong
}

function isTrue(evidence: Evidence, claim: Claim, sub: string, at: number): boolean {
  const states = statesUntil(evidence, sub, at)
  const ours = [...evidence.confirmations.filter((one) => one.sub === sub), ...stolen(evidence, sub)].filter(
    (one) => one.at <= at,
  )
  switch (claim.kind) {
    case 'approved':
      return (
        ours.some(({ approvedBy }) => approvedBy === claim.by) ||
        (hasAsked(evidence, claim.by, at) && wasLetIn(evidence, sub, at))
      )
    case 'first':
    case 'probably':
      return wasProbably(evidence, claim.by, sub, at)
    case 'not-confirmed':
      return !ours.some(({ approvedBy }) => approvedBy === claim.by)
    case 'undone':
      return (
        hasAsked(evidence, claim.by, at) && evidence.disablings.some((one) => one.sub === sub && one.at <= at)
      )
    case 'reopened':
    case 'looking':
    case 'perhaps':
    case 'confirming':
      return hasAsked(evidence, claim.by, at)
    case 'denied':
    case 'perhaps-denied':
    case 'denying':
      return hasDenied(evidence, claim.by, at)
    case 'probably-denied':
      return (
        hasDenied(evidence, claim.by, at) &&
        evidence.disablings.some((one) => one.sub === sub && one.at <= at)
      )
    case 'not-denied':
      return states.at(-1) !== 'disabled' || wasDisabledOutside(evidence, sub, at)
    case 'disabled':
      return wasDisabledOutside(evidence, sub, at)
    case 'lapsed':
      return evidence.lapsed.has(sub)
    case 'disproved':
      return !states.includes('confirmed')
    case 'elsewhere':
      return states.includes('confirmed') && ours.length === 0
    default:
      return states.includes(claim.kind)
  }
}

function wasLetIn({ enablings }: Evidence, sub: string, at: number): boolean {
  return enablings.some((one) => one.sub === sub && one.status === 'CONFIRMED' && one.at <= at)
}

/** The user is confirmed, and this person's call was on its way: more can't be known. */
function wasProbably(evidence: Evidence, by: string, sub: string, at: number): boolean {
  const hasCalled = evidence.calls.some((call) => call.sub === sub && call.approvedBy === by && call.at <= at)
  const isConfirmed =
    statesUntil(evidence, sub, at).includes('confirmed') || stolen(evidence, sub).some((one) => one.at <= at)
  return isConfirmed && (hasCalled || (hasAsked(evidence, by, at) && wasLetIn(evidence, sub, at)))
}

function hasDenied({ deeds }: Evidence, by: string, at: number): boolean {
  const isDenial = ({ what, decides }: Evidence['deeds'][number]) => what === 'denial' || decides === 'deny'
  return deeds.some((deed) => isDenial(deed) && deed.user === by && deed.at <= at)
}

/** Nobody's denial: that is told as such. */
function wasDisabledOutside({ users }: Evidence, sub: string, at: number): boolean {
  const states = users.find((user) => user.sub === sub)?.states ?? []
  return states.some((one) => one.state === 'disabled' && one.at <= at)
}

function hasAsked({ deeds }: Evidence, by: string, at: number): boolean {
  return deeds.some((deed) => deed.user === by && deed.at <= at)
}
