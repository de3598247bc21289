// What a panel of "Your product" says, and that it is busy.
import { find } from './post.js'

/**
 * Puts the answer under the panel's button.
 * @param {HTMLElement} panel
 * @param {'' | 'good' | 'bad'} mood
 * @param {HTMLElement[]} lines
 */
export function say(panel, mood, lines) {
  const answer = find('.answer', HTMLElement, panel)
  answer.className = `answer ${mood}`
  answer.replaceChildren(...lines)
  answer.scrollIntoView({ block: 'nearest' })
}

/**
 * Text as an element; never as markup.
 * @param {string} tag
 * @param {unknown} text
 */
export function line(tag, text) {
  const element = document.createElement(tag)
  element.textContent = String(text)
  return element
}

/**
 * Does it with the panel's button disabled; nothing if it is already being done. The focus stays on the button.
 * @param {HTMLElement} panel
 * @param {() => Promise<void>} deed
 */
export async function whileBusy(panel, deed) {
  const button = find('button', HTMLButtonElement, panel)
  if (button.ariaBusy === 'true') return
  button.ariaBusy = 'true'
  button.ariaDisabled = 'true'
  await deed()
  button.ariaBusy = null
  button.ariaDisabled = null
}
