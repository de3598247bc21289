// The tests' browser, and what axe-core finds on a page.
import axeCore from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { inject } from 'vitest'
import { z } from 'zod'
import { launchBrowser } from './launch-browser.ts'

/**
 * A real browser, for as many contexts as a file needs: open it in `beforeAll`, close it with `browser.close()` in
 * `afterAll`, or in `onTestFinished` if it is for one test only.
 */
export function openBrowser(): Promise<Browser> {
  return launchBrowser(inject('browserFolder'))
}

const report = z.object({
  violations: z.array(
    z.object({
      id: z.string(),
      impact: z.string().nullish(),
      help: z.string(),
      nodes: z.array(
        z.object({ target: z.array(z.unknown()), html: z.string(), failureSummary: z.string().optional() }),
      ),
    }),
  ),
})

/** The serious and critical findings on the page as it is now, one readable text per element. */
export async function axe(page: Page): Promise<readonly string[]> {
  // Evaluated by the debugger, because the page's content security policy can't forbid that.
  await page.evaluate(`${axeCore.source};undefined`)
  const { violations } = report.parse(await page.evaluate('axe.run(document, {resultTypes: ["violations"]})'))
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, impact, help, nodes }) =>
      nodes.map(
        ({ target, html, failureSummary = '' }) =>
          `${impact} ${id}: ${help}\n  at ${target.join(' ')}: ${html.slice(0, 200)}\n  ${failureSummary.replace(/\s*\n\s*/g, ' ')}`,
      ),
    )
}
