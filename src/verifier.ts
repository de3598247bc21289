// The verifier of exports by itself: `node verify-audit.mjs FILE`. verify-audit.mjs is made of this file and what it imports.
import { parseArgs } from 'node:util'
import { NotVerified, verifyFile } from './commands/verify-file.ts'

const usage = 'Usage: node verify-audit.mjs FILE [--against WITNESS]… [--public-key FILE]…'
const couldNot = 2

// Whatever was found, nobody was told.
process.stdout.on('error', () => process.exit(couldNot))
process.exitCode = await main()

async function main(): Promise<number> {
  try {
    const { file, options } = readArguments()
    return await verifyFile(file, options, (words) => void process.stdout.write(words))
  } catch (error) {
    const reason = error instanceof NotVerified ? error.message : `Not verified: ${String(error)}`
    process.stderr.write(`${reason}\n`)
    return couldNot
  }
}

function readArguments() {
  const many = { type: 'string', multiple: true } as const
  try {
    const { values, positionals } = parseArgs({
      options: { against: many, 'public-key': many },
      allowPositionals: true,
    })
    const [file, ...more] = positionals
    if (file === undefined || more.length > 0) throw new NotVerified(usage)
    const options = { against: values.against ?? [], publicKeys: values['public-key'] ?? [] }
    return { file, options }
  } catch {
    throw new NotVerified(usage)
  }
}
