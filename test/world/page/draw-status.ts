// The line at the top: whether the bot is connected, and what to do if it is not.
import { type Html, html } from './html.ts'
import type { World } from './world.ts'

/** One line, with a button if the bot has ended. */
export function drawStatus({
  slack,
  cognito,
  bot,
}: {
  readonly slack: Pick<World['slack'], 'sockets'>
  readonly cognito: { readonly kind: 'starting' | 'running' } | Extract<World['cognito'], { kind: 'failed' }>
  readonly bot: Pick<World['bot'], 'state'>
}): Html {
  if (cognito.kind === 'failed')
    return line(
      'bad',
      html`The local Cognito did not start: ${cognito.why} Press Ctrl-C in the terminal, and start the demo again.`,
    )
  if (bot.state.kind === 'ended') {
    const { code, lastOutput } = bot.state
    const end = code === null ? 'was ended by a signal' : `has ended with exit code ${code}`
    return line(
      'bad',
      html`Countersign ${end}. ${lastOutput !== '' && html`Last output: <code>${lastOutput}</code> `}<button
        type="button" class="button small" id="start-bot" data-key="start-bot">Start it again</button>`,
    )
  }
  if (cognito.kind === 'starting') return line('busy', html`Starting the local Cognito…`)
  if (slack.sockets > 0) return line('good', html`Countersign is connected`)
  return line('busy', html`Countersign is not connected. Clicks fail until it is.`)
}

function line(mood: 'good' | 'busy' | 'bad', words: Html): Html {
  return html`<p class="status ${mood}"><span class="dot" aria-hidden="true"></span><span>${words}</span></p>`
}
