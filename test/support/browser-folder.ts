// Before all tests: a folder for the browser, which stays empty unless a test opens one. After them it is gone.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    browserFolder: string
  }
}

export function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-browser-'))
  project.provide('browserFolder', folder)
  return () => rmSync(folder, { recursive: true, force: true })
}
