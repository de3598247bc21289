// A person uses a modal: clicks in it, submits it, closes it.
import { z } from 'zod'
import { findElements } from '../block-kit/find-elements.ts'
import { makeId, makeSecret } from '../ids.ts'
import type { Failure, Records } from '../records.ts'
import type { Delivery } from '../socket-mode/send-envelopes.ts'
import type { SlackEvent } from '../socket-mode/send-events.ts'
import { describeView, onTopOf, type View } from '../view.ts'
import { entered, holdsValue, stateOf, type ViewState } from '../view-state.ts'
import { checkView, homeOf } from '../web-api/open-view.ts'
import type { Act, Interaction } from './do-something.ts'
import { describeActor, knowPerson } from './know-person.ts'
import { issueTrigger } from './trigger.ts'
import { describeAction, describeChoice, pickElement, type Which } from './use-element.ts'

/** What a person enters, by block_id or action_id: text, the words or value of a choice, a user id. */
type Values = Readonly<Record<string, string>>

export interface UsingViews {
  /** Submits an open modal; rejects if a required field is empty, as Slack does before it sends anything. */
  readonly submit: (
    view: string,
    form: { user: string; values?: Values; delivery?: Delivery },
  ) => Promise<Interaction>
  /** Clicks a button, or picks from a menu, in a modal or Home tab. */
  readonly clickInView: (
    click: Which & { readonly view: string; readonly user: string; readonly delivery?: Delivery },
  ) => Promise<Interaction>
  /** Opens the app's Home tab, or another of its tabs: the app hears of it, with the view that it published last. */
  readonly openHome: (user: string, tab?: 'home' | 'messages') => void
  /** Closes a modal; the app is told if it asked for that (`notify_on_close`). */
  readonly closeView: (view: string) => Promise<Interaction | undefined>
}

const answerSchema = z.looseObject({
  response_action: z.enum(['errors', 'update', 'push', 'clear']).optional(),
  errors: z.record(z.string(), z.string()).optional(),
  view: z.unknown().optional(),
})

/** What people can do with views. */
export function makeUsingViews(
  records: Records,
  act: Act,
  sendEvent: (event: SlackEvent) => void,
): UsingViews {
  return {
    openHome: (user, tab = 'home') => {
      knowPerson(records, user)
      const { team, app } = records
      const view = homeOf(records, user)
      const isShown = tab === 'home' && view !== undefined
      sendEvent({
        type: 'app_home_opened',
        user,
        channel: makeId('D'),
        tab,
        ...(isShown && { view: describeView(view, team.id, app.id, app.botId) }),
      })
    },
    submit: async (id, { user, values = {}, delivery }) => {
      const view = knowOpenView(id)
      view.values = fillIn(view, values)
      return send(user, view, { type: 'view_submission', response_urls: [] }, delivery, (answer) =>
        followAnswer(records, view, answer),
      )
    },
    clickInView: async ({ view: id, user, delivery, ...which }) => {
      const view = knowOpenView(id)
      const element = pickElement(findElements(view.blocks), which)
      const action = describeAction(element, which.option, records.nextTs())
      const { type } = element
      if (holdsValue(element))
        view.values = entered(view.values, element, { type, ...describeChoice(element, which.option) })
      const container = { type: 'view', view_id: view.id }
      return send(user, view, { type: 'block_actions', container, actions: [action] }, delivery)
    },
    closeView: async (id) => {
      const view = knowOpenView(id)
      view.state = 'closed'
      records.changed('view')
      if (view.content['notify_on_close'] !== true) return undefined
      return send(view.user, view, { type: 'view_closed', is_cleared: false }, undefined)
    },
  }

  function knowOpenView(id: string): View {
    const view = records.views.get(id)
    if (view?.state !== 'open') throw new Error(`There is no open view ${id}.`)
    return view
  }

  function send(
    user: string,
    view: View,
    extra: Record<string, unknown>,
    delivery: Delivery | undefined,
    onAck?: (answer: unknown) => Failure['reason'] | undefined,
  ): Interaction {
    const triggerId = issueTrigger(records, user, view.type === 'modal' ? view.id : undefined)
    const { team, app } = records
    const payload = {
      ...describeActor(records, knowPerson(records, user)),
      trigger_id: triggerId,
      view: describeView(view, team.id, app.id, app.botId),
      ...extra,
    }
    const what = extra['type'] === 'view_submission' ? 'form' : 'click'
    return act({ user, what, payload, triggerId, responseUrl: '', delivery }, onAck)
  }
}

function fillIn(view: View, values: Values): ViewState {
  let state = view.values
  for (const block of view.blocks.filter(({ type }) => type === 'input')) {
    const element = pickElement(findElements([block]), {})
    const { type, actionId } = element
    const given = values[block.block_id] ?? values[actionId]
    if (!block['optional'] && !given) throw new Error(`"${actionId}" must be filled in.`)
    state = entered(state, element, { type, ...describeChoice(element, given || undefined) })
  }
  return state
}

function followAnswer(records: Records, view: View, answer: unknown): Failure['reason'] | undefined {
  const parsed = answerSchema.safeParse(answer ?? {})
  if (!parsed.success) return 'invalid response'
  const { response_action, errors = {}, view: next } = parsed.data
  if (response_action === 'errors') Object.assign(view, { errors })
  else if (response_action === 'update' || response_action === 'push') {
    const checked = checkView(next)
    if (checked.kind === 'refused') return 'invalid response'
    const { content, blocks } = checked
    const values = stateOf(blocks, response_action === 'update' ? view.values : {})
    const shown = { content, blocks, values, hash: makeSecret(10), errors: {} }
    if (response_action === 'update') Object.assign(view, shown)
    else {
      const id = makeId('V')
      records.views.set(id, { ...view, id, ...shown, ...onTopOf(view) })
    }
  } else view.state = 'submitted'
  records.changed('view')
  return undefined
}
