// A secret comes from its variable, from a file that NAME_FILE names, or from systemd's credentials directory.
import { expect, test } from 'vitest'
import { readConfig } from '../../src/config/read-config.ts'
import { makeSigningKey, pemOf } from '../../src/shared/signing-key.ts'
import { secretNames } from '../../src/wording/config-secrets.ts'
import { environment } from './environment.ts'

const good = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-1',
  SLACK_SIGNING_SECRET: 'abc',
  DATABASE_URL: 'postgres://ada:hush@db/countersign',
  APPROVAL_SIGNING_KEY: pemOf(makeSigningKey()).trim(),
  HEARTBEAT_URL: 'https://heartbeats.example.com/hush',
} as const

type Files = Readonly<Record<string, string>>

/** Reads from these files only. `unreadable` is the system's code for a file. */
function read(changes: Readonly<Record<string, string>>, files: Files = {}, unreadable: Files = {}) {
  return readConfig(environment(changes), (path) => {
    const text = files[path]
    if (text !== undefined) return text
    throw Object.assign(new Error(`QXZJ ${path}`), { code: unreadable[path] ?? 'ENOENT' })
  })
}

function problems(...given: Parameters<typeof read>): readonly string[] {
  const result = read(...given)
  return result.kind === 'invalid' ? result.problems : []
}

/** A configuration in which this secret counts, without it. */
function without(name: (typeof secretNames)[number]): Readonly<Record<string, string>> {
  return name === 'SLACK_SIGNING_SECRET'
    ? { SLACK_APP_TOKEN: '', PORT: '3000' }
    : { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', [name]: '' }
}

test.each(secretNames)('%s is the same from all three places', (name) => {
  const inVariable = read({ ...without(name), [name]: good[name] })
  const inFile = read({ ...without(name), [`${name}_FILE`]: '/secret' }, { '/secret': `${good[name]}\n` })
  const inCredentials = read(
    { ...without(name), CREDENTIALS_DIRECTORY: '/run/credentials/countersign' },
    { [`/run/credentials/countersign/${name}`]: good[name] },
  )
  if (inVariable.kind !== 'valid') throw new Error(inVariable.problems.join(' '))
  expect(inFile).toEqual({ ...inVariable, secretFiles: ['/secret'] })
  expect(inCredentials).toEqual({ ...inVariable, secretFiles: [`/run/credentials/countersign/${name}`] })
})

test.each(secretNames)('%s in two places is a mistake, because one of them is out of date', (name) => {
  const folder = { CREDENTIALS_DIRECTORY: '/run' }
  const files = { '/secret': good[name], [`/run/${name}`]: good[name] }
  expect(
    problems({ ...without(name), [name]: good[name], [`${name}_FILE`]: '/secret', ...folder }, files),
  ).toEqual([
    `${name} is given more than once: by the variable ${name}, and by the file that ${name}_FILE names, ` +
      `and by the file ${name} in CREDENTIALS_DIRECTORY. Expected one of them: leave the others out.`,
  ])
})

test.each([
  ['ENOENT', 'there is no such file'],
  ['EACCES', 'this process may not read it'],
  ['EISDIR', 'that is a folder'],
  ['EIO', "it can't be read (EIO)"],
])('a file that can’t be read (%s) is the only thing that is said about its secret', (code, words) => {
  expect(problems({ SLACK_BOT_TOKEN: '', SLACK_BOT_TOKEN_FILE: '/secret' }, {}, { '/secret': code })).toEqual(
    [
      `SLACK_BOT_TOKEN_FILE: ${words}. Expected the path of a file that holds SLACK_BOT_TOKEN and nothing else, ` +
        'for example /run/secrets/slack_bot_token.',
    ],
  )
})

test('an empty file is a mistake, and no reason to take the default', () => {
  const given = { DATABASE_URL_FILE: '/secret', REPLICAS: '2' }
  expect(problems(given, { '/secret': ' \n' })).toEqual([
    expect.stringMatching(/^DATABASE_URL_FILE: the file is empty\. Expected /),
  ])
})

test('systemd passes some secrets only, and one that can’t be read is told', () => {
  const folder = { CREDENTIALS_DIRECTORY: '/run' }
  expect(read(folder).kind).toBe('valid')
  expect(problems({ ...folder, SLACK_BOT_TOKEN: '' }, {}, { '/run/SLACK_BOT_TOKEN': 'EACCES' })).toEqual([
    expect.stringMatching(/^SLACK_BOT_TOKEN in CREDENTIALS_DIRECTORY: this process may not read it\./),
  ])
})

test('a wrong secret in a file is told like any other, without what it is or where', () => {
  const lines = problems({ SLACK_BOT_TOKEN: '', SLACK_BOT_TOKEN_FILE: '/QXZJ' }, { '/QXZJ': 'xapp-QXZJ' })
  expect(lines).toEqual([expect.stringMatching(/^SLACK_BOT_TOKEN has a wrong value\./)])
  expect(lines.join()).not.toContain('QXZJ')
})

test('a misspelt name of a file does not make the database the default one', () => {
  expect(problems({ DATABASE_URL_FLIE: '/secret' })).toEqual([
    expect.stringMatching(/^DATABASE_URL_FLIE is set: did you mean DATABASE_URL_FILE\?/),
  ])
})

test('both modes from files are two modes all the same', () => {
  const given = { SLACK_APP_TOKEN: '', SLACK_APP_TOKEN_FILE: '/app', SLACK_SIGNING_SECRET_FILE: '/missing' }
  expect(problems(given, { '/app': 'xapp-1' }).map((line) => line.split('.')[0])).toEqual([
    'SLACK_SIGNING_SECRET_FILE: there is no such file',
    'SLACK_APP_TOKEN and SLACK_SIGNING_SECRET are both set',
  ])
})
