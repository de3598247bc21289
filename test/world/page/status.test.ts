// The line at the top: what works, and what to do if it does not.
import { expect, test } from 'vitest'
import { drawStatus } from './draw-status.ts'

const running = { kind: 'running' } as const
const connected = { slack: { sockets: 1 }, cognito: running, bot: { state: running } } as const

test.each([
  ['connected', {}, 'Countersign is connected'],
  ['not connected', { slack: { sockets: 0 } }, 'Countersign is not connected. Clicks fail until it is.'],
  ['Cognito starts', { cognito: { kind: 'starting' } }, 'Starting the local Cognito…'],
  [
    'Cognito failed',
    { cognito: { kind: 'failed', why: 'No room on the disk.' } },
    'The local Cognito did not start: No room on the disk. Press Ctrl-C in the terminal, and start the demo again.',
  ],
  [
    'the bot was killed',
    { bot: { state: { kind: 'ended', code: null, lastOutput: '' } } },
    'Countersign was ended by a signal. Start it again',
  ],
  [
    'the bot crashed',
    { bot: { state: { kind: 'ended', code: 1, lastOutput: 'Error: <b>' } } },
    'Countersign has ended with exit code 1. Last output: Error: &lt;b&gt; Start it again',
  ],
] as const)('%s', (_, change, words) => {
  const { markup } = drawStatus({ ...connected, ...change })
  expect(markup.replace(/<[^>]*>/g, '').replace(/\s+/g, ' ')).toBe(words)
})
