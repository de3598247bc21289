// At the start: which files that hold secrets or people's data can be read by others.
import { type FileAccess, othersCanRead } from '../domain/file-access.ts'
import type { Log } from '../shared/log.ts'
import { closingCommand, modeText } from '../wording/readable-file.ts'
import type { Database } from './config.ts'

/** Read by `npm start`, in the working folder. */
export const dotEnv = '.env'

/** What a database's URL names: the SQLite file, or the key for PostgreSQL. The file with pools can't hold a secret. */
export function privateFilesOf(database: Database): readonly string[] {
  if (database.kind === 'sqlite') return [database.path]
  return database.sslKey === null ? [] : [database.sslKey]
}

export interface LookingAtFiles {
  readonly files: readonly string[]
  /** The user that this process runs as; undefined on a system whose files have no such modes. */
  readonly user: number | undefined
  /** Its owner and all bits of its mode, as `stat` gives them; undefined if there is no such file. May throw. */
  look(file: string): { readonly uid: number; readonly mode: number } | undefined
}

export interface ReadableFile extends FileAccess {
  readonly file: string
}

/** Those of the files that others can read. */
export function readableFiles({ files, user, look }: LookingAtFiles): readonly ReadableFile[] {
  if (user === undefined) return []
  const seen = files.flatMap((file) => {
    const stat = lookAt(file, look)
    return stat === undefined || isFolder(stat.mode)
      ? []
      : [{ file, owner: stat.uid, mode: stat.mode & 0o777 }]
  })
  return seen.filter((access) => othersCanRead(access, user))
}

/** It was named by mistake, and whoever opens it says so. What closes a file would lock everybody out of a folder. */
function isFolder(mode: number): boolean {
  return (mode & 0o170000) === 0o040000
}

/** If it can't even be looked at, whoever reads it tells what is wrong. */
function lookAt(file: string, look: LookingAtFiles['look']): ReturnType<LookingAtFiles['look']> {
  try {
    return look(file)
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined
    throw error
  }
}

/** Only warns: in a container, the mode of a mounted file may be nobody's to change. */
export function warnOfReadableFiles(looking: LookingAtFiles, log: Log): void {
  const { user = 0 } = looking
  for (const readable of readableFiles(looking)) {
    const { file } = readable
    const facts = { file, mode: modeText(readable), fix: closingCommand(file, readable, user) }
    log.warn({ flow: 'start', ...facts }, 'others can read a file that only Countersign should read')
  }
}
