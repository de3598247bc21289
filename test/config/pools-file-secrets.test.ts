// Tokens don't belong in the file, and nothing from the file is shown.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyCharacter } from '../support/hostile-text.ts'
import { problemsIn } from './environment.ts'
import { givenValue, pastedToken, shows } from './given-value.ts'
import { goodFile, poolWith, problemsInFile, required } from './pools-file.ts'

const tokenStandsHere =
  'What looks like a token stands here (not shown). Expected tokens in the environment only: ' +
  'a bot token in SLACK_BOT_TOKEN, an app-level token in SLACK_APP_TOKEN, a private key in APPROVAL_SIGNING_KEY.'

test.each([
  ['the name of a pool', 'name: xoxb-123456'],
  ['a channel', 'channel: xoxb-123456'],
  ['an attribute', 'attributes: ["custom:xoxb-123456"]'],
  ['ClientMetadata', 'client_metadata: { token: xapp-1-123456 }'],
  ['the key of an entry', 'client_metadata: { xapp-1-123456: x }'],
  ['a comment', '# xoxe.xoxp-123456'],
  ['a private key', 'client_metadata: { key: "-----BEGIN PRIVATE KEY-----\\n123456" }'],
])('a token in %s is reported by its line and not shown', (_, line) => {
  const others = required.filter((other) => !line.startsWith(other.slice(0, 5)))
  const problems = problemsInFile(poolWith(...others, line))
  expect(problems).toContain(`CONFIG_FILE line ${others.length + 3}: ${tokenStandsHere}`)
  expect(problems.join('\n')).not.toContain('123456')
})

test('a token under an unknown key is found as well, and so is one that is escaped or split over two lines', () => {
  expect(problemsInFile(poolWith(...required, 'slack_bot_token: xoxb-123456'))).toEqual([
    `CONFIG_FILE line 5: ${tokenStandsHere}`,
    'CONFIG_FILE line 5: pools[0] has an unknown key. It stays a variable of the environment, SLACK_BOT_TOKEN.',
  ])
  for (const name of ['"xo\\x78b-123456"', '"xo\\\n      xb-123456"']) {
    expect(problemsInFile(poolWith(...required, `name: ${name}`))).toEqual([
      expect.stringContaining('CONFIG_FILE line 5: pools[0].name has a wrong value.'),
    ])
  }
})

const quotings: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => JSON.stringify(text),
  (text) => `'${text.replaceAll("'", "''")}'`,
  (text) => `[${text}, x]`,
  (text) => `{ x: ${text} }`,
  (text) => `{ ${text} }`,
  (text) => `|\n      ${text}`,
  (text) => `>-\n      a\n      ${text}`,
  (text) => `!${text}`,
  (text) => `*${text}`,
  (text) => `x: ${text}`,
  (text) => `# ${text}`,
]
const places: readonly ((text: string) => string)[] = [
  ...[
    'id',
    'name',
    'channel',
    'approvers',
    'allow_no_email',
    'expected_domains',
    'attributes',
    'client_metadata',
    'region',
  ].map((key) => (text: string) => `${key}: ${text}`),
  (text) => `approvers: { groups: ${text} }`,
  (text) => `approvers:\n      users:\n        - ${text}`,
  (text) => `client_metadata: { ${text}: ${text} }`,
  (text) => text,
  (text) => `${text}: x`,
]

test('no line shows any part of a given value, wherever it is in the file', () => {
  fc.assert(
    fc.property(
      givenValue,
      fc.constantFrom(...quotings),
      fc.uniqueArray(fc.constantFrom(...places), { minLength: 1, maxLength: 4 }),
      ({ given, secret }, quote, chosen) => {
        const lines = chosen.map((place) => place(quote(given)))
        return !shows(problemsInFile(poolWith(...lines)).join('\n'), secret)
      },
    ),
    { numRuns: 2_000 },
  )
})

test('wherever a token is pasted into a valid file, the bot does not start', () => {
  const room = fc.nat({ max: goodFile.length })
  fc.assert(
    fc.property(pastedToken, room, ({ pasted, secret }, offset) => {
      const output = problemsInFile(`${goodFile.slice(0, offset)}${pasted}${goodFile.slice(offset)}`).join(
        '\n',
      )
      return output !== '' && !shows(output, secret)
    }),
    { numRuns: 300 },
  )
})

test('the path of a file is not shown, whether the file can be read or not', () => {
  const given = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', CONFIG_FILE: 'xoxb-QXZJQXZJ.yml' }
  const [unread] = problemsIn(given)
  const [read] = problemsIn(given, () => '')
  expect(unread).toMatch(/^CONFIG_FILE: there is no such file\./)
  expect(read).toMatch(/^CONFIG_FILE line 1: the file is empty\./)
  expect(shows(`${unread}${read}`, 'QXZJQXZJ')).toBe(false)
})

test('whatever the file holds, each problem is one printable line that begins with its place', () => {
  const snippet = fc.oneof(
    fc.constantFrom(...goodFile.split(/(?<=\s)/), ...' \n\t[]{}:,-#&*!|>%@\'"'),
    fc.string({ unit: anyCharacter, maxLength: 5 }),
  )
  const anything = fc.array(snippet, { maxLength: 40 }).map((snippets) => snippets.join(''))
  fc.assert(
    fc.property(anything, (text) => problemsInFile(text).every(isOrdinary)),
    { numRuns: 1_000 },
  )
})

function isOrdinary(line: string): boolean {
  return /^CONFIG_FILE line [1-9]\d*: /.test(line) && !/[[\p{C}\p{Z}]--[ ]]/v.test(line)
}
