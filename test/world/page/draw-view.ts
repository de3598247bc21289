// The modal that a person has open.
import { z } from 'zod'
import type { SeenView } from '../slack/view.ts'
import type { Person } from './cast.ts'
import { drawBlocks } from './draw-blocks.ts'
import { type Html, html } from './html.ts'
import { nameEverything } from './name-everything.ts'
import type { World } from './world.ts'

const words = z.looseObject({ text: z.string() })
const content = z.looseObject({ title: words, submit: words.optional(), close: words.optional() })

/** The newest of their open modals; nothing if none is open. The page shows it as a dialog. */
export function drawView(world: World, viewer: Person): Html {
  const view = world.slack
    .views(viewer.id)
    .filter(({ type, state }) => type === 'modal' && state === 'open')
    .at(-1)
  return view === undefined ? html`` : drawModal(view, world)
}

function drawModal({ id, content: given, blocks, errors }: SeenView, world: World): Html {
  const { title, submit, close } = content.parse(given)
  return html`<dialog id="modal" aria-labelledby="modal-title" data-view="${id}"><form id="modal-form">
    <h2 id="modal-title">${title.text}</h2>
    <div class="modal-body" tabindex="0" role="group" aria-labelledby="modal-title">${drawBlocks(blocks, { names: nameEverything(world), now: new Date() })}</div>
    ${Object.entries(errors).map(([block, words]) => html`<span hidden data-error="${block}">${words}</span>`)}
    <p class="error" id="modal-error" role="alert"></p>
    <div class="dialog-buttons">
      <button type="button" class="button" id="modal-close">${close?.text ?? 'Close'}</button>
      ${submit !== undefined && html`<button class="button primary">${submit.text}</button>`}
    </div>
  </form></dialog>`
}
