// The left half: the product whose sign-ups wait, and the choice of Cognito's next answer.
import type { ChosenFault } from '../cognito/start-proxy.ts'
import { drawTime } from './draw-date.ts'
import { type Html, html } from './html.ts'
import { rushSizes } from './send-rush.ts'
import { suggestStrangers } from './suggest-stranger.ts'
import type { World } from './world.ts'

/** What a visitor may choose, and what Cognito then does to the next approval. */
const faults = {
  throttled: 'Too many requests',
  'access-denied': 'Access denied',
  'function-failed': 'The post confirmation function fails',
  deleted: 'The user was deleted meanwhile',
  'lost-answer': 'The answer is lost',
  'group-denied': 'Adding to the group is denied',
} as const satisfies Record<ChosenFault, string>

/** The forms do not change; only the note beside the choice does. */
export function drawProduct({ cognito }: World): Html {
  const running = cognito.kind === 'running' ? cognito.cognito : null
  const [suggestion] = suggestStrangers(running?.tried ?? new Set(), 1)
  const { name = '', email = '', password = '' } = suggestion ?? {}
  const last = running?.proxy.calls.findLast(
    ({ operation, status }) => operation === 'SignUp' && status === 200,
  )
  return html`
  <form id="sign-up" class="panel" novalidate>
    <h3>Sign up</h3>
    ${drawField({ form: 'sign-up', name: 'name', label: 'Name', value: name })}
    ${drawField({ form: 'sign-up', name: 'email', label: 'E-mail', type: 'email', value: email })}
    ${drawField({ form: 'sign-up', name: 'password', label: 'Password', type: 'password', value: password })}
    <button class="button primary wide">Sign up</button>
    <div class="answer" role="status"></div>
    ${rushSizes.map(
      (size) => html`<div id="rush-${size}" class="rush" data-size="${size}">
      <button type="button" class="button wide">${size} sign-ups at once</button>
      <div class="answer" role="status"></div>
    </div>`,
    )}
  </form>
  <form id="sign-in" class="panel" novalidate>
    <h3>Sign in</h3>
    ${drawField({ form: 'sign-in', name: 'email', label: 'E-mail', type: 'email', value: String(last?.input['Username'] ?? email) })}
    ${drawField({ form: 'sign-in', name: 'password', label: 'Password', type: 'password', value: password })}
    <button class="button wide">Sign in</button>
    <div class="answer" role="status"></div>
  </form>
  <div class="panel" id="make-it-fail">
    <h3><label for="fault">Make it fail</label></h3>
    <p class="lead">How Cognito answers the next approval:</p>
    <select id="fault" class="select wide" aria-describedby="fault-note">
      <option value="">As usual</option>
      ${Object.entries(faults).map(([value, words]) => html`<option value="${value}">${words}</option>`)}
    </select>
    <div id="fault-note" role="status"></div>
  </div>`
}

/** What is chosen, or what came of the last choice; `data-fault` is the current choice. */
export function drawFaultNote({ cognito }: World): Html {
  if (cognito.kind !== 'running') return html``
  const { nextFault, calls } = cognito.cognito.proxy
  if (nextFault !== null)
    return html`<p class="hint" data-fault="${nextFault}">Chosen. Press Approve on a card, and see what it says.</p>`
  const played = calls.findLast(({ fault }) => fault !== undefined)
  if (played?.fault === undefined) return html`<p class="hint" data-fault=""></p>`
  // Throttling lasts while the bot retries this approval, and this page does not know when that ends.
  const now =
    played.fault === 'throttled'
      ? 'Every attempt at that approval gets this answer; the next approval is answered as usual.'
      : 'Cognito answers as usual again.'
  return html`<p class="hint" data-fault="">Played at ${drawTime(played.at)}: ${faults[played.fault]}. ${now}</p>`
}

interface Field {
  readonly form: string
  readonly name: string
  readonly label: string
  readonly value: string
  readonly type?: string
}

function drawField({ form, name, label, value, type = 'text' }: Field): Html {
  const id = `${form}-${name}`
  return html`<div class="field">
    <label for="${id}">${label}</label>
    <input id="${id}" name="${name}" type="${type}" value="${value}" autocomplete="off" spellcheck="false"
      aria-describedby="${id}-error">
    <p class="error" id="${id}-error" hidden></p>
  </div>`
}
