// The buttons that sign up many at once.
import { find, post } from './post.js'
import { line, say, whileBusy } from './say.js'

/** Wires up the buttons. */
export function wireRush() {
  for (const panel of document.querySelectorAll('.rush')) {
    if (!(panel instanceof HTMLElement)) continue
    const button = find('button', HTMLButtonElement, panel)
    button.addEventListener('click', () =>
      whileBusy(panel, () => sendRush(panel, Number(panel.dataset['size']))),
    )
  }
}

/**
 * @param {HTMLElement} panel
 * @param {number} size
 */
async function sendRush(panel, size) {
  say(panel, '', [])
  const answer = await post('/rush', { size })
  if (answer['kind'] !== 'rushed') return say(panel, 'bad', [line('p', answer['message'])])
  const { wentThrough, refusals } = answer
  const all = wentThrough + sum(refusals)
  const words =
    refusals.length === 0
      ? `${wentThrough} people have signed up. ${wentThrough > 60 ? 'One message stands for most of them' : 'They share messages'} in #sign-ups.`
      : `${wentThrough} of ${all} people have signed up. Cognito refused the others:`
  say(panel, refusals.length === 0 ? 'good' : 'bad', [line('p', words), ...refusals.flatMap(drawRefusal)])
}

/** @param {{ name: string, message: string, count: number }} refusal */
function drawRefusal({ name, message, count }) {
  return [line('p', count === 1 ? message : `${message} (${count} times)`), line('code', name)]
}

/** @param {{ count: number }[]} refusals */
function sum(refusals) {
  return refusals.reduce((total, { count }) => total + count, 0)
}
