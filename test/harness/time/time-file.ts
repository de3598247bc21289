// How far time was skipped, in a small file that all processes of a world read: also one that has slept meanwhile.
import { openSync, readSync, writeSync } from 'node:fs'

export interface TimeFile {
  /** Milliseconds that were skipped so far. */
  ahead(): number
  skip(milliseconds: number): void
}

/** Creates the file where it is missing. */
export function openTimeFile(path: string): TimeFile {
  const file = openSync(path, 'a+')
  const writable = openSync(path, 'r+')
  const bytes = new Float64Array(1)
  const ahead = () => {
    readSync(file, bytes, 0, 8, 0)
    return bytes[0] ?? 0
  }
  return {
    ahead,
    skip: (milliseconds) => {
      bytes[0] = ahead() + milliseconds
      writeSync(writable, bytes, 0, 8, 0)
    },
  }
}
