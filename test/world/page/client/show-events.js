// Replaces only what the server says has changed; focus, scroll position and typed text stay.
import { find, viewer } from './post.js'

/** @typedef {{ id: string, version: string, markup: string }} Piece */
/** @typedef {{ id: string, items: Piece[], order: string[] }} List */
/** @typedef {{ regions: Piece[], lists: List[] }} ScreenEvent */

const retryMs = 500

/**
 * Follows what the server sends to the page's person; the returned function ends that.
 * @param {(arrived: HTMLElement[]) => void} onShown gets the messages that were not shown before
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
      const restores = event.regions.map((piece) => replace(find(`#${piece.id}`, HTMLElement), piece))
      const arrived = event.lists.flatMap((list) => {
        const made = showItems(list)
        return list.id === 'messages' ? made : []
      })
      onShown(arrived)
      for (const restore of restores) restore()
    }
    return opened
  }

  function again() {
    source = follow()
  }
}

/**
 * The lines of a list, each in its place; returns those that were not there before. A page that shows the end of the
 * channel still shows it.
 * @param {List} list
 */
function showItems({ id: list, items, order }) {
  const lines = find(`#${list}`, HTMLElement)
  const scroller = find('#scroller', HTMLElement)
  const isAtEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60
  const changed = new Map(items.map((item) => [item.id, item]))
  for (const item of [...lines.children]) if (!order.includes(item.id)) item.remove()
  const made = order.filter((id) => document.getElementById(id) === null).map(makeLine)
  const ready = new Map(made.map((line) => [line.id, line]))
  order.forEach((id, place) => {
    const line = ready.get(id) ?? find(`[id="${CSS.escape(id)}"]`, HTMLElement)
    const piece = changed.get(id)
    if (piece !== undefined) replace(line, piece)()
    if (lines.children[place] !== line) lines.insertBefore(line, lines.children[place] ?? null)
  })
  if (isAtEnd) scroller.scrollTop = scroller.scrollHeight
  return made
}

/** @param {string} id */
function makeLine(id) {
  const line = document.createElement('div')
  line.id = id
  line.className = 'item'
  return line
}

/**
 * Puts new markup into an element, unless it shows that version already; the returned function restores what a person
 * did to it, once a modal in it is open.
 * @param {HTMLElement} element
 * @param {Piece} piece
 */
function replace(element, { version, markup }) {
  if (element.dataset['version'] === version) return () => {}
  const restore = remember(element)
  element.innerHTML = markup
  element.dataset['version'] = version
  return restore
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
  const typed = valuesOf(element)
  return () => {
    /** @type {NodeListOf<HTMLDetailsElement>} */
    const now = element.querySelectorAll('details[data-key]')
    for (const details of now) details.open = folds.get(details.dataset['key']) ?? details.open
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
