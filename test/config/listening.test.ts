// Socket Mode or HTTP mode: what says which, and every way to set them wrong.
import { expect, test } from 'vitest'
import { configOf, environment, problemsIn } from './environment.ts'

const http = { SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99yyyzzz85a5', PORT: '3000' }

test('a signing secret and a port make it HTTP mode, on this machine only', () => {
  expect(configOf(environment(http)).listening).toEqual({
    kind: 'http',
    signingSecrets: ['8f742231b10e8888abcd99yyyzzz85a5'],
    host: '127.0.0.1',
    port: 3000,
  })
})

test('two secrets, while one replaces the other, and another address', () => {
  const given = { SLACK_SIGNING_SECRET: ' new , old ', PORT: '65535', HOST: '::' }
  expect(configOf(environment({ ...http, ...given })).listening).toEqual({
    kind: 'http',
    signingSecrets: ['new', 'old'],
    host: '::',
    port: 65_535,
  })
})

test.each(['0.0.0.0', '::1', 'fe80::1%eth0', 'localhost', 'bot.internal'])('HOST may be %s', (HOST) => {
  expect(configOf(environment({ ...http, HOST })).listening).toMatchObject({ host: HOST })
})

test.each([
  ['both', { SLACK_APP_TOKEN: 'xapp-1' }, ['SLACK_APP_TOKEN and SLACK_SIGNING_SECRET are both set.']],
  [
    'neither',
    { SLACK_SIGNING_SECRET: '', PORT: '' },
    ['SLACK_APP_TOKEN is not set.', 'For HTTP mode, set SLACK_SIGNING_SECRET and PORT instead.'],
  ],
  [
    'a port alone',
    { SLACK_SIGNING_SECRET: '' },
    ['PORT is set, but neither SLACK_SIGNING_SECRET nor SLACK_APP_TOKEN.'],
  ],
  [
    'a secret alone',
    { PORT: '' },
    ['PORT is not set. Expected a whole number from 1 to 65535, for example 3000.'],
  ],
  ['a bot token', { SLACK_SIGNING_SECRET: 'xoxb-1' }, ['A bot token belongs in SLACK_BOT_TOKEN']],
  [
    'an app-level token',
    { SLACK_SIGNING_SECRET: 'abc,xapp-1-A0-b' },
    ['an app-level token in SLACK_APP_TOKEN'],
  ],
  ['the placeholder', { SLACK_SIGNING_SECRET: 'your-signing-secret' }, ['It is still this placeholder']],
  ['quotation marks', { SLACK_SIGNING_SECRET: '"abc"' }, ['Leave out the quotation marks.']],
  ['three secrets', { SLACK_SIGNING_SECRET: 'a,b,c' }, ['SLACK_SIGNING_SECRET names more than two secrets.']],
  ['no port', { PORT: '0' }, ['PORT has a wrong value. Expected a whole number from 1 to 65535']],
  ['a port too high', { PORT: '65536' }, ['PORT has a wrong value.']],
  ['an address as a port', { PORT: '127.0.0.1:3000' }, ['The address belongs in HOST.']],
  ['a URL as an address', { HOST: 'http://127.0.0.1' }, ['Leave out everything but the address.']],
  ['a port in the address', { HOST: '127.0.0.1:3000' }, ['The port belongs in PORT.']],
] as const)('%s is one problem', (_, changes, words) => {
  const problems = problemsIn(environment({ ...http, ...changes }))
  expect(problems).toHaveLength(1)
  for (const word of words) expect(problems[0]).toContain(word)
})

test('in Socket Mode, a port and an address are another program’s, whatever they say', () => {
  expect(configOf(environment({ PORT: 'tcp://10.0.0.1:80', HOST: '?' }))).toEqual(configOf(environment()))
})

test('every mistake is told at once', () => {
  const given = { SLACK_BOT_TOKEN: 'x', SLACK_SIGNING_SECRET: 'xapp-1', PORT: 'x', HOST: '?', LOG_LEVEL: 'x' }
  expect(problemsIn(environment({ ...http, ...given })).map((line) => line.split(' ')[0])).toEqual([
    'SLACK_BOT_TOKEN',
    'SLACK_SIGNING_SECRET',
    'PORT',
    'HOST',
    'LOG_LEVEL',
  ])
})

test('how many sockets an app may have does not matter where none is opened', () => {
  const many = { REPLICAS: '5', SLACK_SOCKETS: '10', DATABASE_URL: 'postgres://a:b@db/c' }
  expect(problemsIn(environment({ ...http, ...many }))).toEqual([])
})
