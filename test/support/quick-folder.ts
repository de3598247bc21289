// Folders for what a test throws away: in memory if there is room, because nothing has to survive a power cut.
import { accessSync, constants, mkdtempSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const memory = '/dev/shm'

/** More than all tests keep at once, in bytes: containers often have only 64 MB. */
const enough = 1_000_000_000

/** Makes a folder of its own. Programs may not run there; the caller removes it. */
export function makeQuickFolder(prefix: string): string {
  return mkdtempSync(join(hasRoomInMemory() ? memory : tmpdir(), prefix))
}

function hasRoomInMemory(): boolean {
  try {
    accessSync(memory, constants.W_OK)
    const { bavail, bsize } = statfsSync(memory)
    return bavail * bsize > enough
  } catch {
    return false
  }
}
