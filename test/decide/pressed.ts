// The click of an approver on a card.
import type { Click } from '../../src/domain/click.ts'
import { ada } from '../domain/people.ts'

/** Ada's Approve on the card of `round`, unless the test says otherwise. */
export function pressed(at: Date, change: Partial<Click> = {}): Click {
  return {
    id: 'click',
    at,
    roundId: 'round',
    bulkId: null,
    request: { kind: 'approve', roundId: 'round' },
    toldBy: 'card',
    by: ada,
    channel: 'C0CARDS',
    pressedOn: null,
    responseUrl: null,
    deliveryKey: 'delivery',
    slackRequestId: null,
    ...change,
  }
}
