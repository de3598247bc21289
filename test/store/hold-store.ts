// A separate process that opens the store, writes a click down, says so, and then only holds the file.
import { randomUUID } from 'node:crypto'
import { openLedger } from '../../src/store/open-ledger.ts'
import { openSqlite } from '../../src/store/sqlite/open-sqlite.ts'
import { sqliteTransact } from '../../src/store/transaction.ts'

const opened = await openSqlite(process.argv[2] ?? '')
if (opened.kind !== 'open') throw new Error(`The store is ${opened.kind}`)
const ledger = openLedger({
  transact: sqliteTransact(opened.database, () => new Date()),
  newId: randomUUID,
})
await ledger.writeDown({
  request: { kind: 'approve', roundId: 'a round' },
  toldBy: 'card',
  by: { userId: 'U0ADA', teamId: 'T0HOME' },
  channel: 'C0SIGNUPS',
  pressedOn: null,
  responseUrl: null,
  deliveryKey: 'the only delivery',
  slackRequestId: null,
})
process.send?.('written')
// The store has to stay in use: when its handles are garbage-collected, another process may have the file.
setInterval(() => void opened, 60_000)
