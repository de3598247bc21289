// Where log lines go: standard output, which may be full because nobody reads it.
import type { Writable } from 'node:stream'

/** How much may wait to be read, in bytes: more than a pipe holds, and little enough for any machine. */
const mostWaiting = 1024 * 1024

export interface LogOutput {
  /** Drops the line if too much waits already: the bot goes on, whether or not its log is read. */
  write(line: string): void
}

/** `flowsAgain` is told how many lines were dropped once all that waited has been read. */
export function createLogOutput(stream: Writable, flowsAgain: (dropped: number) => void): LogOutput {
  let dropped = 0
  stream.on('drain', () => {
    const count = dropped
    dropped = 0
    if (count > 0) flowsAgain(count)
  })
  // Whoever read it is gone for good, which is no reason to stop.
  stream.on('error', () => {})
  return {
    write: (line) => {
      if (stream.writableLength + Buffer.byteLength(line) > mostWaiting) dropped += 1
      else stream.write(line)
    },
  }
}

/** Resolves when all that was written has been read, or can't be, and after so many milliseconds at the latest. */
export function whenWritten(stream: Writable, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    stream.write('', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
