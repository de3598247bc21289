// Makes verify-audit.mjs of src/verifier.ts: one file that needs nothing but Node.
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const here = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))

/** The file, as it stands in the repository. */
export const verifierPath = here('deploy/verify-audit.mjs')

const head = [
  '// Verifies an export of Countersign’s audit log: node verify-audit.mjs FILE. It needs Node.js 20.12 or later, and nothing else.',
  '// Made by npm run verifier from src/verifier.ts and what it imports: change those. Its SHA-256 stands in docs/audit.md.',
].join('\n')

export async function buildVerifier(): Promise<string> {
  const bundle = await rolldown({ input: here('src/verifier.ts'), platform: 'node', treeshake: true })
  const { output } = await bundle.generate({ format: 'esm' })
  await bundle.close()
  const [chunk, ...more] = output
  if (more.length > 0) throw new Error('The verifier is more than one file')
  return `${head}\n${chunk.code}`
}

export function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
