// What follows a confirmation: nobody is added to a group who was not let in, nobody is told twice, and all of it ends.
import { z } from 'zod'
import type { Evidence } from '../world/evidence.ts'
import { latestRounds, statesUntil, stolen } from './facts.ts'

const endingFormat = z.looseObject({ ending: z.looseObject({ kind: z.string() }) })

/** What is wrong at any moment, one sentence each. */
export function judgeSteps(evidence: Evidence): readonly string[] {
  return [...judgeAdditions(evidence), ...judgeNotes(evidence)]
}

function judgeAdditions(evidence: Evidence): readonly string[] {
  const { additions, users } = evidence
  return additions.flatMap(({ sub, group, status, at }) => {
    const isLetIn = wasLetIn(evidence, sub, at)
    // The bot can't know of a sign-up before a poll: Cognito takes a name before an id.
    const isTaken = users.some((one) => stolen(evidence, one.sub).some((stole) => stole.sub === sub))
    if (isLetIn && (status === 'CONFIRMED' || wasOtherwise(evidence, sub, at))) return []
    return isTaken ? [] : [`${sub} was added to ${group} while ${status}, and nobody had let them in.`]
  })
}

/** Or so it seems: confirmed elsewhere, while an approval's call was on its way that got no answer. More can't be known. */
function wasLetIn(evidence: Evidence, sub: string, at: number): boolean {
  const isThis = (one: { readonly sub: string; readonly at: number }) => one.sub === sub && one.at <= at
  if (evidence.confirmations.some(isThis)) return true
  return evidence.calls.some(isThis) && statesUntil(evidence, sub, at).includes('confirmed')
}

/** Somebody else changed the user. */
function wasOtherwise(evidence: Evidence, sub: string, at: number): boolean {
  return statesUntil(evidence, sub, at).includes('other')
}

/** Each has the address of one sign-up. They are told again only if somebody pressed Try again. */
function judgeNotes({ memberNotes, rows }: Evidence): readonly string[] {
  const told = Map.groupBy(memberNotes, ({ user }) => user)
  const retries = rows.clicks.filter(({ request }) => request.includes('"try-again"')).length
  return [...told].flatMap(([user, notes]) =>
    notes.length > 1 + retries ? [`${user} was told ${notes.length} times that they were let in.`] : [],
  )
}

/** What is left to do, or was left out, once all is calm. */
export function judgeStepsInTheEnd(evidence: Evidence): readonly string[] {
  const { rows, pools, additions, storeSince } = evidence
  const latest = [...latestRounds(evidence).values()]
  return latest.flatMap(({ sub, poolId, kind, state, sign_up_id, isImitation }) => {
    const groups = pools.find(({ id }) => id === poolId)?.groups ?? []
    const steps = rows.steps.filter((one) => one.sign_up_id === sign_up_id)
    const open = steps.filter((step) => step.kind === 'waiting' || step.kind === 'doing')
    const ending = endingFormat.safeParse(state).data?.ending.kind
    if (groups.length === 0 || kind !== 'settled') return []
    if (open.length > 0) return open.map(({ name }) => `The step "${name}" of ${sub} is not over.`)
    if (ending !== 'confirmed')
      return steps.length > 0 || ending !== 'undone' ? [] : [`${sub} had no step, but was let in before.`]
    const missing = groups.filter((group) => !steps.some(({ name }) => name === `group ${group}`))
    const added = steps.filter(({ name, kind: is }) => is === 'done' && name.startsWith('group '))
    const untrue = added.filter(
      ({ name }) => !additions.some((one) => one.sub === sub && name === `group ${one.group}`),
    )
    const isOld = evidence.confirmations.some((one) => one.sub === sub && one.at < storeSince)
    return [
      ...(isOld || isImitation ? [] : missing.map((group) => `${sub} has no step for ${group}.`)),
      ...(isImitation ? [] : untrue.map(({ name }) => `The step "${name}" of ${sub} is done, but was not.`)),
    ]
  })
}
