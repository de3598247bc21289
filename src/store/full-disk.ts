// A full disk, by the codes of SQLite, PostgreSQL and the system.

const full: ReadonlySet<string> = new Set([
  'SQLITE_FULL',
  'SQLITE_IOERR_SHMSIZE',
  'ENOSPC',
  'EDQUOT',
  '53100',
])

export function isDiskFull(code: string): boolean {
  return full.has(code)
}
