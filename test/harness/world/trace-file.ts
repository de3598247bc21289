// What bots that are processes of their own wrote of their points: a line each, those that there are behind an equals sign.
import { existsSync, readFileSync } from 'node:fs'

export interface Trace {
  /** The points passed so far, by all processes, oldest first. */
  passed(): readonly string[]
  /** Every point that there is. */
  known(): readonly string[]
}

export function openTrace(path: string): Trace {
  const lines = () => (existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [])
  return {
    passed: () => lines().filter((line) => !line.startsWith('=')),
    known: () => [...new Set(lines().flatMap((line) => (line.startsWith('=') ? [line.slice(1)] : [])))],
  }
}
