// Buttons, menus and inputs. The library draws no confirm dialogs and parses labels as mrkdwn, so these are ours.
import { z } from 'zod'
import type { accessory, inputElement } from '../slack/block-kit/elements.ts'
import type { confirmDialog } from '../slack/block-kit/text.ts'
import type { Drawing } from './draw-blocks.ts'
import { drawText } from './draw-text.ts'
import { type Html, html, type Part } from './html.ts'

type Element = Exclude<z.infer<typeof accessory>, { type: 'image' }> | z.infer<typeof inputElement>

const textObject = z.looseObject({ type: z.enum(['plain_text', 'mrkdwn']), text: z.string() })

/** Where an element is. In a form it holds a value; elsewhere, using it is an action at once. */
interface Place {
  readonly blockId: string
  /** What a screen reader calls it if it has no name of its own. */
  readonly label: string | undefined
  readonly drawing: Drawing
  readonly isRequired?: boolean
  readonly isInForm?: boolean
}

/** Draws one element. The page reads its `data-block` and `data-action` when it is used. */
export function drawElement(element: Element, place: Place): Html {
  const confirm = 'confirm' in element && element.confirm && drawConfirm(element.confirm, place.drawing)
  return html`${drawWithoutConfirm(element, place)}${confirm}`
}

function drawWithoutConfirm(element: Element, place: Place): Html {
  switch (element.type) {
    case 'button':
      return drawButton(element, place)
    case 'static_select':
      return drawSelect(element, place, [
        ...(element.options ?? []).map(({ text, value }) =>
          drawOption(text, value, element.initial_option?.value),
        ),
        ...(element.option_groups ?? []).map(
          ({ label, options }) =>
            html`<optgroup label="${label.text}">${options.map(({ text, value }) =>
              drawOption(text, value, element.initial_option?.value),
            )}</optgroup>`,
        ),
      ])
    case 'overflow':
      return drawSelect(
        element,
        place,
        element.options.map(({ text, value }) => drawOption(text, value, undefined)),
      )
    case 'users_select':
      return drawSelect(
        element,
        place,
        place.drawing.names.users.map(({ id, name }) =>
          drawOption({ type: 'plain_text', text: name }, id, element.initial_user),
        ),
      )
    case 'checkboxes':
      return drawChoices(element, place, 'checkbox', element.initial_options?.map(({ value }) => value) ?? [])
    case 'radio_buttons':
      return drawChoices(
        element,
        place,
        'radio',
        element.initial_option ? [element.initial_option.value] : [],
      )
    case 'plain_text_input':
      return drawTextInput(element, place)
  }
}

function drawButton(button: Extract<Element, { type: 'button' }>, { blockId }: Place): Html {
  const { text, action_id: actionId = '', value, style, accessibility_label: label } = button
  return html`<button type="button" class="button ${style}" data-use="button" data-block="${blockId}"
    data-action="${actionId}" data-key="${actionId} ${value}"${label !== undefined && html` aria-label="${label}"`}>${text.text}</button>`
}

function drawSelect(
  {
    action_id: actionId = '',
    ...element
  }: { action_id?: string | undefined; placeholder?: { text: string } | undefined },
  place: Place,
  options: readonly Html[],
): Html {
  const { blockId, label = 'Choose', isRequired, isInForm } = place
  return html`<select class="select" ${isInForm ? html`name="${blockId}"` : html`data-use="menu"`} data-block="${blockId}"
    data-action="${actionId}" data-key="${actionId}" aria-label="${label}" aria-describedby="error-${blockId}"${isRequired && html` required`}>
    <option value="">${element.placeholder?.text ?? 'Choose…'}</option>${options}</select>`
}

function drawOption(text: unknown, value: string, initial: string | undefined): Html {
  return html`<option value="${value}"${value === initial && html` selected`}>${textObject.parse(text).text}</option>`
}

function drawChoices(
  { action_id: actionId = '', options }: Extract<Element, { type: 'checkboxes' | 'radio_buttons' }>,
  { blockId, label = 'Choose', isInForm, drawing }: Place,
  type: 'checkbox' | 'radio',
  initial: readonly string[],
): Html {
  const use: Part = !isInForm && html` data-use="choices"`
  return html`<fieldset class="choices" data-block="${blockId}" data-action="${actionId}"${use}>
    <legend class="unseen">${label}</legend>
    ${options.map(
      ({ text, value, description }) =>
        html`<label><input type="${type}" name="${blockId}" value="${value}"${
          initial.includes(value) && html` checked`
        }> ${drawText(textObject.parse(text), drawing.names, drawing.now)}${
          description !== undefined && html` <span class="hint">${description.text}</span>`
        }</label>`,
    )}
  </fieldset>`
}

function drawTextInput(
  element: Extract<Element, { type: 'plain_text_input' }>,
  { blockId, isRequired }: Place,
): Html {
  const { placeholder, initial_value: value = '', multiline, min_length: min, max_length: max } = element
  const attributes = html`name="${blockId}" data-key="${blockId}" aria-labelledby="label-${blockId}"
    aria-describedby="error-${blockId}" placeholder="${placeholder?.text}"${isRequired && html` required`}${
      min !== undefined && html` minlength="${min}"`
    }${max !== undefined && html` maxlength="${max}"`}`
  return multiline
    ? html`<textarea rows="4" ${attributes}>${value}</textarea>`
    : html`<input type="text" ${attributes} value="${value}">`
}

/** What the page's one dialog shows when the element before it is used. */
function drawConfirm(confirm: z.infer<typeof confirmDialog>, { names, now }: Drawing): Html {
  const { title, text, confirm: yes, deny: no, style } = confirm
  return html`<template class="confirm"><h2 id="confirm-title">${title.text}</h2>
    <div id="confirm-text">${drawText(text, names, now)}</div>
    <form method="dialog" class="dialog-buttons">
      <button class="button" value="cancel">${no.text}</button>
      <button class="button ${style ?? 'primary'}" value="confirm">${yes.text}</button>
    </form></template>`
}
