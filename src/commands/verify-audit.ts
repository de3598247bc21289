// `npm run audit -- verify`: an export, or the store itself.
import { createVerification } from '../domain/verify-chain.ts'
import { chainPages, readKnownChain } from '../store/audit/read-chain.ts'
import { auditSays, usage } from '../wording/audit-command.ts'
import { type Called, Stopped } from './audit-called.ts'
import { readOptions, withStore } from './audit-store.ts'
import { NotVerified, readTools, tell, verifyFile } from './verify-file.ts'

const many = { type: 'string', multiple: true } as const

/** Resolves to the exit code. */
export async function verifyAudit(called: Called): Promise<number> {
  const { values, positionals } = readOptions(called.given, { against: many, 'public-key': many })
  const [file, ...more] = positionals
  if (more.length > 0) throw new Stopped(usage)
  const options = { against: values.against ?? [], publicKeys: values['public-key'] ?? [] }
  try {
    if (file !== undefined) return await verifyFile(file, options, called.out)
    const tools = await readTools(options)
    return await verifyStore(called, tools)
  } catch (error) {
    throw error instanceof NotVerified ? new Stopped(error.message) : error
  }
}

function verifyStore(
  { environment, out }: Called,
  tools: Awaited<ReturnType<typeof readTools>>,
): Promise<number> {
  return withStore(environment, async ({ read, storeId, name }) => {
    const report = await read(async (tx) => {
      const known = await readKnownChain(tx)
      const verification = createVerification({ ...tools, ...known, storeId })
      for await (const page of chainPages(tx, 1)) {
        for (const row of page) verification.take(row)
      }
      return verification.end()
    })
    await out(`${auditSays.verifying(storeId, name)}\n`)
    return tell({ report, file: null }, out)
  })
}
