// Compares Countersign with a hand-written handler, on this machine and in one run: `npm run bench`, or `-- --quick` for a part.
import { measureAcks } from './measure-acks.ts'
import { type Clicks, type MeasuredClicks, measureClicks, type Sides, tryClicks } from './measure-clicks.ts'
import { measureCrowd } from './measure-crowd.ts'
import { measureRole } from './measure-role.ts'
import { measureRush } from './measure-rush.ts'
import { measureStart } from './measure-start.ts'
import { measurePolls, type Poll, signUpLongAgo } from './measure-steady-poll.ts'
import { measureVerify } from './measure-verify.ts'
import { openSide, startSide } from './open-side.ts'
import { quantile } from './statistics.ts'
import { compare, drawTable, type Row, tell, writeIntoDocs } from './table.ts'

/** Each of five clicks. */
const blocks = 20

const isQuick = process.argv.includes('--quick')

process.exitCode = await bench()
process.exit()

async function bench(): Promise<number> {
  const rows = isQuick ? await besideHandler() : await everything()
  const table = drawTable(rows)
  process.stdout.write(`${table}\n`)
  if (!isQuick) writeIntoDocs(table)
  return 0
}

async function everything(): Promise<readonly Row[]> {
  const started = await starts()
  const sideBySide = await besideHandler()
  const rows = [...sideBySide, await roleRow(), ...(await rushRows()), ...(await manyWaiting())]
  return [...rows, await verifying(), started]
}

/** What one process of each side does from its start on. The peak memory covers all of it. */
async function besideHandler(): Promise<readonly Row[]> {
  const [bot, handler] = await Promise.all([
    startSide({ name: 'countersign', environment: { POLL_INTERVAL: '1s' }, rushAt: 1000 }),
    startSide({ name: 'handler' }),
  ])
  const sides: Sides = { bot, handler }
  try {
    say('Clicks, one after another')
    const clicks = clickRows(isQuick ? await tryClicks(sides) : await measureClicks(sides, blocks))
    const busy = isQuick ? [] : await busyRows(sides)
    const [ours, theirs] = [bot.program.memory(), handler.program.memory()]
    return [...clicks, ...busy, compare('Peak memory of all this', ours.peak, theirs.peak, 'MB')]
  } finally {
    await Promise.all([bot.close(), handler.close()])
  }
}

function clickRows({ ours, theirs }: MeasuredClicks): readonly Row[] {
  const row = (what: string, of: (clicks: Clicks) => readonly number[], part: number, asked = '') =>
    compare(what, quantile(of(ours), part), quantile(of(theirs), part), 'ms', asked)
  const results = ({ known }: Clicks) => known.map(({ result }) => result)
  return [
    row('Click → result on the card, median', results, 0.5, 'ratio at most 0.73'),
    row('Click → result on the card, 95 %', results, 0.95),
    row(
      'Of it: click → `AdminConfirmSignUp`, median',
      ({ known }) => known.map(({ untilCall }) => untilCall),
      0.5,
      'at most 8 ms',
    ),
    row(
      'Of it: its answer → `chat.update`, median',
      ({ known }) => known.map(({ untilUpdate }) => untilUpdate),
      0.5,
      'at most 6 ms',
    ),
    row(
      'Somebody’s first click → result, median',
      ({ newcomers }) => newcomers.map(({ result }) => result),
      0.5,
      'ratio at most 0.85',
    ),
  ]
}

async function busyRows({ bot, handler }: Sides): Promise<readonly Row[]> {
  say('50 clicks a second')
  const { ours, theirs } = await measureAcks({ bot, handler })
  const row = (what: string, part: number, asked = '') =>
    compare(
      `Acknowledgement at 50 clicks a second, ${what}`,
      quantile(ours, part),
      quantile(theirs, part),
      'ms',
      asked,
    )
  return [row('median', 0.5), row('95 %', 0.95, 'less than 100 ms'), row('slowest', 1)]
}

/** Both sides are Countersign. */
async function roleRow(): Promise<Row> {
  say('Clicks with an approver role')
  const { inSession, without, sessions } = await measureRole(blocks)
  const [ours, plain] = [quantile(inSession, 0.5), quantile(without, 0.5)]
  return tell(
    'Click → result on the card with an approver role, median, and the ratio to that without one',
    `${ours.toFixed(1)} ms, ${(ours / plain).toFixed(2)} (${sessions} ${sessions === 1 ? 'session' : 'sessions'})`,
    'ratio at most 1.05',
  )
}

async function rushRows(): Promise<readonly Row[]> {
  say('A rush of 1,000')
  const side = await startSide({ name: 'countersign', environment: { POLL_INTERVAL: '1s' } })
  try {
    const { scan, digest, messages, click, list } = await measureRush(side, 1000)
    return [
      tell(
        'Rush of 1,000 sign-ups: end of the scan that finds them → all in a digest',
        `${digest.toFixed(1)} s after ${scan.toFixed(1)} s, ${messages} ${messages === 1 ? 'message' : 'messages'}`,
        'at most 5 s',
      ),
      tell('The same: a click meanwhile → result on its card', `${click.toFixed(0)} ms`),
      tell('The same: a click on the digest → its list', `${list.toFixed(0)} ms`, 'less than 3 s'),
    ]
  } finally {
    await side.close()
  }
}

async function verifying(): Promise<Row> {
  say('1,000,000 audit events')
  const { seconds, more } = await measureVerify(1_000_000)
  const words = `${seconds.toFixed(0)} s, ${Math.max(0, more).toFixed(0)} MB more memory`
  return tell('`npm run audit -- verify` of 1,000,000 events', words, 'at most 60 s, flat')
}

async function manyWaiting(): Promise<readonly Row[]> {
  say('10,000 waiting')
  const side = await openSide({ name: 'countersign' })
  try {
    signUpLongAgo(side, 10_000)
    const program = side.start()
    const polls = await measurePolls(side, program, 4)
    const acks = await measureCrowd(side)
    const crowd = (part: number) => `${quantile(acks, part).toFixed(1)} ms`
    return [
      ...pollRows(polls),
      tell(
        'Acknowledgement at 20 commands a second about an address of 5,000: median, 99 %, slowest',
        [0.5, 0.99, 1].map(crowd).join(', '),
        '99 % at most 100 ms',
      ),
      tell('Peak memory with 10,000 waiting', `${program.memory().peak.toFixed(0)} MB`),
    ]
  } finally {
    await side.close()
  }
}

function pollRows(polls: readonly Poll[]): readonly Row[] {
  const each = (of: (poll: Poll) => number | null, digits: number) =>
    polls.map((poll) => of(poll)?.toFixed(digits) ?? '?').join(', ')
  const what = `${polls.length} polls with 10,000 waiting`
  return [
    tell(`${what}: one whole scan`, `${each(({ scan }) => scan, 1)} s (${polls[0]?.pages} pages)`),
    tell(
      `${what}: Slack calls (25 approvers are kept warm for 15 minutes after a message)`,
      each(({ slackCalls }) => slackCalls, 0),
    ),
    tell(
      `${what}: changes of the database (when the pool was read)`,
      each(({ writes }) => writes, 0),
      '1',
    ),
    tell(`${what}: processor time`, `${each(({ processor }) => processor, 2)} s`),
    tell(`${what}: memory`, `${each(({ memory }) => memory, 0)} MB`, 'flat'),
  ]
}

async function starts(): Promise<Row> {
  say('Starts')
  const ours: number[] = []
  const theirs: number[] = []
  for (const _ of Array(5)) {
    ours.push(await measureStart('countersign'))
    theirs.push(await measureStart('handler'))
  }
  const seconds = (values: readonly number[]) => `${(quantile(values, 0.5) / 1000).toFixed(2)} s`
  return {
    what: 'Start → first card (handler: → connected), median',
    ours: seconds(ours),
    handlers: seconds(theirs),
    ratio: (quantile(ours, 0.5) / quantile(theirs, 0.5)).toFixed(2),
    asked: '',
  }
}

function say(what: string): void {
  process.stderr.write(`${what} …\n`)
}
