// Where the SQLite file really is: behind symbolic links, in a folder that is made if it is missing.
import { existsSync, lstatSync, mkdirSync, readlinkSync, realpathSync, statfsSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'

/** The file's only path, so that two processes can't take it for two files. Creates missing folders. */
export function placeOf(path: string): string {
  makeFolder(dirname(path))
  const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true
  // A link to a file that is still to be made.
  if (isLink && !existsSync(path)) return placeOf(resolve(dirname(path), readlinkSync(path)))
  return existsSync(path)
    ? realpathSync.native(path)
    : join(realpathSync.native(dirname(path)), basename(path))
}

/**
 * For our own user only. Not `recursive`: Node never returns from a folder that can't be, such as `/proc/x`.
 */
function makeFolder(path: string): void {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    // Another process has just made it.
    if (!existsSync(path)) throw error
  }
}

/** What SQLite’s locks and shared memory need, a network file system does not promise. */
export type FileSystem =
  | { readonly kind: 'local' }
  | { readonly kind: 'network'; readonly name: string }
  /** It passes files through from elsewhere: whether locks work depends on what is behind it. */
  | { readonly kind: 'passed-through'; readonly name: string }

/** The numbers of linux/magic.h. */
const networks: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xfe534d42, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0x5346414f, 'AFS'],
  [0x00c36400, 'Ceph'],
  [0x0bd00bd0, 'Lustre'],
])

const passedThrough: ReadonlyMap<number, string> = new Map([
  [0x65735546, 'FUSE'],
  [0x01021997, '9p'],
])

/** The number that `statfs` gives a file system on Linux. */
export function fileSystemOf(type: number): FileSystem {
  const unsigned = type >>> 0
  const network = networks.get(unsigned)
  if (network !== undefined) return { kind: 'network', name: network }
  const other = passedThrough.get(unsigned)
  return other === undefined ? { kind: 'local' } : { kind: 'passed-through', name: other }
}

/** Of a folder. Other systems have numbers of their own. */
export function fileSystemAt(folder: string): FileSystem {
  return process.platform === 'linux' ? fileSystemOf(statfsSync(folder).type) : { kind: 'local' }
}
