// `npm run store`: copies a store to another database, while no bot is running, or closes the cards of a lost one.
import { closeCards } from './close-cards.ts'
import { copyCommand, notDone, usage, wrongUsage } from './copy.ts'

const out = (words: string) => void process.stdout.write(words)
const err = (words: string) => void process.stderr.write(words)

process.exitCode = await main(process.argv.slice(2))

async function main(given: readonly string[]): Promise<number> {
  const [command, storeId, ...more] = given
  if (command === 'close-cards')
    return storeId === undefined || more.length > 0 ? refuse(usage, wrongUsage) : close(storeId)
  process.umask(0o077)
  return copyCommand({ given, environment: process.env, out, err })
}

async function close(storeId: string): Promise<number> {
  const { closed, problems } = await closeCards(storeId)
  if (closed !== null) out(`${closed}\n`)
  return problems.length === 0 ? 0 : refuse(problems.join('\n'), notDone)
}

function refuse(words: string, code: number): number {
  err(`${words}\n`)
  return code
}
