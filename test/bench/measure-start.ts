// Measures the time from the start of the process to the first card in the channel, with one sign-up waiting.
import { signUp } from './cards.ts'
import { openSide, type SideOptions } from './open-side.ts'

/** In milliseconds. The handler posts no cards: its start ends when it is connected. */
export async function measureStart(name: SideOptions['name']): Promise<number> {
  const side = await openSide({ name })
  const { slack, channel } = side
  try {
    signUp(side, 1)
    const isThere = () => (name === 'handler' ? slack.sockets > 0 : slack.messages(channel).length > 0)
    const startedAt = performance.now()
    side.start()
    return await slack.waitFor(
      'the end of the start',
      () => isThere() && performance.now() - startedAt,
      60_000,
    )
  } finally {
    await side.close()
  }
}
