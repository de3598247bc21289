// SQLite stores that are up to date already, as an earlier start would have left them: copied, because making the tables
// takes longer than most tests. What a first start makes of an empty folder is told by store/open-sqlite.test.ts.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { openSqlite } from '../../src/store/sqlite/open-sqlite.ts'
import { makeQuickFolder } from './quick-folder.ts'

/** Made once in each process. */
let template: Promise<Buffer> | null = null

/** Puts an empty store at this path, in a folder that is made if it is missing. */
export async function putEmptyStore(path: string): Promise<void> {
  template ??= makeTemplate()
  const bytes = await template
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writeFileSync(path, bytes, { mode: 0o600 })
}

async function makeTemplate(): Promise<Buffer> {
  const folder = makeQuickFolder('countersign-template-')
  try {
    const path = join(folder, 'countersign.db')
    const opened = await openSqlite(path)
    if (opened.kind !== 'open') throw new Error(`The template is ${opened.kind}`)
    await opened.close()
    return readFileSync(path)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
