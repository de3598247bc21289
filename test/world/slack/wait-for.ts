// Waits until something is seen, without guessing how long that takes.
import { lookAtEphemeral } from './ephemeral.ts'
import { lookAt } from './message.ts'
import type { Records } from './records.ts'

/** Resolves with what the probe finds; rejects after the timeout with what there was to see instead. */
export type WaitFor = <T>(
  description: string,
  probe: () => T | undefined | null | false,
  timeoutMs?: number,
) => Promise<T>

/** Runs the probe at once and after every change of the workspace; rejects with what the probe throws. */
export function makeWaitFor(records: Records): WaitFor {
  return (description, probe, timeoutMs = 10_000) =>
    new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer)
        unsubscribe()
      }
      const look = () => {
        try {
          const found = probe()
          if (found === undefined || found === null || found === false) return
          end()
          resolve(found)
        } catch (error) {
          end()
          reject(error)
        }
      }
      const unsubscribe = records.subscribe(look)
      const timer = setTimeout(() => {
        end()
        reject(new Error(`Waited ${timeoutMs} ms in vain for: ${description}\n${dump(records)}`))
      }, timeoutMs)
      look()
    })
}

function dump(records: Records): string {
  const messages = records.messages
    .filter(({ deletedAt }) => deletedAt === undefined)
    .map(lookAt)
    .slice(-5)
    .map(
      ({ channel, ts, words, buttons }) =>
        `${channel} ${ts} ${words} [${buttons.map((b) => b.label).join('] [')}]`,
    )
  const ephemerals = records.ephemerals
    .map(lookAtEphemeral)
    .slice(-5)
    .map(({ user, words }) => `${user} ${words}`)
  const calls = records.calls
    .slice(-8)
    .map(({ method, status, answer, fault }) =>
      [method, fault, status ?? 'unanswered', JSON.stringify(answer)?.slice(0, 120)]
        .filter((part) => part !== undefined)
        .join(' '),
    )
  const failures = records.failures.map(({ user, what, reason }) => `${user} ${what}: ${reason}`)
  return [
    ...list('Messages', messages),
    ...list('Ephemeral messages', ephemerals),
    ...list('Last calls', calls),
    ...list('Failures', failures),
  ].join('\n')
}

function list(title: string, lines: readonly string[]): string[] {
  return lines.length === 0
    ? [`${title}: none`]
    : [`${title}:`, ...lines.map((line) => `  ${line.replaceAll('\n', ' | ')}`)]
}
