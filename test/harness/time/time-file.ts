// How much time was skipped, in a small file that all processes of a world read, even after a pause.
import { openSync, readSync, writeSync } from 'node:fs'

export interface TimeFile {
  /** Milliseconds that were skipped so far. */
  ahead(): number
  /** Only one process of a world may skip. */
  skip(milliseconds: number): void
}

/** Creates the file if it is missing. */
export function openTimeFile(path: string): TimeFile {
  const file = openSync(path, 'a+')
  const writable = openSync(path, 'r+')
  const bytes = new Float64Array(1)
  return {
    ahead: () => {
      readSync(file, bytes, 0, 8, 0)
      return bytes[0] ?? 0
    },
    skip: (milliseconds) => {
      bytes[0] = (bytes[0] ?? 0) + milliseconds
      writeSync(writable, bytes, 0, 8, 0)
    },
  }
}

/** For the only process that skips: it need not read what it has written itself. */
export function openOwnTimeFile(path: string): TimeFile {
  const file = openTimeFile(path)
  let ahead = 0
  return {
    ahead: () => ahead,
    skip: (milliseconds) => {
      ahead += milliseconds
      file.skip(milliseconds)
    },
  }
}
