// A file with secrets that others can read is warned about: by name, mode and what to type, and never with its content.
import { chmodSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { databaseAt } from '../../src/config/database-url.ts'
import { type LookingAtFiles, privateFilesOf, warnOfReadableFiles } from '../../src/config/readable-files.ts'
import { createReadableLog } from '../shared/hand-clock.ts'
import { makeQuickFolder } from '../support/quick-folder.ts'

function warned(
  files: readonly string[],
  user: number | undefined,
  look: LookingAtFiles['look'] = (file) => statSync(file),
) {
  const log = createReadableLog()
  warnOfReadableFiles({ files, user, look }, log)
  return log.lines
}

test('one line names the file, its mode and what to type', () => {
  expect(warned(['.env', 'key'], 1000, () => ({ uid: 1000, mode: 0o100644 }))).toEqual([
    {
      level: 'warn',
      facts: { flow: 'start', file: '.env', mode: '0644', fix: 'chmod 600 .env' },
      message: 'others can read a file that only Countersign should read',
    },
    expect.objectContaining({ facts: expect.objectContaining({ file: 'key' }) }),
  ])
})

test('what to type works as it is', () => {
  const fix = (file: string, uid: number) =>
    warned([file], 1000, () => ({ uid, mode: 0o100666 }))[0]?.facts['fix']
  expect(fix("my key's", 1000)).toBe(String.raw`chmod 600 'my key'\''s'`)
  // With mode 600, this process could not read a file that is somebody else's.
  expect(fix('/run/secrets/key', 0)).toBe('chown 1000 /run/secrets/key && chmod 600 /run/secrets/key')
})

test('nothing is said of files that are private or missing, or where there are no such modes', () => {
  const access = { uid: 1000, mode: 0o100600 }
  expect(warned(['.env'], 1000, () => access)).toEqual([])
  expect(warned(['.env'], 1000, () => undefined)).toEqual([])
  expect(warned(['.env'], undefined, () => ({ ...access, mode: 0o100666 }))).toEqual([])
})

test('nothing is said of a folder, which the command would lock', () => {
  expect(warned(['/tmp'], 1000, () => ({ uid: 1000, mode: 0o040777 }))).toEqual([])
})

test('of a real file, also behind a link as Kubernetes mounts secrets, the mode counts', () => {
  const folder = makeQuickFolder('countersign-modes-')
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const [file, link] = [join(folder, '..data'), join(folder, 'key')]
  writeFileSync(file, 'hush')
  symlinkSync(file, link)
  const user = statSync(file).uid
  chmodSync(file, 0o600)
  expect(warned([file, link], user)).toEqual([])
  chmodSync(file, 0o644)
  const lines = warned([file, link, join(folder, 'missing')], user)
  expect(lines.map(({ facts }) => facts['file'])).toEqual([file, link])
  expect(JSON.stringify(lines)).not.toContain('hush')
})

test('what a database’s URL names is looked at: the SQLite file, or the key for PostgreSQL', () => {
  const files = (url: string) => {
    const database = databaseAt(url)
    if (database === undefined) throw new Error(`${url} is no URL`)
    return privateFilesOf(database)
  }
  expect(files('sqlite:./data/countersign.db')).toEqual(['./data/countersign.db'])
  expect(files('postgres://ada:hush@db/x')).toEqual([])
  expect(files('postgres://ada@db/x?sslrootcert=ca&sslcert=cert&sslkey=key')).toEqual(['key'])
})
