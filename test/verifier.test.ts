// The verifier that stands by itself: made of our own code, needing nothing but Node, and with the hash that the docs name.
import { readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { expect, test } from 'vitest'
import { buildVerifier, sha256Of, verifierPath } from './build-verifier.ts'

const text = readFileSync(verifierPath, 'utf8')

test('verify-audit.mjs is what npm run verifier makes, and its hash stands in the docs', async () => {
  expect(text).toBe(await buildVerifier())
  const docs = readFileSync(new URL('../docs/audit.md', import.meta.url), 'utf8')
  expect(docs).toContain(sha256Of(text))
})

test('it imports only what Node brings, and asks nobody', () => {
  const imports = [...text.matchAll(/^import .*"(.+)";$/gm)].map(([, name = '']) => name)
  expect(imports).toContain('node:crypto')
  expect(imports.filter((name) => !builtinModules.includes(name.replace(/^node:/, '')))).toEqual([])
  expect(imports.filter((name) => /http|net|tls|child_process|dns/.test(name))).toEqual([])
  expect(text).not.toMatch(/\b(?:import|fetch|require)\(/)
})
