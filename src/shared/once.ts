// Something that happens at most once.

/** Further calls do nothing. */
export function once(act: () => void): () => void {
  let isDone = false
  return () => {
    if (!isDone) act()
    isDone = true
  }
}
