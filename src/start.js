// What `npm start` runs: checks Node, reads `.env`, then runs main.ts, which only a newer Node understands.
import './check-node.js'

try {
  // A variable that is set already takes precedence over the file's.
  process.loadEnvFile('.env')
} catch (error) {
  if (error.code !== 'ENOENT') {
    process.stderr.write(
      `Countersign can't start:\n  It can't read the file .env (${error.code}). Let this process read it, or remove it.\n`,
    )
    process.exit(78)
  }
}
void import('./main.ts')
