// npm run demo: the whole story on one page. Nothing leaves this machine.
import { type Demo, startDemo } from './page/start-demo.ts'

const usualPort = 4444

process.exitCode = await main()
process.exit()

async function main(): Promise<number> {
  const wanted = readPort(process.env['DEMO_PORT'])
  if (wanted === undefined) {
    process.stderr.write('DEMO_PORT must be a port, a whole number from 0 to 65535.\n')
    return 78
  }
  const { promise: stopped, resolve: stop } = Promise.withResolvers<void>()
  // Ctrl-C reaches all our processes, and pressing it again must not keep this one from cleaning up.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stop())
  const demo = await startDemo({ port: wanted })
  tell(demo, wanted)
  await stopped
  await demo.stop()
  return 0
}

function tell({ url, port, bot }: Demo, wanted: number): void {
  if (wanted !== 0 && port !== wanted) say(`Port ${wanted} is taken, so the page is on another one.`)
  say(`Try Countersign at ${url}`)
  say('')
  say('"First steps", at the top of the page, guides you: sign someone up on the left, and decide in Slack.')
  say('Then make Cognito fail, and see what the card says.')
  say(
    'For a launch day, press "50 sign-ups at once", then "Approve all…" in Slack; or 500, then "Open the list…".',
  )
  say('Who let them in? Ask in another terminal, with the address of somebody who signed up:')
  say(`  DATABASE_URL='${bot.databaseUrl}' npm run audit -- show mia@visitors.example`)
  say('Everything runs on this machine only. Press Ctrl-C to stop it.')
}

function readPort(given: string | undefined): number | undefined {
  if (given === undefined || given === '') return usualPort
  const port = /^\d{1,5}$/.test(given) ? Number(given) : Number.NaN
  return port <= 65_535 ? port : undefined
}

function say(words: string): void {
  process.stdout.write(`${words}\n`)
}
