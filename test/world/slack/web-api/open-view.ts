// views.open, views.push, views.update, views.publish: modals and Home tabs.
import { z } from 'zod'
import { type Block, checkBlocks } from '../block-kit/check-blocks.ts'
import { explainIssues } from '../block-kit/explain-issues.ts'
import { plainText } from '../block-kit/text.ts'
import { makeId, makeSecret } from '../ids.ts'
import { spendTrigger } from '../people/trigger.ts'
import type { Records } from '../records.ts'
import { describeView, onTopOf, type View } from '../view.ts'
import { stateOf } from '../view-state.ts'
import { type Answer, type Answerer, refuse } from './answer.ts'
import { readArguments, words } from './read-arguments.ts'

const common = {
  blocks: z.unknown().optional(),
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
}

const modalSchema = z.strictObject({
  ...common,
  type: z.literal('modal'),
  title: plainText(24),
  submit: plainText(24).optional(),
  close: plainText(24).optional(),
  clear_on_close: z.boolean().optional(),
  notify_on_close: z.boolean().optional(),
  submit_disabled: z.boolean().optional(),
})

const viewSchema = z.discriminatedUnion('type', [
  modalSchema,
  z.strictObject({ ...common, type: z.literal('home') }),
])

type Checked =
  | {
      readonly kind: 'taken'
      readonly content: z.infer<typeof viewSchema>
      readonly blocks: readonly Block[]
    }
  | { readonly kind: 'refused'; readonly messages: readonly string[] }

/** Checks a view as `views.*` and a form's `response_action` take it. */
export function checkView(given: unknown): Checked {
  const parsed = viewSchema.safeParse(given, { reportInput: true })
  if (!parsed.success) return { kind: 'refused', messages: explainIssues(parsed.error.issues, '/view') }
  const checked = checkBlocks(parsed.data.blocks, 'view')
  if (checked.kind === 'refused') return checked
  const hasInput = checked.blocks.some(({ type }) => type === 'input')
  if (parsed.data.type === 'modal' && hasInput && parsed.data.submit === undefined) {
    return { kind: 'refused', messages: ['missing required field: submit [json-pointer:/view/submit]'] }
  }
  return { kind: 'taken', content: parsed.data, blocks: checked.blocks }
}

/** views.open: needs a trigger that is fresh and unused. */
export function openView(records: Records): Answerer {
  return (given) => {
    const read = readArguments(z.looseObject({ trigger_id: words, view: z.unknown().optional() }), given)
    if (read.kind === 'refused') return read.answer
    const checked = checkView(read.args.view)
    if (checked.kind === 'refused') return refuse('invalid_arguments', checked.messages)
    const trigger = spendTrigger(records, read.args.trigger_id)
    if (trigger.kind === 'refused') return refuse(trigger.error)
    return showView(records, trigger.user, checked)
  }
}

/** The most views that Slack stacks. */
const mostStacked = 3

/** views.push: needs a trigger that comes from an open modal, on which it is put. */
export function pushView(records: Records): Answerer {
  return (given) => {
    const read = readArguments(z.looseObject({ trigger_id: words, view: z.unknown().optional() }), given)
    if (read.kind === 'refused') return read.answer
    const checked = checkView(read.args.view)
    if (checked.kind === 'refused') return refuse('invalid_arguments', checked.messages)
    const trigger = spendTrigger(records, read.args.trigger_id)
    if (trigger.kind === 'refused') return refuse(trigger.error)
    const under = records.views.get(trigger.view ?? '')
    if (under?.state !== 'open') return refuse('not_found')
    if (depthOf(records, under) >= mostStacked) return refuse('push_limit_reached')
    return showView(records, trigger.user, checked, onTopOf(under))
  }
}

function depthOf(records: Records, { previous }: View): number {
  const under = previous === undefined ? undefined : records.views.get(previous)
  return under === undefined ? 1 : 1 + depthOf(records, under)
}

/** The largest view that Slack takes, in characters of its JSON. */
const largestView = 250_000

const publishing = z.looseObject({ user_id: words, view: z.unknown().optional(), hash: words.optional() })

/** views.publish: the Home tab of one user, which stays the same view; an outdated `hash` is refused. */
export function publishView(records: Records): Answerer {
  return (given) => {
    const read = readArguments(publishing, given)
    if (read.kind === 'refused') return read.answer
    const { user_id: user, view, hash } = read.args
    if (!records.members.has(user)) return refuse('user_not_found')
    const checked = checkView(view)
    if (checked.kind === 'refused') return refuse('invalid_arguments', checked.messages)
    if (checked.content.type !== 'home') return refuse('invalid_arguments', ['only a home view is published'])
    if (!records.settings.hasHomeTab) return refuse('not_enabled')
    if (JSON.stringify(view).length > largestView) return refuse('view_too_large')
    const old = homeOf(records, user)
    if (hash !== undefined && hash !== old?.hash) return refuse('hash_conflict')
    if (old === undefined) return showView(records, user, checked)
    Object.assign(old, { content: checked.content, blocks: checked.blocks, hash: makeSecret(10) })
    records.changed('view')
    return answerWith(records, old)
  }
}

/** What was published for this person last. */
export function homeOf(records: Records, user: string): View | undefined {
  return [...records.views.values()].find((view) => view.type === 'home' && view.user === user)
}

/** views.update, by `view_id` or `external_id`; an outdated `hash` is refused. */
export function updateView(records: Records): Answerer {
  return (given) => {
    const checked = checkView(given['view'])
    if (checked.kind === 'refused') return refuse('invalid_arguments', checked.messages)
    const view = [...records.views.values()].find(
      ({ id, content }) =>
        id === given['view_id'] ||
        (given['external_id'] !== undefined && content['external_id'] === given['external_id']),
    )
    if (view === undefined || view.state !== 'open') return refuse('not_found')
    if (given['hash'] !== undefined && given['hash'] !== view.hash) return refuse('hash_conflict')
    const { content, blocks } = checked
    const values = stateOf(blocks, view.values)
    Object.assign(view, { content, blocks, values, hash: makeSecret(10) })
    records.changed('view')
    return answerWith(records, view)
  }
}

function showView(
  records: Records,
  user: string,
  { content, blocks }: Extract<Checked, { kind: 'taken' }>,
  place: Pick<View, 'previous' | 'root'> = {},
): Answer {
  const view: View = {
    id: makeId('V'),
    user,
    type: content.type,
    content,
    blocks,
    hash: makeSecret(10),
    state: 'open',
    values: stateOf(blocks),
    errors: {},
    ...place,
  }
  records.views.set(view.id, view)
  records.changed('view')
  return answerWith(records, view)
}

function answerWith({ team, app }: Records, view: View): Answer {
  return { ok: true, view: describeView(view, team.id, app.id, app.botId) }
}
