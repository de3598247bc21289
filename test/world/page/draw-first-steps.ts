// The checklist that guides a newcomer: what to do next, and what they have seen.
import { type FirstStep, firstSteps } from './first-steps.ts'
import { type Html, html } from './html.ts'

/** What to do, in a few words, and where. */
const words: { readonly [step in FirstStep]: { readonly title: string; readonly how: string } } = {
  'sign-up': {
    title: 'Sign somebody up',
    how: 'Press Sign up, under Your product. Their card comes to #sign-ups within two seconds.',
  },
  'not-yet': {
    title: 'See that they can’t sign in yet',
    how: 'Press Sign in, under Your product. Cognito refuses, because nobody has approved them.',
  },
  refused: {
    title: 'Be refused as Eve',
    how: 'In Slack, be Eve, who isn’t an approver, and press Approve on the card. Only she sees why nothing happens.',
  },
  approved: {
    title: 'Approve as Ada, and sign in',
    how: 'In Slack, be Ada, and press Approve. Then press Sign in: your product knows who approved.',
  },
  denied: {
    title: 'Deny somebody',
    how: 'Sign up somebody else. In Slack, as Ada, press Deny… on their card, and choose a reason.',
  },
}

const afterwards =
  'Try also: make Cognito fail, sign up 50 at once, or type /confirm-user list in Slack. The drawer at the bottom shows every call.'

function nextOf(done: ReadonlySet<FirstStep>): FirstStep | undefined {
  return firstSteps.find((step) => !done.has(step))
}

/** Beside the title: how many are done, and how to go on. */
export function drawNextStep(done: ReadonlySet<FirstStep>): Html {
  const next = nextOf(done)
  return html`<span class="count">${done.size} of ${firstSteps.length} done</span>
    <span class="next">${next === undefined ? afterwards : words[next].how}</span>`
}

/** The steps, of which the next is the current one. */
export function drawFirstSteps(done: ReadonlySet<FirstStep>): Html {
  const next = nextOf(done)
  return html`${firstSteps.map((step, place) => {
    const isDone = done.has(step)
    const tick = html`<svg viewBox="0 0 24 24"><path d="M5 12.5l4.5 4.5L19 7.5"/></svg>`
    return html`<li class="${isDone && 'done'}"${step === next && html` aria-current="step"`}>
      <span class="tick" aria-hidden="true">${isDone ? tick : place + 1}</span>
      <span>${words[step].title}${isDone && html`<span class="unseen"> (done)</span>`}</span></li>`
  })}`
}

/** What a screen reader is told when a step has been done; nothing before the first. */
export function drawStepsSaid(done: ReadonlySet<FirstStep>): Html {
  if (done.size === 0) return html``
  const next = nextOf(done)
  return html`${done.size} of ${firstSteps.length} first steps done. ${next === undefined ? '' : `Next: ${words[next].title}.`}`
}
