// Block Kit → HTML, block by block: by the library if it draws as Slack does, otherwise by us.
import { z } from 'zod'
import { messageBlocks } from '../slack/block-kit/blocks.ts'
import type { Block } from '../slack/block-kit/check-blocks.ts'
import { drawElement } from './draw-elements.ts'
import { drawByLibrary, drawText, type Names } from './draw-text.ts'
import { type Html, html } from './html.ts'

type MessageBlock = z.infer<typeof messageBlocks>[number]

/** A modal may show more of them than a message. */
const anyBlocks = z.array(messageBlocks.unwrap())

/** Everything that blocks need besides themselves. */
export interface Drawing {
  readonly names: Names
  readonly now: Date
}

/** Draws blocks that the workspace has accepted. Their buttons carry `data-block` and `data-action`. */
export function drawBlocks(blocks: readonly Block[], drawing: Drawing): Html {
  return html`${anyBlocks.parse(blocks).map((block) => drawBlock(block, drawing))}`
}

function drawBlock(block: MessageBlock, drawing: Drawing): Html {
  const { names, now } = drawing
  const blockId = block.block_id ?? ''
  switch (block.type) {
    case 'rich_text':
      return html`<div class="block rich-text">${drawByLibrary(block, names, now)}</div>`
    case 'markdown':
      return html`<div class="block">${drawByLibrary(block, names, now)}</div>`
    case 'header':
      return html`<h5 class="block block-header">${block.text.text}</h5>`
    case 'divider':
      return html`<hr class="block">`
    case 'image':
      // The page loads nothing from elsewhere.
      return html`<p class="block image">Image: ${block.alt_text}</p>`
    case 'section':
      return drawSection(block, blockId, drawing)
    case 'context':
      return html`<div class="block context">${block.elements.map((element) =>
        element.type === 'image'
          ? html`<span>Image: ${element.alt_text}</span>`
          : drawText(element, names, now),
      )}</div>`
    case 'actions':
      return html`<div class="block actions">${block.elements.map((element) =>
        drawElement(element, { blockId, label: undefined, drawing }),
      )}</div>`
    case 'input':
      return drawInput(block, blockId, drawing)
  }
}

function drawSection(
  { text, fields = [], accessory }: Extract<MessageBlock, { type: 'section' }>,
  blockId: string,
  drawing: Drawing,
): Html {
  const { names, now } = drawing
  const label = text?.text
  return html`<div class="block section"><div class="section-text">
    ${text && drawText(text, names, now)}
    ${fields.length > 0 && html`<div class="fields">${fields.map((field) => html`<div>${drawText(field, names, now)}</div>`)}</div>`}
  </div>${accessory !== undefined && drawAccessory()}</div>`

  function drawAccessory(): Html {
    if (accessory?.type === 'image') return html`<span class="image">Image: ${accessory.alt_text}</span>`
    return accessory === undefined ? html`` : drawElement(accessory, { blockId, label, drawing })
  }
}

function drawInput(
  { label, element, hint, optional }: Extract<MessageBlock, { type: 'input' }>,
  blockId: string,
  drawing: Drawing,
): Html {
  const note = optional && html` <span class="optional">(optional)</span>`
  return html`<div class="block input" data-input="${blockId}">
    <p class="input-label" id="label-${blockId}">${label.text}${note}</p>
    ${drawElement(element, { blockId, label: label.text, drawing, isRequired: !optional, isInForm: true })}
    ${hint !== undefined && html`<p class="hint">${hint.text}</p>`}
    <p class="error" id="error-${blockId}" hidden></p>
  </div>`
}
