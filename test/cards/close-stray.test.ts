// Only a message of this store is ever closed because of a click on it.
import { expect, test } from 'vitest'
import { closeIfStray } from '../../src/cards/close-stray.ts'
import type { ClickRequest } from '../../src/domain/request.ts'
import { createHandClock } from '../shared/hand-clock.ts'

const [ours, theirs] = ['a1b2c3d4e5f60718', '0f1e2d3c4b5a6978']

async function closedBy(request: ClickRequest): Promise<number> {
  let closed = 0
  const parts = {
    ledger: { standing: async () => 'unknown' as const, showing: async () => [] },
    cards: {
      close: async <Due>(next: () => Promise<Due | null>) => {
        const sent = await next()
        closed += 1
        return sent && { sent, answer: { kind: 'done' } as const }
      },
    },
    clock: createHandClock(),
    storeId: ours,
  }
  const roundId = request.kind === 'approve' ? request.roundId : null
  await closeIfStray(parts, { request, roundId, pressedOn: { channel: 'C0CARDS', ts: '1.1' } })
  return closed
}

test.each([
  ['this store’s', `${ours}.id`, 1],
  ['another store’s', `${theirs}.id`, 0],
  ['a version’s without store ids', 'id', 0],
  ['nobody’s', '', 0],
])(
  'of an unknown message, the buttons are taken off only if they are this store’s: %s',
  async (_, id, closed) => {
    expect(await closedBy({ kind: 'approve', roundId: id })).toBe(closed)
    const source = { kind: 'message', messageId: id } as const
    expect(await closedBy({ kind: 'open-form', decision: 'approve', source })).toBe(closed)
  },
)
