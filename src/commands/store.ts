// `npm run store`: what was typed, and where it prints. The command itself knows no process.
import { storeCommand } from './store-command.ts'

// Whatever this process makes is for its own user only.
process.umask(0o077)
process.exitCode = await storeCommand({
  given: process.argv.slice(2),
  environment: process.env,
  out: (words) => void process.stdout.write(words),
  err: (words) => void process.stderr.write(words),
})
