// What an operator reads whose command has to wait for another session of the database.
import { printable } from './printable.ts'

export function lockHeldLine(holder: {
  readonly pid: number | null
  readonly application: string | null
  readonly client: string | null
}): string {
  const { pid, application, client } = holder
  const facts = [
    pid === null ? '' : `process ${pid}`,
    application === null || application === '' ? '' : `application ${printable(application)}`,
    client === null ? '' : `from ${printable(client)}`,
  ].filter((fact) => fact !== '')
  const who = facts.length === 0 ? '' : ` (${facts.join(', ')})`
  return `Another session of the database${who} holds the lock on the store's tables: waiting until it ends. If it is no Countersign that is starting, end it: SELECT pg_terminate_backend(${pid ?? 'PID'}).`
}
