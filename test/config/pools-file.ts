// Pools files, and the two results of reading one.
import { readConfig } from '../../src/config/read-config.ts'
import type { Pool } from '../../src/domain/pool.ts'

/** A file that shows every key: the example in docs/configuration.md. */
export const goodFile = `# Every pool that Countersign watches. Tokens stay in the environment.
pools:
  - id: eu-central-1_AbCdEfGhI
    name: Customers
    channel: C0123456789
    approvers:
      groups: ["@sign-up-approvers", S0123456789]
      users: [U0123456789]
    attributes:
      - custom:company
      - locale
    client_metadata:
      portal: customers
      tier: "3"

  - id: us-east-1_JkLmNoPqR
    channel: C0123456789
    approvers:
      users:
        - U0123456789
        - U9876543210
`

/** A file with one pool that has these lines after its id, from line 3 on. */
export function poolWith(...lines: readonly string[]): string {
  return ['pools:', '  - id: local_1', ...lines.map((line) => `    ${line}`), ''].join('\n')
}

/** The lines that complete the pool of `poolWith`. */
export const required = ['channel: C1', 'approvers: { users: [U1, U2, U3] }'] as const

/** The pools of a file with this text; throws if the text is invalid. */
export function poolsOf(text: string): readonly Pool[] {
  const result = readText(text)
  if (result.kind === 'valid') return result.config.pools
  throw new Error(`The file is invalid:\n${result.problems.join('\n')}`)
}

/** The lines that the operator reads about a file with this text; none if it is valid. */
export function problemsInFile(text: string): readonly string[] {
  const result = readText(text)
  return result.kind === 'invalid' ? result.problems : []
}

function readText(text: string) {
  const environment = {
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_APP_TOKEN: 'xapp-1',
    CONFIG_FILE: 'countersign.yml',
  }
  return readConfig(environment, (path) => {
    if (path === 'countersign.yml') return text
    throw new Error(`Unexpected file: ${path}`)
  })
}
