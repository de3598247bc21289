// Measures what each poll costs while thousands of sign-ups have waited for weeks and nothing changes.
import SqliteDatabase from 'better-sqlite3'
import { crowded } from './measure-crowd.ts'
import type { Side } from './open-side.ts'
import type { Program } from './start-program.ts'

/** One poll, from its first ListUsers to the next poll's. */
export interface Poll {
  /** From the first page to the last, in seconds. */
  readonly scan: number
  readonly pages: number
  readonly slackCalls: number
  /** How often the database was seen to have changed. */
  readonly writes: number
  /** Seconds of processor time; null if the system does not report it. */
  readonly processor: number | null
  /** Megabytes at the end of the poll. */
  readonly memory: number
}

const day = 24 * 60 * 60 * 1000

/** Signs up `count` people, all of them longer ago than BACKLOG_AGE, every other one under the same address. */
export function signUpLongAgo({ cognito }: Side, count: number): void {
  const at = new Date(Date.now() - 30 * day)
  for (const index of Array(count).keys()) {
    const userName = `old-${index + 1}`
    const email = index % 2 === 0 ? crowded : `${userName}@visitors.example`
    cognito.signUp({ userName, email, createdAt: at })
  }
}

/** Leaves out the first poll, which finds them, and the notice about them. */
export async function measurePolls(side: Side, program: Program, count: number): Promise<readonly Poll[]> {
  const { slack, channel } = side
  await slack.waitFor('the notice about them', () => slack.messages(channel).length > 0, 120_000)
  const polls: Poll[] = []
  await nextPoll(side)
  while (polls.length < count) polls.push(await measurePoll(side, program))
  return polls
}

/** Resolves when the next poll begins, with the number of calls before it. */
async function nextPoll({ cognito }: Side): Promise<number> {
  const before = cognito.calls.length
  return cognito.waitFor(
    'the next poll',
    () => {
      const index = cognito.calls.findIndex(
        ({ operation, input }, place) =>
          place >= before && operation === 'ListUsers' && input['PaginationToken'] === undefined,
      )
      return index < 0 ? undefined : index
    },
    180_000,
  )
}

/** Starts right after a poll's first call. */
async function measurePoll(side: Side, program: Program): Promise<Poll> {
  const { slack, cognito, databasePath } = side
  const first = cognito.calls.length - 1
  const slackCalls = slack.calls.length
  const processor = program.processorSeconds()
  const database = watchDatabase(databasePath)
  const next = await nextPoll(side)
  const pages = cognito.calls.slice(first, next).filter(({ operation }) => operation === 'ListUsers')
  const [start, last] = [pages[0]?.at.getTime() ?? 0, pages.at(-1)?.at.getTime() ?? 0]
  const processorNow = program.processorSeconds()
  return {
    scan: (last - start) / 1000,
    pages: pages.length,
    slackCalls: slack.calls.length - slackCalls,
    writes: database.end(),
    processor: processor === null || processorNow === null ? null : processorNow - processor,
    memory: program.memory().now,
  }
}

/** `data_version` changes for a connection when another one has committed something. */
function watchDatabase(path: string) {
  const file = new SqliteDatabase(path, { readonly: true })
  const read = () => file.pragma('data_version', { simple: true })
  let writes = 0
  let version = read()
  const look = () => {
    const now = read()
    if (now !== version) writes += 1
    version = now
  }
  const timer = setInterval(look, 50)
  return {
    end: () => {
      clearInterval(timer)
      look()
      file.close()
      return writes
    },
  }
}
