// The drawer "What just happened": every call as it went over the wire, without its secrets, under the deed that it followed from.
import { drawTime } from './draw-date.ts'
import type { Happening, Step } from './happened.ts'
import { type Html, html } from './html.ts'
import type { World } from './world.ts'

/** A deed and its calls, each collapsed to one line; or calls that nothing joins to a deed. */
export function drawHappening({ kind, at, title, steps }: Happening, { slack }: World): Html {
  const secrets = [slack.botToken, slack.appToken]
  const time = html`<time class="note">${drawTime(new Date(at))}</time>`
  const heading =
    kind === 'deed'
      ? html`<h3 class="deed-title">${title} ${time}</h3>`
      : html`<h3 class="deed-title">Other calls ${time}</h3>
        <p class="hint">Nothing in them says what they followed from.</p>`
  return html`<section class="happening ${kind}">${heading}
    <ol class="steps">${drawSteps(steps.map(describeStep), secrets)}</ol></section>`
}

/** The last deed on one line, beside the drawer's handle. */
export function drawHappenedShortly(happenings: readonly Happening[]): Html {
  const last = happenings.find(({ kind }) => kind === 'deed')
  return last === undefined ? html`` : html`${last.title}${drawChips(last)}`
}

const telling =
  /^(?:Admin\w+|chat\.update|chat\.postMessage|chat\.postEphemeral|response_url|views\.(?:open|push|update))$/

function drawChips({ steps }: Happening): Html {
  const chips = steps.flatMap((step) => {
    if (step.kind === 'ack') return [`acknowledged in ${step.afterMs} ms`]
    if (step.kind === 'envelope') return []
    const name = step.kind === 'slack' ? step.call.method : step.call.operation
    return telling.test(name) ? [name] : []
  })
  return html`${[...new Set(chips)].slice(0, 4).map((chip) => html`<span class="chip">${chip}</span>`)}`
}

/** How many calls of the same kind are shown. */
const mostAlike = 3

function drawSteps(steps: readonly Described[], secrets: readonly string[]): readonly Html[] {
  const alike = Map.groupBy(steps, ({ name }) => name)
  return steps.flatMap((step) => {
    const all = alike.get(step.name) ?? []
    const number = all.indexOf(step)
    if (number < mostAlike) return [drawStep(step, { secrets, isFirst: number === 0 })]
    const left = all.length - mostAlike
    return number === mostAlike
      ? [html`<li class="hint">and ${left} more <span class="step-name">${step.name}</span></li>`]
      : []
  })
}

function drawStep(
  { key, from, name, note, why, parts }: Described,
  { secrets, isFirst }: { secrets: readonly string[]; isFirst: boolean },
): Html {
  const isOpen = name === 'AdminConfirmSignUp' && isFirst
  return html`<li class="step"><details data-key="${key}"${isOpen && html` open`}>
    <summary><span class="from">${from}</span> <span class="step-name">${name}</span> <span class="note">${note}</span></summary>
    ${why !== undefined && html`<p class="why">Joined because ${why}.</p>`}
    <div class="parts">${parts.map(
      ([title, value]) =>
        html`<figure><figcaption>${title}</figcaption><pre tabindex="0">${write(value, secrets)}</pre></figure>`,
    )}</div>
  </details></li>`
}

interface Described {
  readonly key: string
  readonly from: string
  readonly name: string
  readonly note: string
  /** By what it is known to follow from the deed. */
  readonly why: string | undefined
  readonly parts: readonly (readonly [title: string, value: unknown])[]
}

function describeStep(step: Step): Described {
  const own = { key: step.key, why: undefined }
  switch (step.kind) {
    case 'envelope': {
      const { type, payload } = step.envelope
      return {
        ...own,
        from: 'Slack → Countersign',
        name: type,
        note: 'envelope',
        parts: [['Envelope', payload]],
      }
    }
    case 'ack': {
      const { envelopeId, ackPayload } = step.envelope
      const parts = [['Acknowledgement', { envelope_id: envelopeId, payload: ackPayload }]] as const
      return { ...own, from: 'Countersign → Slack', name: 'ack', note: `after ${step.afterMs} ms`, parts }
    }
    case 'cognito':
      return describeCognitoCall(step)
    case 'slack': {
      const { method, args, answer, fault } = step.call
      const note = answer === undefined ? 'no answer yet' : (fault ?? 'answered')
      return {
        key: step.key,
        from: 'Countersign → Slack',
        name: method,
        note,
        why: step.why,
        parts: [
          ['Request', args],
          ['Answer', answer],
        ],
      }
    }
  }
}

function describeCognitoCall({ key, call, why }: Extract<Step, { kind: 'cognito' }>): Described {
  const { operation, input, status, answer, tookMs, fault } = call
  const isOurs = operation !== 'SignUp' && operation !== 'InitiateAuth'
  const answered = status === undefined ? 'no answer' : `${status} after ${Math.round(tookMs ?? 0)} ms`
  return {
    key,
    why,
    from: isOurs ? 'Countersign → Cognito' : 'Your product → Cognito',
    name: operation,
    note: fault === undefined ? answered : `${answered}, as you chose`,
    parts: [
      ['Request', input],
      ['Answer', answer],
    ],
  }
}

/** A message of many sign-ups is long, and is sent again with every step. */
const mostCharacters = 12_000

const secretKeys = /token|password|secret|response_url|trigger_id|^session$/i

/** Pretty JSON without anything that grants access: tokens, passwords, a response_url. */
function write(value: unknown, secrets: readonly string[]): string {
  if (value === undefined) return '(none)'
  const text = JSON.stringify(
    value,
    (key, inner: unknown) => (secretKeys.test(key) ? '(not shown)' : inner),
    2,
  )
  const shown = secrets.reduce((words, secret) => words.replaceAll(secret, '(not shown)'), text)
  const left = shown.length - mostCharacters
  return left > 0 ? `${shown.slice(0, mostCharacters)}\n… and ${left} more characters` : shown
}
