// The app's Home tab, as a person sees it.
import type { Person } from './cast.ts'
import { drawBlocks } from './draw-blocks.ts'
import { type Html, html } from './html.ts'
import { nameEverything } from './name-everything.ts'
import type { World } from './world.ts'

/** What the bot published for them last. */
export function drawHome(world: World, viewer: Person): Html {
  const view = world.slack.views(viewer.id).find(({ type }) => type === 'home')
  if (view === undefined)
    return html`<p class="empty">Countersign shows something here as soon as you open this tab.</p>`
  const drawing = { names: nameEverything(world), now: new Date() }
  return html`<div class="message-body" data-view="${view.id}">${drawBlocks(view.blocks, drawing)}</div>`
}
