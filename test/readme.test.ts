// The README and the pages of docs/ are held against the code: tables, policy, commands, links.
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { awsActions } from '../src/domain/aws-actions.ts'
import { clientMetadata } from '../src/domain/client-metadata.ts'
import { countersigned } from '../src/domain/countersignature.ts'
import { fileVariable, secretNames } from '../src/wording/config-secrets.ts'
import { variables } from '../src/wording/config-variables.ts'
import { metrics } from '../src/wording/metrics.ts'
import { goodFile } from './config/pools-file.ts'
import { everyEnding } from './support/every-ending.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const readme = read('README.md')
const guides = globSync(['*.md', 'docs/*.md', 'deploy/*.md'], { cwd: root })
const pages = [...guides, ...globSync('{src,test}/README.md', { cwd: root })]

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

test('the README can be read in one go', () => {
  expect(readme.split('\n').length).toBeLessThanOrEqual(250)
})

test('every variable stands in the docs, with what it means and what it is unless set', () => {
  const rows = Object.entries(variables).map(([name, variable]) => {
    const fallback = 'default' in variable ? `\`${variable.default}\`` : ''
    return `| \`${name}\` | ${variable.meaning} | \`${variable.example}\` | ${fallback} |`
  })
  expect(tableOf('docs/configuration.md', '| variable | meaning | example | default |')).toEqual(rows)
})

/** Those of other programs, and of commands. */
const others: readonly string[] = [
  ...secretNames.map(fileVariable),
  'CREDENTIALS_DIRECTORY',
  'DEMO_PORT',
  'EX_CONFIG',
  'POLL_INTERVALL',
  'FROM_URL',
  'FROM_URL_FILE',
  'TO_URL',
  'TO_URL_FILE',
  'HTTPS_PROXY',
  'HTTP_PROXY',
  'NO_PROXY',
  'NODE_EXTRA_CA_CERTS',
  // Of the functions.
  'APPROVAL_PUBLIC_KEYS',
  'ON_UNSIGNED',
  'REPORT_ONLY',
  'SIGN_IN_NEEDS_GROUP',
]

test.each(guides)('%s names no variable that does not exist', (page) => {
  const named = [...read(page).matchAll(/(?:`|^ *)([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?=[`=])/gm)]
    .map(([, name = '']) => name)
    .filter((name) => !name.startsWith('AWS_') && !others.includes(name))
  expect(named.filter((name) => !(name in variables))).toEqual([])
})

test.each(globSync('deploy/*', { cwd: root, exclude: ['**/*.md', '**/verify-audit.mjs'] }))(
  '%s names none either',
  (file) => {
    const words = [
      'AF_INET',
      'AF_INET6',
      'AF_UNIX',
      'NODE_IMAGE',
      'POSTGRES_PASSWORD_FILE',
      'POSTGRES_USER',
      'STORE_ID',
    ]
    const named = [...read(file).matchAll(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g)]
      .map(([name]) => name)
      .filter((name) => !name.startsWith('AWS_') && ![...others, ...words].includes(name))
    expect(named.filter((name) => !(name in variables))).toEqual([])
  },
)

test('the example of a file with several pools is one that passes', () => {
  expect(read('docs/configuration.md')).toContain(`\`\`\`yaml\n${goodFile}\`\`\``)
})

test('what the post confirmation function receives stands in the docs', () => {
  const approval = { id: 'click', by: { userId: 'U1', teamId: 'T1' }, at: new Date(0) }
  const keys = tableOf('docs/configuration.md', '| key | example | meaning |').map(firstCell)
  const signer = { keyId: '', sign: () => '' }
  const entries = countersigned(clientMetadata(approval, {}, [], 'head'), { poolId: '', sub: '' }, signer)
  expect(keys).toEqual(Object.keys(entries))
})

test('every ending stands in the docs, in the words of the card', () => {
  const rows = everyEnding().map(([occasion, sentence]) => `| ${occasion} | ${sentence} |`)
  expect(tableOf('docs/operating.md', '| what happened | what the card says |')).toEqual(rows)
})

test('every log message that the docs explain, or say to alert on, is one that the code logs', () => {
  const source = globSync('src/**/*.ts', { cwd: root }).map(read).join('\n')
  const explained = ['docs/operating.md', 'docs/several-replicas.md'].flatMap((page) =>
    tableOf(page, '| log message | what it means |'),
  )
  const messages = [...explained, ...tableOf('docs/operating.md', '| alert on | when |')].map(firstCell)
  expect(messages.filter((message) => !source.includes(`'${message}`))).toEqual([])
})

test('every metric stands in the docs, with its labels and what it says', () => {
  const rows = Object.entries(metrics).map(([name, { kind, labels, meaning }]) => {
    const named = labels.map((label) => `\`${label}\``).join(', ')
    return `| \`${name}\` | ${kind} | ${named} | ${meaning} |`
  })
  expect(tableOf('docs/operating.md', '| metric | kind | labels | what it says |')).toEqual(rows)
})

test('the policy in the README allows exactly what every feature but the groups needs', () => {
  const policy = z
    .object({ Statement: z.array(z.object({ Action: z.array(z.string()) })) })
    .parse(JSON.parse(/```json\n(.*?)```/s.exec(readme)?.[1] ?? ''))
  const allowed = policy.Statement.flatMap(({ Action }) => Action)
  const { confirm, disable, 'sign-out': signOut, groups } = awsActions
  expect(allowed.toSorted()).toEqual(
    [...confirm, ...disable, ...signOut].map(({ action }) => action).toSorted(),
  )
  for (const { action } of groups) expect(readme).toContain(`\`${action}\``)
})

test('the table of actions names exactly what the code calls', () => {
  const services: Readonly<Record<string, string>> = {
    'cognito-identity-provider': 'cognito-idp',
    iam: 'iam',
    sts: 'sts',
  }
  // Only an auditor's own credentials ask CloudTrail: see docs/audit.md.
  const calls = globSync('src/**/*.ts', { cwd: root, exclude: ['src/cloudtrail/**'] })
    .map(read)
    .flatMap((source) => {
      const service = services[/from '@aws-sdk\/client-([\w-]+)'/.exec(source)?.[1] ?? '']
      return [...source.matchAll(/new (\w+)Command\(/g)].map(([, call]) => `${service}:${call}`)
    })
  // The SDK's credential provider calls these.
  const { 'approver-role': _, ...called } = awsActions
  const named = Object.values(called).flatMap((actions) => actions.map(({ action }) => action))
  expect(new Set(named)).toEqual(new Set(calls))
})

test.each(pages)('every npm command of %s is one of package.json', (page) => {
  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(read('package.json')))
  const named = [...read(page).matchAll(/npm (?:run )?([\w:]+)/g)]
    .map((match) => match[1] ?? '')
    .filter((name) => !['ci', 'install'].includes(name))
  expect(named.filter((name) => !(name in scripts) && name !== 'run')).toEqual([])
})

test('the changelog begins each version with what an operator has to do', () => {
  const [, ...versions] = read('CHANGELOG.md').split(/^## /m)
  expect(versions).not.toEqual([])
  for (const version of versions)
    expect(version).toMatch(/^\d+\.\d+\.\d+.*\n\n\*\*What you have to do:\*\* \S/)
})

test('the two commands to start with stand in the README', () => {
  for (const command of ['npm ci && npm run demo', 'npm ci && npm test'])
    expect(readme).toContain(`\`\`\`sh\n${command}\n\`\`\``)
})

describe('links', () => {
  test.each(pages)('every link of %s leads somewhere', (page) => {
    expect(linksOf(page).filter((link) => !leadsSomewhere(page, link))).toEqual([])
  })

  test('the README leads to every other page', () => {
    const reached = linksOf('README.md').map((link) => link.replace(/#.*/, ''))
    expect(pages.filter((page) => page !== 'README.md' && !reached.includes(page))).toEqual([])
  })
})

/** The rows under this head. Fails if there are none. */
function tableOf(page: string, head: string): readonly string[] {
  const [, after = ''] = read(page).split(`${head}\n`)
  const [, ...rows] = after.split('\n\n', 1).join().split('\n')
  expect(rows, `${page} has no table ${head}`).not.toEqual([])
  return rows
}

function firstCell(row: string): string {
  return /^\| `(.+?)` \|/.exec(row)?.[1] ?? row
}

/** Those to files of ours, pictures among them. */
function linksOf(page: string): readonly string[] {
  return [...withoutCode(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !link.includes('://'))
}

function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? page : join(dirname(page), path)
  if (!existsSync(join(root, target))) return false
  return anchor === undefined || anchorsOf(target).includes(anchor)
}

/** As GitHub names its headings. */
function anchorsOf(page: string): readonly string[] {
  return [...withoutCode(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  )
}

function withoutCode(page: string): string {
  return read(page).replace(/^ *```.*?^ *```$/gms, '')
}
