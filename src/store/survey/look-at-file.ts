// What the doctor wants to know of the place of a SQLite file. Nothing is made there.
import { accessSync, constants, existsSync, realpathSync, statfsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { type FileSystem, fileSystemAt } from '../sqlite/place.ts'

export interface FilePlace {
  readonly fileSystem: FileSystem
  /** This process may make files in the folder, or make the folder; and write to the file, if there is one. */
  readonly isWritable: boolean
  /** On the disk, for this user; in bytes. */
  readonly free: number
}

export function lookAtFile(path: string): FilePlace {
  const place = existsSync(path) ? realpathSync.native(path) : path
  const folder = nearestFolder(dirname(place))
  const { bavail, bsize } = statfsSync(folder)
  return {
    fileSystem: fileSystemAt(folder),
    isWritable: mayWrite(folder) && (!isFile(place) || mayWrite(place)),
    free: bavail * bsize,
  }
}

/** The first that exists, upwards. */
function nearestFolder(folder: string): string {
  return existsSync(folder) ? folder : nearestFolder(dirname(folder))
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
}

function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}
