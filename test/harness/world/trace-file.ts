// What bots in separate processes write about points: a line for each they pass; a line with = for each that exists.
import { existsSync, readFileSync } from 'node:fs'

export interface Trace {
  /** The points passed so far, by all processes, oldest first. */
  passed(): readonly string[]
  /** Every point that exists. */
  known(): readonly string[]
}

export function openTrace(path: string): Trace {
  const lines = () => (existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [])
  return {
    passed: () => lines().filter((line) => !line.startsWith('=')),
    known: () => [...new Set(lines().flatMap((line) => (line.startsWith('=') ? [line.slice(1)] : [])))],
  }
}
