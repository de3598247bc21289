// deploy/countersign.service starts, restarts and stops the bot as the docs say, and lets it at nothing else.
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { secretNames } from '../../src/wording/config-secrets.ts'
import { variables } from '../../src/wording/config-variables.ts'
import { problemsIn } from '../config/environment.ts'
import { choices, commonVariables, credentialsOf, environmentOf, unit, valuesOf } from './unit.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const unitFile = join(root, 'deploy/countersign.service')

/** The one value of this key. */
function theOne(key: string): string {
  const [value = '', ...more] = valuesOf(key)
  expect(more, key).toEqual([])
  return value
}

describe('the unit', () => {
  test('starts Node with a file of ours, from a folder that it does not write to', () => {
    const [, folder = '', file = ''] = /^node (\/opt\/countersign\/)(\S+)$/.exec(theOne('ExecStart')) ?? []
    expect(existsSync(join(root, file))).toBe(true)
    expect(`${theOne('WorkingDirectory')}/`).toBe(folder)
    expect(theOne('ProtectSystem')).toBe('strict')
  })

  test('restarts it, except if its configuration is wrong', () => {
    expect([theOne('Restart'), theOne('StartLimitIntervalSec')]).toEqual(['always', '0'])
    const main = readFileSync(join(root, 'src/main.ts'), 'utf8')
    expect(main).toContain(`const configurationError = ${theOne('RestartPreventExitStatus')}\n`)
  })

  test('waits for longer than it takes to stop', () => {
    const app = readFileSync(join(root, 'src/app.ts'), 'utf8')
    const drainTime = Number(/const drainTime = ([\d_]+)/.exec(app)?.[1]?.replace('_', ''))
    expect(Number(theOne('TimeoutStopSec')) * 1000).toBeGreaterThan(drainTime)
  })

  test('gives it a user and a folder of its own', () => {
    expect([theOne('DynamicUser'), theOne('StateDirectoryMode'), theOne('UMask')]).toEqual([
      'yes',
      '0700',
      '0077',
    ])
    expect(environmentOf(unit)['DATABASE_URL']).toMatch(`sqlite:/var/lib/${theOne('StateDirectory')}/`)
  })

  test('can hand over every secret as a credential, and else only files that a variable names', () => {
    const names = [...credentialsOf(unit), ...credentialsOf(choices)]
    expect(names.filter((name) => name in variables).toSorted()).toEqual([...secretNames].toSorted())
    const files = Object.values(environmentOf(choices)).map((value) => value.replace('%d/', ''))
    expect(names.filter((name) => !(name in variables))).toEqual(files)
  })

  test('does not forbid what Node needs: to compile while it runs', () => {
    expect(valuesOf('MemoryDenyWriteExecute')).toEqual([])
  })

  const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0

  test.skipIf(!hasSystemd)('is as shut in as systemd can judge: its exposure is 1.5 at most', () => {
    const judged = spawnSync('systemd-analyze', ['security', '--offline=true', '--threshold=15', unitFile])
    expect(judged.status, judged.stdout.toString()).toBe(0)
  })
})

describe('the environment that the unit gives is one that passes', () => {
  const [bot, app, signing, database] = [
    'SLACK_BOT_TOKEN',
    'SLACK_APP_TOKEN',
    'SLACK_SIGNING_SECRET',
    'DATABASE_URL',
  ]
  const secrets: Readonly<Record<string, string>> = {
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_APP_TOKEN: 'xapp-1',
    SLACK_SIGNING_SECRET: 'signing-secret',
    DATABASE_URL: 'postgres://countersign:secret@localhost/countersign',
  }

  /** Its problems, with these credentials. */
  function problems(credentials: readonly string[], changes: Readonly<Record<string, string>> = {}) {
    const given = { ...commonVariables, ...environmentOf(unit), CREDENTIALS_DIRECTORY: '/run/credentials' }
    return problemsIn({ ...given, ...changes }, (path) => {
      const name = path.replace('/run/credentials/', '')
      const secret = credentials.includes(name) ? secrets[name] : undefined
      if (secret === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' })
      return secret
    })
  }

  test('as it is', () => {
    expect(credentialsOf(unit)).toEqual([bot, app])
    expect(problems(credentialsOf(unit))).toEqual([])
  })

  test('in HTTP mode, with PostgreSQL', () => {
    expect(problems([bot, signing, database], { DATABASE_URL: '', PORT: '3000' })).toEqual([])
  })
})

test('a command runs as the service does: its user, its environment, its secrets, its store', () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-as-service-'))
  const standIn = (name: string, script: string) => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`)
    chmodSync(join(folder, name), 0o755)
  }
  standIn(
    'systemctl',
    `test "$*" = 'cat countersign' && sed 's/^#\\(Environment=CONFIG_FILE\\)/\\1/' '${unitFile}'`,
  )
  standIn('systemd-run', `printf '%s\\n' "$@"`)
  const ran = spawnSync(
    join(root, 'deploy/as-service'),
    ['npm', 'run', 'store', '--', 'close-cards', 'a b'],
    {
      env: { PATH: `${folder}:${process.env['PATH']}` },
      encoding: 'utf8',
    },
  )
  const [name] = /(?<=^--unit=)\S+/m.exec(ran.stdout) ?? []
  expect(ran.stdout).toContain(`CONFIG_FILE=/run/credentials/${name}.service/countersign.yml\n`)
  const [properties = '', command = ''] = ran.stdout.split(/\n--\n(.*)/s)
  const kept = ['DynamicUser', 'User', 'StateDirectory', 'WorkingDirectory', 'EnvironmentFile', 'Environment']
  const expected = unit.filter(([key]) => [...kept, 'LoadCredential'].includes(key))
  expect(properties.split('\n').filter((line) => line.startsWith('--property='))).toEqual(
    expect.arrayContaining(expected.map(([key, value]) => `--property=${key}=${value}`)),
  )
  expect(command.split('\n')).toEqual(['npm', 'run', 'store', '--', 'close-cards', 'a b', ''])
})
