// `npm run audit`: what was typed, and where it prints. The command itself knows no process.
import { systemClock } from '../shared/clock.ts'
import { auditSays } from '../wording/audit-command.ts'
import { couldNot } from './audit-called.ts'
import { auditCommand } from './audit-command.ts'

// Whatever this process makes is for its own user only.
process.umask(0o077)
// `… | head` has read enough; a full disk has no room. Whatever was found, it was not told: that is never 0, nor damage.
process.stdout.on('error', (error: Error & { code?: string }) => {
  if (error.code !== 'EPIPE') process.stderr.write(`${auditSays.failed(error.message)}\n`)
  process.exit(couldNot)
})
process.exitCode = await auditCommand({
  given: process.argv.slice(2),
  environment: process.env,
  clock: systemClock,
  out: (words) => new Promise((resolve) => void process.stdout.write(words, () => resolve())),
  err: (words) => void process.stderr.write(words),
})
