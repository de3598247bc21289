// The forms of "Your product", and the choice of Cognito's next answer.
import { find, post } from './post.js'
import { line, say, whileBusy } from './say.js'

/** Wires up the left half. */
export function wireProduct() {
  const signUp = find('#sign-up', HTMLFormElement)
  const signIn = find('#sign-in', HTMLFormElement)
  signUp.addEventListener('submit', (event) => {
    event.preventDefault()
    void whileBusy(signUp, () => sendSignUp(signUp, signIn))
  })
  signIn.addEventListener('submit', (event) => {
    event.preventDefault()
    void whileBusy(signIn, () => sendSignIn(signIn))
  })
  const fault = find('#fault', HTMLSelectElement)
  fault.addEventListener('change', () => post('/fault', { fault: fault.value || null }))
}

/** Shows the choice as the server knows it: the next approval uses it up. */
export function showChosenFault() {
  const note = find('#fault-note', HTMLElement).querySelector('[data-fault]')
  if (note instanceof HTMLElement) find('#fault', HTMLSelectElement).value = note.dataset['fault'] ?? ''
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLFormElement} signIn
 */
async function sendSignUp(form, signIn) {
  const entered = Object.fromEntries(new FormData(form).entries())
  say(form, '', [])
  showErrors(form, {})
  const answer = await post('/sign-up', entered)
  if (answer['kind'] !== 'signed-up') {
    showErrors(form, answer['fields'] ?? {})
    if (answer['fields'] === undefined) say(form, 'bad', [line('p', answer['message'])])
    else say(form, 'bad', [line('code', answer['name'])])
    return
  }
  fill(signIn, { email: entered['email'], password: entered['password'] })
  say(signIn, '', [])
  fill(form, answer['next'] ?? {})
  say(form, 'good', [
    line('p', `${entered['email']} has signed up, and is waiting for approval in #sign-ups.`),
  ])
}

/** @param {HTMLFormElement} form */
async function sendSignIn(form) {
  const entered = Object.fromEntries(new FormData(form).entries())
  say(form, '', [])
  const answer = await post('/sign-in', entered)
  if (answer['kind'] !== 'in') {
    const name = answer['name'] === undefined ? [] : [line('code', answer['name'])]
    return say(form, 'bad', [line('p', answer['message']), ...name])
  }
  const { approval, clientMetadata, said, groups } = answer
  const by = approval === null ? 'someone outside Slack' : `${approval.name} (${approval.by})`
  const received = line('pre', JSON.stringify(clientMetadata, null, 2))
  received.tabIndex = 0
  say(form, 'good', [
    line('strong', 'You are in.'),
    ...(groups.length > 0 ? [line('p', `Groups: ${groups.join(', ')}.`)] : []),
    line('p', `Approved by ${by}, as your post confirmation function received it:`),
    received,
    ...(said === null ? [] : [line('p', checked(said))]),
  ])
}

/** @param {{ verdict: string, why?: string }} said */
function checked({ verdict, why }) {
  return verdict === 'signed'
    ? 'It checked the signature: Countersign has approved exactly this user.'
    : `It found no signature of Countersign’s (${why}).`
}

/**
 * @param {HTMLFormElement} form
 * @param {Record<string, unknown>} values
 */
function fill(form, values) {
  for (const [name, value] of Object.entries(values)) {
    find(`[name=${name}]`, HTMLInputElement, form).value = String(value)
  }
}

/**
 * Shows Cognito's own words, each under the field that it is about.
 * @param {HTMLFormElement} form
 * @param {Record<string, string>} fields
 */
function showErrors(form, fields) {
  for (const input of form.querySelectorAll('input')) {
    const message = fields[input.name] ?? ''
    const place = find(`#${input.id}-error`, HTMLElement, form)
    place.textContent = message
    place.hidden = message === ''
    if (message === '') input.removeAttribute('aria-invalid')
    else input.setAttribute('aria-invalid', 'true')
  }
  const first = form.querySelector('[aria-invalid]')
  if (first instanceof HTMLElement) first.focus()
}
