// Replaces only what the server says has changed; focus, scroll position and typed text stay.
import { find, viewer } from './post.js'

/** @typedef {{ id: string, version: string, markup: string }} Piece */
/** @typedef {{ regions: Piece[], items: Piece[], order: string[] }} ScreenEvent */

const retryMs = 500

/**
 * Follows what the server sends to the page's person; the returned function ends that.
 * @param {() => void} onShown
 */
export function showEvents(onShown) {
  const lost = find('#lost', HTMLElement)
  let source = follow()
  /** @type {number | undefined} */
  let timer
  return () => {
    clearTimeout(timer)
    source.close()
  }

  function follow() {
    const opened = new EventSource(`/events?as=${viewer()}`)
    opened.onopen = () => {
      lost.hidden = true
    }
    opened.onerror = () => {
      lost.hidden = false
      // After any answer except 200 the browser gives up; otherwise it retries by itself.
      if (opened.readyState === EventSource.CLOSED) timer = setTimeout(again, retryMs)
    }
    opened.onmessage = ({ data }) => {
      /** @type {ScreenEvent} */
      const event = JSON.parse(data)
      for (const piece of event.regions) replace(find(`#${piece.id}`, HTMLElement), piece)
      showItems(event)
      onShown()
    }
    return opened
  }

  function again() {
    source = follow()
  }
}

/**
 * The lines of the channel, each in its place. A page that shows the end still shows it.
 * @param {ScreenEvent} event
 */
function showItems({ items, order }) {
  const messages = find('#messages', HTMLElement)
  const scroller = find('#scroller', HTMLElement)
  const isAtEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60
  const changed = new Map(items.map((item) => [item.id, item]))
  for (const item of [...messages.children]) if (!order.includes(item.id)) item.remove()
  order.forEach((id, place) => {
    const line = document.getElementById(id) ?? makeLine(id)
    const piece = changed.get(id)
    if (piece !== undefined) replace(line, piece)
    if (messages.children[place] !== line) messages.insertBefore(line, messages.children[place] ?? null)
  })
  if (isAtEnd) scroller.scrollTop = scroller.scrollHeight
}

/** @param {string} id */
function makeLine(id) {
  const line = document.createElement('div')
  line.id = id
  line.className = 'item'
  return line
}

/**
 * Puts new markup into an element, unless it shows that version already.
 * @param {HTMLElement} element
 * @param {Piece} piece
 */
function replace(element, { version, markup }) {
  if (element.dataset['version'] === version) return
  const restore = remember(element)
  element.innerHTML = markup
  element.dataset['version'] = version
  restore()
}

/**
 * Remembers what a person did to an element that is about to be replaced; the returned function does it to the new one.
 * @param {HTMLElement} element
 */
function remember(element) {
  const focused = element.contains(document.activeElement) ? document.activeElement : null
  const key = focused instanceof HTMLElement ? focused.dataset['key'] : undefined
  /** @type {NodeListOf<HTMLDetailsElement>} */
  const all = element.querySelectorAll('details[data-key]')
  const folds = new Map([...all].map((details) => [details.dataset['key'], details.open]))
  const deed = element.querySelector('.deed')?.textContent
  const typed = valuesOf(element)
  return () => {
    const isSameDeed = element.querySelector('.deed')?.textContent === deed
    /** @type {NodeListOf<HTMLDetailsElement>} */
    const now = element.querySelectorAll('details[data-key]')
    for (const details of now)
      if (isSameDeed) details.open = folds.get(details.dataset['key']) ?? details.open
    fillIn(element, typed)
    if (focused === null) return
    const successor = key === undefined ? null : element.querySelector(`[data-key="${CSS.escape(key)}"]`)
    const target = successor ?? element.querySelector('article')
    if (target instanceof HTMLElement) target.focus({ preventScroll: true })
  }
}

/**
 * What was typed into the form of a view, by the view and the field.
 * @param {HTMLElement} element
 */
function valuesOf(element) {
  const view = element.querySelector('dialog')?.dataset['view']
  const fields = [...element.querySelectorAll('input[type=text], textarea, select')]
  return new Map(fields.map((field) => [`${view} ${nameOf(field)}`, enteredIn(field)]))
}

/**
 * @param {HTMLElement} element
 * @param {ReadonlyMap<string, string>} typed
 */
function fillIn(element, typed) {
  const view = element.querySelector('dialog')?.dataset['view']
  if (view === undefined) return
  for (const field of element.querySelectorAll('input[type=text], textarea, select')) {
    const value = typed.get(`${view} ${nameOf(field)}`)
    if (value !== undefined && 'value' in field) field.value = value
  }
}

/** @param {Element} field */
function nameOf(field) {
  return field.getAttribute('name') ?? ''
}

/** @param {Element} field */
function enteredIn(field) {
  return 'value' in field ? String(field.value) : ''
}
