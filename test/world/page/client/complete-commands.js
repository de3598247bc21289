// The box for slash commands, and the list that completes them.
import { find, post, viewer } from './post.js'

/** Wires up the box: arrows choose, Tab and Enter take, Escape closes. */
export function completeCommands() {
  const box = find('#command', HTMLInputElement)
  const list = find('#completions', HTMLElement)
  const completing = makeCompleting(box, list)
  const error = find('#command-error', HTMLElement)

  box.addEventListener('input', () => {
    error.textContent = ''
    completing.show()
  })
  box.addEventListener('blur', completing.hide)
  box.addEventListener('keydown', (event) => {
    if (completing.press(event.key)) event.preventDefault()
  })
  list.addEventListener('pointerdown', (event) => {
    event.preventDefault()
    const option = event.target instanceof Element ? event.target.closest('[role=option]') : null
    if (option instanceof HTMLElement) completing.take(option)
  })
  find('#composer', HTMLFormElement).addEventListener('submit', async (event) => {
    event.preventDefault()
    completing.hide()
    const answer = await post('/type', { as: viewer(), words: box.value })
    if (answer['kind'] === 'refused') error.textContent = answer['message']
    else box.value = ''
  })
}

/**
 * The list under the box: which options match what is typed, and which of them is chosen.
 * @param {HTMLInputElement} box
 * @param {HTMLElement} list
 */
function makeCompleting(box, list) {
  let chosen = -1
  return { show, hide, take, press }

  /** Shows the options that begin with what is typed. */
  function show() {
    const options = showFitting(list, box.value)
    chosen = Math.min(chosen, options.length - 1)
    list.hidden = options.length === 0
    box.setAttribute('aria-expanded', String(!list.hidden))
    for (const [place, option] of options.entries())
      option.setAttribute('aria-selected', String(place === chosen))
    const active = options[chosen]
    if (active === undefined) box.removeAttribute('aria-activedescendant')
    else box.setAttribute('aria-activedescendant', active.id)
    return options
  }

  function hide() {
    chosen = -1
    list.hidden = true
    box.setAttribute('aria-expanded', 'false')
    box.removeAttribute('aria-activedescendant')
  }

  /** @param {HTMLElement | undefined} option */
  function take(option) {
    box.value = option?.dataset['command'] ?? box.value
    box.focus()
    hide()
  }

  /**
   * True if the key must not do what it usually does.
   * @param {string} key
   */
  function press(key) {
    if (key === 'Escape') hide()
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      if (box.value === '') box.value = '/'
      move(key === 'ArrowDown' ? 1 : -1)
      return true
    }
    const isTaken = !list.hidden && (key === 'Tab' || (key === 'Enter' && chosen >= 0))
    if (isTaken) take(show()[Math.max(chosen, 0)])
    return isTaken
  }

  /** @param {1 | -1} step */
  function move(step) {
    const { length } = show()
    if (length > 0) chosen = (Math.max(chosen, step === 1 ? -1 : 0) + step + length) % length
    show()
  }
}

/**
 * @param {HTMLElement} list
 * @param {string} typed
 */
function showFitting(list, typed) {
  /** @type {NodeListOf<HTMLElement>} */
  const options = list.querySelectorAll('[role=option]')
  const start = typed.toLowerCase()
  for (const option of options) {
    const command = option.dataset['command'] ?? ''
    option.hidden = !start.startsWith('/') || command === typed || !command.toLowerCase().startsWith(start)
  }
  return [...options].filter((option) => !option.hidden)
}
