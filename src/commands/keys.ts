// `npm run keys`: what was typed, and where it prints. The command itself knows no process.
import { readFileSync } from 'node:fs'
import { keysCommand } from './make-keys.ts'

// Whatever this process makes is for its own user only.
process.umask(0o077)
process.exitCode = keysCommand({
  given: process.argv.slice(2),
  environment: process.env,
  readFile: (path) => readFileSync(path, 'utf8'),
  out: (words) => void process.stdout.write(words),
  err: (words) => void process.stderr.write(words),
})
