// A modal that a person has open, or their Home tab.
import type { Block } from './block-kit/check-blocks.ts'
import { findButtons, type Usable } from './block-kit/find-elements.ts'
import { readWords } from './block-kit/read-words.ts'
import type { ViewState } from './view-state.ts'

export interface View {
  readonly id: string
  readonly user: string
  readonly type: 'modal' | 'home'
  /** The view as the app sent it, with ids for all its blocks. */
  content: Readonly<Record<string, unknown>>
  blocks: readonly Block[]
  hash: string
  /** The view on which it was pushed, and the one at the bottom. */
  readonly previous?: string
  readonly root?: string
  state: 'open' | 'submitted' | 'closed'
  /** What the person has entered so far. */
  values: ViewState
  /** What Slack shows under the fields after the app answered `response_action: errors`. */
  errors: Readonly<Record<string, string>>
}

/** A view as its person sees it now. */
export interface SeenView extends Readonly<View> {
  readonly words: string
  readonly buttons: readonly Usable[]
  readonly privateMetadata: string
  readonly callbackId: string
}

/** Where a view is that was pushed on this one. */
export function onTopOf(view: View): Pick<View, 'previous' | 'root'> {
  return { previous: view.id, root: view.root ?? view.id }
}

/** A copy of what the person sees now. */
export function lookAtView(view: View): SeenView {
  return {
    ...view,
    words: readWords(view.blocks),
    buttons: findButtons(view.blocks),
    privateMetadata: String(view.content['private_metadata'] ?? ''),
    callbackId: String(view.content['callback_id'] ?? ''),
  }
}

/** The view as payloads and answers carry it. */
export function describeView(
  view: View,
  teamId: string,
  appId: string,
  botId: string,
): Record<string, unknown> {
  return {
    private_metadata: '',
    callback_id: '',
    external_id: '',
    ...view.content,
    id: view.id,
    team_id: teamId,
    type: view.type,
    blocks: view.blocks,
    state: { values: view.values },
    hash: view.hash,
    previous_view_id: view.previous ?? null,
    root_view_id: view.root ?? view.id,
    app_id: appId,
    app_installed_team_id: teamId,
    bot_id: botId,
  }
}
