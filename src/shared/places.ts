// How much one person may have under way at once.

export interface Places {
  /** The key's place, to be left once; null if all of its places are taken. */
  take(key: string): (() => void) | null
}

export function createPlaces(most: number): Places {
  const taken = new Map<string, number>()
  return {
    take: (key) => {
      const before = taken.get(key) ?? 0
      if (before >= most) return null
      taken.set(key, before + 1)
      return () => {
        const left = (taken.get(key) ?? 0) - 1
        if (left > 0) taken.set(key, left)
        else taken.delete(key)
      }
    },
  }
}
