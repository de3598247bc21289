// A newcomer's five steps, and which of them the world's own record shows as done.
import { z } from 'zod'
import { approversIn } from './cast.ts'
import { signInOf } from './deeds.ts'
import type { Happened } from './happened.ts'
import type { Joined } from './join-calls.ts'
import type { Cognito, World } from './world.ts'

export const firstSteps = ['sign-up', 'not-yet', 'refused', 'approved', 'denied'] as const

export type FirstStep = (typeof firstSteps)[number]

/** What the record is asked. */
interface Recorded {
  readonly calls: Cognito['proxy']['calls']
  readonly joined: Happened['joined']
  /** User ids. */
  readonly approvers: ReadonlySet<string>
  /** What the pool's function received about everyone who was let in. */
  readonly letIn: Cognito['pool']['postConfirmations']
}

const facts: { readonly [step in FirstStep]: (recorded: Recorded) => boolean } = {
  'sign-up': ({ calls }) => calls.some(({ operation, status }) => operation === 'SignUp' && status === 200),
  'not-yet': ({ calls }) => calls.some((call) => signInOf(call) !== undefined && isUnconfirmed(call.answer)),
  refused: ({ joined, approvers }) => joined.some((one) => isRefusal(one, approvers)),
  approved: ({ calls, letIn }) => {
    const approved = letIn.filter(({ request }) => request.clientMetadata?.['approvedBy'] !== undefined)
    const emails = new Set(approved.map(({ request }) => request.userAttributes['email']))
    return calls.some((call) => call.status === 200 && emails.has(signInOf(call)?.toLowerCase()))
  },
  denied: ({ joined, letIn }) => joined.some((one) => isDenial(one, letIn)),
}

/** The parts of the world whose record is asked. */
interface Watched {
  readonly slack: Pick<World['slack'], 'groups'>
  readonly cast: Pick<World['cast'], 'group'>
  readonly cognito:
    | { readonly kind: 'starting' | 'failed' }
    | {
        readonly kind: 'running'
        readonly cognito: {
          readonly proxy: Pick<Cognito['proxy'], 'calls'>
          readonly pool: Pick<Cognito['pool'], 'postConfirmations'>
        }
      }
}

/** The returned function says which steps have been done since this world began. What the record forgets stays done. */
export function makeFirstSteps(
  world: Watched,
): (happened: Pick<Happened, 'joined'>) => ReadonlySet<FirstStep> {
  const done = new Set<FirstStep>()
  return ({ joined }) => {
    const { slack, cast, cognito } = world
    if (cognito.kind !== 'running') return done
    const { proxy, pool } = cognito.cognito
    const approvers = approversIn(slack, cast)
    const recorded = { calls: proxy.calls, joined, approvers, letIn: pool.postConfirmations }
    for (const step of firstSteps) if (!done.has(step) && facts[step](recorded)) done.add(step)
    return new Set(done)
  }
}

const unconfirmed = z.looseObject({ __type: z.literal('UserNotConfirmedException') })

function isUnconfirmed(answer: unknown): boolean {
  return unconfirmed.safeParse(answer).success
}

/** Somebody who is no approver pressed a card's button, and was answered privately. */
function isRefusal({ deed, followed }: Joined, approvers: ReadonlySet<string>): boolean {
  if (deed.kind !== 'slack' || deed.type !== 'button' || approvers.has(deed.by)) return false
  if (deed.view !== undefined || deed.isInEphemeral) return false
  return followed.some(
    ({ call }) => call.kind === 'slack' && /^(?:response_url|chat\.postEphemeral)$/.test(call.call.method),
  )
}

/** A form disabled somebody who was never let in. Taking an approval back is a form, too. */
function isDenial({ deed, followed }: Joined, letIn: Recorded['letIn']): boolean {
  if (deed.kind !== 'slack' || deed.type !== 'form') return false
  return followed.some(({ call: { call, kind } }) => {
    if (kind !== 'cognito' || !('operation' in call)) return false
    const { operation, status, input } = call
    return (
      operation === 'AdminDisableUser' &&
      status === 200 &&
      !letIn.some(({ userName }) => userName === input['Username'])
    )
  })
}
