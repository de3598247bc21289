// Whether others than this process can read a file, by its owner and mode.

export interface FileAccess {
  /** The user id of its owner. */
  readonly owner: number
  /** The permission bits, such as 0o644. */
  readonly mode: number
}

/**
 * Whether the mode lets others read the file. What belongs to root may be readable for its group, as PostgreSQL has it for
 * keys: a service that isn't root can read such a file in no other way. `user` is this process's.
 */
export function othersCanRead({ owner, mode }: FileAccess, user: number): boolean {
  const isRootsForGroup = owner === 0 && user !== 0
  return (mode & (isRootsForGroup ? 0o004 : 0o044)) !== 0
}
