// The box for slash commands, and the list that completes them.
import { find, post, viewer } from './post.js'

/** Wires the box up: arrows choose, Tab and Enter take, Escape closes. */
export function completeCommands() {
  const box = find('#command', HTMLInputElement)
  const list = find('#completions', HTMLElement)
  const error = find('#command-error', HTMLElement)
  const form = find('#composer', HTMLFormElement)
  let chosen = -1

  const fitting = () => {
    /** @type {NodeListOf<HTMLElement>} */
    const options = list.querySelectorAll('[role=option]')
    const start = box.value.toLowerCase()
    for (const option of options)
      option.hidden = !(option.dataset['command'] ?? '').toLowerCase().startsWith(start)
    return [...options].filter((option) => !option.hidden && option.dataset['command'] !== box.value)
  }
  const show = () => {
    const options = box.value.startsWith('/') ? fitting() : []
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
  const hide = () => {
    chosen = -1
    list.hidden = true
    box.setAttribute('aria-expanded', 'false')
    box.removeAttribute('aria-activedescendant')
  }
  /** @param {HTMLElement | undefined} option */
  const take = (option) => {
    box.value = option?.dataset['command'] ?? box.value
    box.focus()
    hide()
  }

  box.addEventListener('input', () => {
    error.textContent = ''
    show()
  })
  box.addEventListener('blur', hide)
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') return hide()
    const options = list.hidden ? [] : show()
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (box.value === '') box.value = '/'
      const step = event.key === 'ArrowDown' ? 1 : -1
      chosen = options.length === 0 ? -1 : (chosen + step + options.length) % options.length
      show()
      return
    }
    const isTaken = (event.key === 'Tab' && options.length > 0) || (event.key === 'Enter' && chosen >= 0)
    if (!isTaken) return
    event.preventDefault()
    take(options[Math.max(chosen, 0)])
  })
  list.addEventListener('pointerdown', (event) => {
    event.preventDefault()
    const option = event.target instanceof Element ? event.target.closest('[role=option]') : null
    if (option instanceof HTMLElement) take(option)
  })
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    hide()
    const answer = await post('/type', { as: viewer(), words: box.value })
    if (answer['kind'] === 'refused') error.textContent = answer['message']
    else box.value = ''
  })
}
