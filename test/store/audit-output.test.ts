// What `npm run audit` and the verifier end with if nobody can read what they say.
import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ownStoreId } from '../../src/store/queries/store-id.ts'
import { verifierPath } from '../build-verifier.ts'
import { urlOf } from '../support/postgres/databases.ts'
import { makeQuickFolder } from '../support/quick-folder.ts'
import { runAudit } from '../support/run-audit.ts'
import { openStore } from './open-store.ts'
import { linkAll } from './verify-store.ts'

const root = new URL('../..', import.meta.url)

test.skipIf(!existsSync('/dev/full'))('a full disk is no damage', async () => {
  const store = await openStore()
  await store.transact(ownStoreId)
  await linkAll(store)
  const file = join(makeQuickFolder('countersign-output-'), 'audit.jsonl')
  expect(await runAudit(store.address, ['export', '--out', file])).toMatchObject({ code: 0 })
  const { address } = store
  const url = address.kind === 'sqlite' ? `sqlite:${address.path}` : urlOf(address)
  const full = openSync('/dev/full', 'w')
  const run = (...given: string[]) =>
    spawnSync(process.execPath, given, {
      cwd: root,
      env: { ...process.env, DATABASE_URL: url },
      stdio: ['ignore', full, 'ignore'],
    }).status
  expect(run('--import', './src/prepare.js', 'src/commands/audit.ts', 'verify')).toBe(2)
  expect(run(new URL(verifierPath, root).pathname, file)).toBe(2)
  closeSync(full)
})
