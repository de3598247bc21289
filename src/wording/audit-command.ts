// What `npm run audit` says when it can't do what was asked, or found nothing.
import { printable } from './printable.ts'
import type { Sentence } from './sentence.ts'
import { time, value } from './sentence.ts'

export const usage = [
  'Usage: npm run audit -- show WHO, by e-mail address, user name or sub',
  '       npm run audit -- show [--since 30d] [--pool POOL_ID]',
  '       npm run audit -- export [--format jsonl|csv] [--since 30d] [--out FILE] [--personal]',
  '       npm run audit -- verify [FILE] [--against WITNESS]… [--public-key FILE]…',
  '       npm run audit -- reconcile [--pool POOL_ID] [--cloudtrail [--days 30]], with your own AWS credentials',
  '       npm run audit -- forget --sub SUB | --email ADDRESS',
  '       npm run audit -- restored --note WHY',
].join('\n')

export const auditSays = {
  wrongSince: (given: string) =>
    `--since: ${printable(given)} is no time. Expected an age such as 12h or 30d, a day such as 2026-05-01, or a moment such as 2026-05-01T12:00:00Z.`,
  unknownPool: (given: string, known: readonly string[]) =>
    `--pool: the store knows no pool ${printable(given)}. ${known.length === 0 ? 'It knows none.' : `It knows ${known.map(printable).join(', ')}.`}`,
  noStore: (name: string) =>
    `There is no store at ${printable(name)}. Give the place where Countersign keeps it in DATABASE_URL.`,
  olderStore: (name: string) =>
    `The store ${printable(name)} is an older version’s, and this command changes nothing. Start this version of Countersign once, then ask again.`,
  outOfReach: (name: string, code: string) =>
    `The store ${printable(name)} can’t be reached (${printable(code)}). Try again when it runs.`,
  /** Of a command that changes the store. */
  changing: (reason: string) =>
    `That was broken off: ${printable(reason)}. What was said before stands; of the rest, nothing is known. Type the same again.`,
  failed: (reason: string) => `That was broken off: ${printable(reason)}. Nothing was changed.`,
  nobody: (who: string, poolId: string | null): Sentence => [
    'Nobody who is called ',
    value(who),
    ' was found by e-mail, user name or sub',
    ...(poolId === null ? [] : [' in pool ', value(poolId)]),
    '.',
  ],
  searched: (signUps: number, events: number, since: Date | null): Sentence => [
    `Searched: ${signUps} sign-ups, and ${events} audit events`,
    ...(since === null ? [] : [' since ', time(since)]),
    '. Events older than RETENTION name the applicant by sub only, and Cognito was not asked: npm run audit -- reconcile does.',
  ],
  exported: (rows: number, path: string) => `${rows} events exported to ${printable(path)}.`,
  /** `code` is the system's. */
  notWritable: (path: string, code: string) =>
    code === 'EEXIST'
      ? `--out: ${printable(path)} is there already, and is left as it was. Name another file.`
      : `--out: ${printable(path)} can’t be written (${printable(code)}). Name another file.`,
  verifying: (storeId: string, name: string) => `Store ${printable(storeId)}, ${printable(name)}.`,
  nothingSince: 'No audit event was found.',
} as const
