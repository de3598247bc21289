// Buttons, menus and modals that the bot has sent: what a person does with them.
import { find, post, viewer } from './post.js'

/** Listens on the whole page, because messages come and go. */
export function wireBlocks() {
  wireBrowsing()
  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('[data-use=button]') : null
    if (button instanceof HTMLElement) void use(button)
  })
  document.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLElement)) return
    const menu = target.closest('[data-use=menu]')
    if (menu instanceof HTMLSelectElement && !isBrowsed(menu)) choose(menu)
    const choices = target.closest('[data-use=choices]')
    if (choices instanceof HTMLElement) void use(choices, chosenIn(choices))
  })
}

/** Marks the menu that is browsed with the keyboard: Enter takes a choice, leaving takes none. */
function wireBrowsing() {
  document.addEventListener('keydown', (event) => {
    const menu = event.target
    if (!(menu instanceof HTMLSelectElement) || menu.dataset['use'] !== 'menu') return
    if (event.key !== 'Enter') menu.dataset['browsed'] = ''
    else if (isBrowsed(menu)) {
      event.preventDefault()
      choose(menu)
    }
  })
  document.addEventListener('pointerdown', ({ target }) => {
    if (target instanceof HTMLSelectElement) delete target.dataset['browsed']
  })
  document.addEventListener('focusout', ({ target }) => {
    if (target instanceof HTMLSelectElement && isBrowsed(target)) forget(target)
  })
}

/** @param {HTMLSelectElement} menu */
function isBrowsed(menu) {
  return menu.dataset['browsed'] !== undefined
}

/** @param {HTMLSelectElement} menu */
function choose(menu) {
  const { value } = menu
  delete menu.dataset['browsed']
  if (value !== '') void use(menu, value)
}

/** @param {HTMLSelectElement} menu */
function forget(menu) {
  delete menu.dataset['browsed']
  for (const option of menu.options) option.selected = option.defaultSelected
  if (menu.selectedIndex < 0) menu.selectedIndex = 0
}

/**
 * Asks for confirmation if there is a dialog, and sends the deed.
 * @param {HTMLElement} element
 * @param {string} [option]
 */
async function use(element, option) {
  if (element.getAttribute('aria-busy') === 'true') return
  const template = element.nextElementSibling
  if (template instanceof HTMLTemplateElement && !(await confirms(template))) return
  element.setAttribute('aria-busy', 'true')
  const which = {
    as: viewer(),
    blockId: element.dataset['block'],
    actionId: element.dataset['action'],
    option,
  }
  const view = element.closest('[data-view]')?.getAttribute('data-view') ?? undefined
  const ts = element.closest('article')?.dataset['ts']
  await (view === undefined ? post('/click', { ...which, ts }) : post('/click-in-view', { ...which, view }))
  element.removeAttribute('aria-busy')
}

/** @param {HTMLElement} choices */
function chosenIn(choices) {
  /** @type {NodeListOf<HTMLInputElement>} */
  const chosen = choices.querySelectorAll('input:checked')
  return chosen.length === 0 ? undefined : [...chosen].map(({ value }) => value).join(',')
}

/**
 * Shows the dialog; true if it was confirmed.
 * @param {HTMLTemplateElement} template
 * @returns {Promise<boolean>}
 */
function confirms(template) {
  const dialog = find('#confirm', HTMLDialogElement)
  dialog.replaceChildren(template.content.cloneNode(true))
  dialog.returnValue = 'cancel'
  dialog.showModal()
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'confirm'), { once: true })
  })
}

/** Opens the modal that the server has sent, if one came; called after every event. */
export function showModal() {
  const modal = document.querySelector('#modal')
  if (!(modal instanceof HTMLDialogElement) || modal.open) return
  modal.showModal()
  // The browser would focus the scrollable part, even if there is a field to fill in.
  const field = modal.querySelector('[data-input] :is(input, textarea, select)')
  if (field instanceof HTMLElement) field.focus()
  const close = () => post('/close', { as: viewer(), view: modal.dataset['view'] })
  modal.addEventListener('cancel', (event) => {
    event.preventDefault()
    void close()
  })
  find('#modal-close', HTMLButtonElement, modal).addEventListener('click', close)
  find('#modal-form', HTMLFormElement, modal).addEventListener('submit', (event) => {
    event.preventDefault()
    void submit(modal)
  })
  for (const said of modal.querySelectorAll('[data-error]')) showError(modal, said)
}

/** @param {HTMLDialogElement} modal */
async function submit(modal) {
  const inputs = [...modal.querySelectorAll('[data-input]')]
  const values = Object.fromEntries(inputs.map((input) => [input.getAttribute('data-input'), valueIn(input)]))
  const answer = await post('/submit', { as: viewer(), view: modal.dataset['view'], values })
  if (answer['kind'] === 'refused') find('#modal-error', HTMLElement, modal).textContent = answer['message']
}

/** @param {Element} input */
function valueIn(input) {
  const choices = input.querySelector('fieldset')
  if (choices !== null) return chosenIn(choices) ?? ''
  const field = input.querySelector('input, textarea, select')
  return field !== null && 'value' in field ? String(field.value) : ''
}

/**
 * Shows what the app says about a field under that field.
 * @param {HTMLDialogElement} modal
 * @param {Element} said
 */
function showError(modal, said) {
  const block = said.getAttribute('data-error') ?? ''
  const place = modal.querySelector(`#error-${CSS.escape(block)}`) ?? find('#modal-error', HTMLElement, modal)
  place.textContent = said.textContent
  if (place instanceof HTMLElement) place.hidden = false
  const field = modal.querySelector(`[name="${CSS.escape(block)}"]`)
  field?.setAttribute('aria-invalid', 'true')
}
