// The button that signs up many at once.
import { find, post } from './post.js'
import { line, say, whileBusy } from './say.js'

/** Wires up the button. */
export function wireRush() {
  const panel = find('#rush', HTMLElement)
  find('button', HTMLButtonElement, panel).addEventListener('click', () =>
    whileBusy(panel, () => sendRush(panel)),
  )
}

/** @param {HTMLElement} panel */
async function sendRush(panel) {
  say(panel, '', [])
  const answer = await post('/rush', {})
  if (answer['kind'] !== 'rushed') return say(panel, 'bad', [line('p', answer['message'])])
  const { wentThrough, refusals } = answer
  const all = wentThrough + sum(refusals)
  const words =
    refusals.length === 0
      ? `${wentThrough} people have signed up. They share messages in #sign-ups.`
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
