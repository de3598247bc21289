// Measures how long `npm run audit -- verify` takes for so many events, and how much memory.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { auditCommand } from '../../src/commands/audit-command.ts'
import { genesis, link } from '../../src/domain/audit-chain.ts'
import { systemClock } from '../../src/shared/clock.ts'
import { ownStoreId } from '../../src/store/queries/store-id.ts'
import { openSqlite } from '../../src/store/sqlite/open-sqlite.ts'
import { inserting } from '../../src/store/statement.ts'
import { approval, sealed, sha256 } from '../domain/chain-of-events.ts'
import { makeQuickFolder } from '../support/quick-folder.ts'

export interface Verified {
  readonly code: number
  readonly out: string
  readonly seconds: number
  /** How much memory this process had more after it, in MB. */
  readonly more: number
}

/** As a row keeps what `ClientMetadata` carried. */
const signature = JSON.stringify({
  approvedAt: '2026-05-01T12:00:00.000Z',
  approvers: 'U0ADA',
  auditHead: '0'.repeat(32),
  signature: 'x'.repeat(86),
})

const insert = inserting('audit_events', (row) => row)

export async function measureVerify(count: number): Promise<Verified> {
  const folder = makeQuickFolder('countersign-verify-')
  try {
    const path = join(folder, 'countersign.db')
    await fill(path, count)
    let out = ''
    const [before, startedAt] = [process.memoryUsage().rss, performance.now()]
    const code = await auditCommand({
      given: ['verify'],
      environment: { DATABASE_URL: `sqlite:${path}` },
      clock: systemClock,
      out: async (words) => {
        out += words
      },
      err: (words) => {
        out += words
      },
    })
    const seconds = (performance.now() - startedAt) / 1000
    return { code, out, seconds, more: (process.memoryUsage().rss - before) / 2 ** 20 }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function fill(path: string, count: number): Promise<void> {
  const opened = await openSqlite(path)
  if (opened.kind !== 'open') throw new Error(`${path} is ${opened.kind}`)
  const { database, close } = opened
  const storeId = await database.transaction().execute(ownStoreId)
  let hash = genesis(storeId, sha256)
  await database.transaction().execute(async (tx) => {
    for (let seq = 1; seq <= count; seq += 1) {
      const row = sealed(approval(seq, { signature }))
      hash = link(hash, seq, row.content_hash ?? '', sha256)
      await insert(tx, { ...row, seq, chain_hash: hash })
    }
  })
  await database
    .insertInto('audit_chain')
    .values({ only: 1, seq: count, chain_hash: hash, rows: count })
    .execute()
  await close()
}
