// What a run prints: its progress, what was wrong, and the final table.

interface Wrong {
  readonly seed: number
  /** What had happened. */
  readonly what: string
  /** The count that it belongs to. */
  readonly count: string
  readonly words: string
}

export interface Report {
  say(text: string): void
  progress(what: string): void
  /** False if the same was reported before. */
  wrong(wrong: Wrong): boolean
  /** Points that exist, points that were passed, processes that were killed. */
  tell(points: readonly string[], trace: readonly string[], kills: number): void
  scheduled(): void
  /** Plugs that were pulled. */
  pulled(plugs: number): void
  /** Prints the table. True if all is perfect. */
  end(counted: readonly string[], mustPassAll: boolean): boolean
}

export function createReport(print: (text: string) => void, now: () => number): Report {
  const startedAt = now()
  const hits = new Map<string, number>()
  const wrongs: Wrong[] = []
  let kills = 0
  let schedules = 0
  let plugs = 0
  let steps = 0
  const seconds = () => ((now() - startedAt) / 1000).toFixed(1)

  return {
    say: print,
    progress: (what) => {
      steps += 1
      print(`${seconds().padStart(7)} s  ${String(steps).padStart(5)}  ${what}\n`)
    },
    wrong: (wrong) => {
      if (wrongs.some(({ seed, words }) => seed === wrong.seed && words === wrong.words)) return false
      wrongs.push(wrong)
      print(`WRONG (seed ${wrong.seed}, ${wrong.what}): ${wrong.words}\n`)
      return true
    },
    tell: (points, trace, killed) => {
      for (const point of points) hits.set(point, hits.get(point) ?? 0)
      for (const point of trace) hits.set(point, (hits.get(point) ?? 0) + 1)
      kills += killed
    },
    pulled: (more) => {
      plugs += more
    },
    scheduled: () => {
      schedules += 1
    },
    end: (counted, mustPassAll) => {
      const never = [...hits].filter(([, count]) => count === 0)
      for (const [point, count] of [...hits].toSorted()) print(`${String(count).padStart(8)}  ${point}\n`)
      print(`\n${String(hits.size).padStart(8)}  points, ${never.length} of them never passed\n`)
      print(
        `${String(kills).padStart(8)}  processes killed\n${String(plugs).padStart(8)}  plugs pulled\n${String(schedules).padStart(8)}  schedules of faults\n`,
      )
      for (const count of counted)
        print(`${String(wrongs.filter((wrong) => wrong.count === count).length).padStart(8)}  ${count}\n`)
      for (const { seed, what, words } of wrongs) print(`WRONG (seed ${seed}, ${what}): ${words}\n`)
      const isPerfect = wrongs.length === 0 && (!mustPassAll || never.length === 0)
      print(`${isPerfect ? 'All is perfect' : 'Something is wrong'}, after ${seconds()} s.\n`)
      return isPerfect
    },
  }
}
