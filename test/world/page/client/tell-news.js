// On a small screen the channel may be out of sight: a line at the bottom tells what has come there, and leads to it.
import { find } from './post.js'

/** The returned function is told which messages have just come. */
export function tellNews() {
  const news = find('#news', HTMLElement)
  const channel = find('#scroller', HTMLElement)
  let count = 0
  new IntersectionObserver(() => {
    if (isInSight(channel)) forget()
  }).observe(channel)
  news.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    const card = link === null ? null : document.getElementById(link.hash.slice(1))?.querySelector('article')
    if (!(card instanceof HTMLElement)) return
    // The browser would go there, too, but leave the focus nowhere.
    event.preventDefault()
    card.scrollIntoView({ block: 'center' })
    card.focus({ preventScroll: true })
  })

  /** @param {readonly HTMLElement[]} arrived */
  return (arrived) => {
    const last = arrived.at(-1)
    if (last === undefined || isInSight(channel)) return
    count += arrived.length
    const isPrivate = last.querySelector('.private, .failure') !== null
    const one = isPrivate ? 'A message to you is in Slack.' : 'A new card is in #sign-ups.'
    news.replaceChildren(drawLink(count === 1 ? one : `${count} new messages are in Slack.`, last.id))
  }

  function forget() {
    count = 0
    news.replaceChildren()
  }
}

/** @param {HTMLElement} element */
function isInSight(element) {
  const { top, bottom } = element.getBoundingClientRect()
  return top < innerHeight && bottom > 0
}

/**
 * @param {string} words
 * @param {string} id
 */
function drawLink(words, id) {
  const link = document.createElement('a')
  link.href = `#${id}`
  const action = document.createElement('b')
  action.textContent = 'Show'
  link.append(words, ' ', action)
  return link
}
