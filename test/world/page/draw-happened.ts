// The drawer "What just happened": every call as it went over the wire, without its secrets.
import { findHappening, type Happening, type Step } from './happened.ts'
import { type Html, html } from './html.ts'
import type { World } from './world.ts'

/** The last deed and its calls, each collapsed to one line. */
export function drawHappened(world: World): Html {
  const happening = findHappening(world)
  if (happening === null)
    return html`<p class="hint">Nothing yet. Sign someone up, and you see every call that follows.</p>`
  const secrets = [world.slack.botToken, world.slack.appToken]
  return html`<p class="deed">${happening.title}</p>
    <ol class="steps">${drawSteps(happening.steps.map(describeStep), secrets)}</ol>`
}

/** The same on one line, beside the drawer's handle. */
export function drawHappenedShortly(world: World): Html {
  const happening = findHappening(world)
  return happening === null ? html`` : html`${happening.title}${drawChips(happening)}`
}

const telling =
  /^(?:AdminConfirmSignUp|chat\.update|chat\.postMessage|chat\.postEphemeral|response_url|views\.open)$/

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
  return steps.flatMap((step, place) => {
    const all = alike.get(step.name) ?? []
    const number = all.indexOf(step)
    if (number < mostAlike) return [drawStep(step, { place, secrets, isFirst: number === 0 })]
    const left = all.length - mostAlike
    return number === mostAlike
      ? [html`<li class="hint">and ${left} more <span class="step-name">${step.name}</span></li>`]
      : []
  })
}

function drawStep(
  { from, name, note, parts }: Described,
  { place, secrets, isFirst }: { place: number; secrets: readonly string[]; isFirst: boolean },
): Html {
  const isOpen = name === 'AdminConfirmSignUp' && isFirst
  return html`<li class="step"><details data-key="step-${place}"${isOpen && html` open`}>
    <summary><span class="from">${from}</span> <span class="step-name">${name}</span> <span class="note">${note}</span></summary>
    <div class="parts">${parts.map(
      ([title, value]) =>
        html`<figure><figcaption>${title}</figcaption><pre tabindex="0">${write(value, secrets)}</pre></figure>`,
    )}</div>
  </details></li>`
}

interface Described {
  readonly from: string
  readonly name: string
  readonly note: string
  readonly parts: readonly (readonly [title: string, value: unknown])[]
}

function describeStep(step: Step): Described {
  switch (step.kind) {
    case 'envelope': {
      const { type, payload } = step.envelope
      return { from: 'Slack → Countersign', name: type, note: 'envelope', parts: [['Envelope', payload]] }
    }
    case 'ack': {
      const { envelopeId, ackPayload } = step.envelope
      const parts = [['Acknowledgement', { envelope_id: envelopeId, payload: ackPayload }]] as const
      return { from: 'Countersign → Slack', name: 'ack', note: `after ${step.afterMs} ms`, parts }
    }
    case 'cognito':
      return describeCognitoCall(step)
    case 'slack': {
      const { method, args, answer, fault } = step.call
      const note = answer === undefined ? 'no answer yet' : (fault ?? 'answered')
      return {
        from: 'Countersign → Slack',
        name: method,
        note,
        parts: [
          ['Request', args],
          ['Answer', answer],
        ],
      }
    }
  }
}

function describeCognitoCall({ call }: Extract<Step, { kind: 'cognito' }>): Described {
  const { operation, input, status, answer, tookMs, fault } = call
  const isOurs = operation !== 'SignUp' && operation !== 'InitiateAuth'
  const answered = status === undefined ? 'no answer' : `${status} after ${Math.round(tookMs ?? 0)} ms`
  return {
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
