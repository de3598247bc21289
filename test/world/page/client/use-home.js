// The right half shows the channel, or the app's Home tab as the person of the page sees it.
import { find, post, viewer } from './post.js'

export function wireHome() {
  find('#places', HTMLElement).addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('button') : null
    if (button !== null) go(button.dataset['to'] ?? '')
  })
  // What has come is in the channel.
  find('#news', HTMLElement).addEventListener('click', () => go('channel'), { capture: true })
}

/** Whoever turns to the Home tab opens it: the bot hears of that. */
export function openHome() {
  if (document.body.dataset['place'] === 'home') void post('/open-home', { as: viewer() })
}

/** @param {string} place */
function go(place) {
  document.body.dataset['place'] = place
  for (const button of document.querySelectorAll('#places button'))
    button.setAttribute('aria-pressed', String(button.getAttribute('data-to') === place))
  openHome()
}
