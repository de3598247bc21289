// npm run verifier: writes verify-audit.mjs, and its hash into docs/audit.md.
import { readFileSync, writeFileSync } from 'node:fs'
import { buildVerifier, sha256Of, verifierPath } from './build-verifier.ts'

const docs = new URL('../docs/audit.md', import.meta.url)

const text = await buildVerifier()
writeFileSync(verifierPath, text)
writeFileSync(docs, readFileSync(docs, 'utf8').replace(/^`(?:HASH|[0-9a-f]{64})`$/m, `\`${sha256Of(text)}\``))
process.stdout.write(`verify-audit.mjs has the SHA-256 ${sha256Of(text)}, as docs/audit.md says.\n`)
