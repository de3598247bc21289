// A store that a newer version has used is left alone, and the operator is told.
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openStore, storePath } from '../store/open-store.ts'
import { openStage } from '../support/stage.ts'
import { begin, toldBy } from './begin.ts'

test('Countersign refuses a store that a newer version has used', async () => {
  const stage = await openStage({ isNotStarted: true })
  const path = storePath()
  const { database, close } = await openStore({ kind: 'sqlite', path })
  await sql`insert into kysely_migration values ('9999-x', '2050-01-01')`.execute(database)
  await close()
  const beginning = begin(stage, (config) => ({ ...config, database: { kind: 'sqlite', path } }))
  expect(await toldBy(beginning)).toEqual([
    `DATABASE_URL: a newer version of Countersign has already used ${path}. Start that version, or restore a backup from before the update.`,
  ])
})
