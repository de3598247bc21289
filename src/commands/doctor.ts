// `npm run doctor`: what was typed, and where it prints. The command itself knows no process.
import { whenWritten } from '../shared/log-output.ts'
import { doctorCommand } from './doctor-command.ts'

process.umask(0o077)
process.exitCode = await doctorCommand({
  given: process.argv.slice(2),
  environment: process.env,
  out: (words) => void process.stdout.write(words),
  err: (words) => void process.stderr.write(words),
})
// A call that was given up may still wait for its answer.
await whenWritten(process.stdout, 1000)
process.exit()
