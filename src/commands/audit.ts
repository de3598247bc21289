// `npm run audit`: what was typed, and where it prints. The command itself knows no process.
import { systemClock } from '../shared/clock.ts'
import { auditCommand } from './audit-command.ts'

// Whatever this process makes is for its own user only.
process.umask(0o077)
// `… | head` has read enough.
process.stdout.on('error', (error: Error & { code?: string }) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})
process.exitCode = await auditCommand({
  given: process.argv.slice(2),
  environment: process.env,
  clock: systemClock,
  out: (words) => new Promise((resolve) => void process.stdout.write(words, () => resolve())),
  err: (words) => void process.stderr.write(words),
})
