// The README is held against the code: tables, policy, commands.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { variables } from '../src/config/variable-wording.ts'
import { everyEnding } from './support/every-ending.ts'

const root = new URL('..', import.meta.url)
const readme = read('README.md')

function read(path: string): string {
  return readFileSync(new URL(path, root), 'utf8')
}

test('every variable stands in the README, with what it means and what it is unless set', () => {
  const rows = Object.entries(variables).map(([name, variable]) => {
    const fallback = 'default' in variable ? `\`${variable.default}\`` : ''
    return `| \`${name}\` | ${variable.meaning} | \`${variable.example}\` | ${fallback} |`
  })
  expect(readme).toContain(
    ['| variable | meaning | example | default |', '|---|---|---|---|', ...rows].join('\n'),
  )
})

test('every ending stands in the README, in the words of the card', () => {
  const rows = everyEnding().map(([occasion, sentence]) => `| ${occasion} | ${sentence} |`)
  expect(readme).toContain(['| what happened | what the card says |', '|---|---|', ...rows].join('\n'))
})

test('the policy in the README allows exactly what the code calls', () => {
  const sources = readdirSync(new URL('src/cognito/', root)).map((file) => read(`src/cognito/${file}`))
  const commands = sources.flatMap((source) =>
    [...source.matchAll(/new (\w+)Command\(/g)].map((match) => match[1]),
  )
  const policy = z
    .object({ Statement: z.array(z.object({ Action: z.array(z.string()) })) })
    .parse(JSON.parse(/```json\n(.*?)```/s.exec(readme)?.[1] ?? ''))
  const allowed = policy.Statement.flatMap(({ Action }) => Action)
  expect(new Set(allowed)).toEqual(new Set(commands.map((command) => `cognito-idp:${command}`)))
})

test('every npm command of the README is one of package.json', () => {
  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(read('package.json')))
  const named = [...readme.matchAll(/npm (?:run )?([\w:]+)/g)]
    .map((match) => match[1] ?? '')
    .filter((name) => name !== 'ci')
  expect(named.filter((name) => !(name in scripts) && name !== 'run')).toEqual([])
  for (const command of ['npm ci && npm run demo', 'npm ci && npm test']) expect(readme).toContain(command)
})
