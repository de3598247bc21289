// A pool, as the configuration describes it.
import { nothingAfter, type Pool } from '../../src/domain/pool.ts'

/** With nobody in it who may approve, and no optional setting, unless the test says otherwise. */
export function testPool(changes: Partial<Pool> = {}): Pool {
  return {
    id: 'eu-west-1_TestPool1',
    region: 'eu-west-1',
    name: 'Customers',
    channel: 'C0CARDS',
    approvers: { groups: [], users: [] },
    attributes: [],
    allowsNoEmail: false,
    expectedDomains: [],
    requiredApprovals: 1,
    mention: null,
    rushAt: 60,
    onDeny: 'disable',
    denyReasons: ['Spam or a bot', 'Other'],
    visibility: 'full',
    after: nothingAfter,
    undoWindow: 86_400_000,
    memory: null,
    remindAfter: null,
    lapseAfter: null,
    quietHours: null,
    dailyDigest: null,
    approverRole: null,
    isFromFile: false,
    clientMetadata: {},
    ...changes,
  }
}
