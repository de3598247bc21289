// A real browser that npm ci installs. It imports no vitest, so that scripts can launch it too.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Browser, chromium } from 'playwright-core'

/**
 * A headless browser, extracted (200 MB, 2 s) into the folder when the first one is launched there. The caller
 * closes it with `browser.close()`, and removes the folder after the last one. Its own font is Open Sans.
 */
export async function launchBrowser(folder: string): Promise<Browser> {
  const home = join(folder, 'browser')
  await extractOnce(folder, home)
  return chromium.launch({
    executablePath: join(home, 'chromium'),
    // The package's own arguments contain --single-process, which ends the browser with its first context.
    args: ['--no-sandbox'],
    env: { ...process.env, FONTCONFIG_FILE: join(home, 'fonts.conf') },
  })
}

const timeout = 60_000

/** The process that succeeds in making the folder extracts; any others wait for it. */
async function extractOnce(folder: string, home: string): Promise<void> {
  const extracting = join(folder, 'extracting')
  for (const startedAt = Date.now(); !existsSync(home); await sleep(50)) {
    if (await isFirst(extracting)) return extract(extracting, home)
    if (Date.now() - startedAt > timeout)
      throw new Error(`Another process was to extract the browser into ${folder}, and did not`)
  }
}

async function isFirst(folder: string): Promise<boolean> {
  try {
    await mkdir(folder)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

async function extract(extracting: string, home: string): Promise<void> {
  try {
    const env = { ...process.env, TMPDIR: extracting }
    await promisify(execFile)(process.execPath, [extractor], { env, timeout: timeout })
    await writeFile(join(extracting, 'fonts.conf'), fontSettings(home))
    await rename(extracting, home)
  } catch (error) {
    await rm(extracting, { recursive: true, force: true })
    throw error
  }
}

const extractor = fileURLToPath(new URL('extract-browser.ts', import.meta.url))

/** The machine's fonts, if it has any, besides those of the package. */
function fontSettings(home: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${join(home, 'fonts')}</dir>
  <cachedir>${join(home, 'fonts-cache')}</cachedir>
</fontconfig>
`
}
