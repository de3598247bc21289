// deploy/Dockerfile and deploy/compose.yml: what the image holds, who it runs as, and that the bot starts with what it gets.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { problemsIn } from '../config/environment.ts'
import { listenForTest } from '../support/listen.ts'
import { commonVariables } from './unit.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (path: string) => readFileSync(new URL(path, new URL('../../', import.meta.url)), 'utf8')

describe('the image', () => {
  const steps = [...read('deploy/Dockerfile').matchAll(/^([A-Z]+) (.+)$/gm)]
  const valuesOf = (word: string) =>
    steps.filter(([, step]) => step === word).map(([, , value = '']) => value)

  const copied = valuesOf('COPY')
    .filter((value) => !value.startsWith('--from'))
    .flatMap((value) => value.split(' ').slice(0, -1))

  test('has the Node that the tests run on', () => {
    const { devDependencies } = z
      .object({ devDependencies: z.object({ node: z.string() }) })
      .parse(JSON.parse(read('package.json')))
    expect(valuesOf('ARG')).toEqual([expect.stringContaining(`node:${devDependencies.node}-`)])
  })

  test('runs Node as its first process, as a user who is not root, and SIGTERM stops it', () => {
    expect(valuesOf('CMD')).toEqual(['["node", "src/start.js"]'])
    expect(valuesOf('USER').at(-1)).toMatch(/^[1-9]\d*:[1-9]\d*$/)
    expect(valuesOf('STOPSIGNAL')).toEqual(['SIGTERM'])
  })

  test('holds what the Dockerfile copies, and neither .env nor a store', () => {
    const [rest, ...kept] = read('.dockerignore')
      .trim()
      .split('\n')
      .filter((line) => !line.startsWith('#'))
    expect(rest).toBe('*')
    expect(new Set(kept)).toEqual(new Set(copied.map((path) => `!${path}`)))
    expect(copied.filter((path) => !existsSync(new URL(path, new URL('../../', import.meta.url))))).toEqual(
      [],
    )
  })

  test('holds everything that src reads from beside it', () => {
    const beside = globSync('src/**/*.{ts,js}', { cwd: root }).flatMap((path) => {
      const up = '../'.repeat(path.split('/').length - 1).replaceAll('.', '\\.')
      return [...read(path).matchAll(new RegExp(`'${up}([^.'/][^'/]*)`, 'g'))].map(([, name = '']) => name)
    })
    expect(beside.filter((name) => !copied.includes(name))).toEqual([])
  })
})

describe('the health check', () => {
  async function check(environment: Readonly<Record<string, string>>): Promise<unknown> {
    const child = spawn(process.execPath, ['deploy/check-health.js'], { cwd: root, env: environment })
    const [code] = await once(child, 'exit')
    return code
  }

  async function serve(status: number): Promise<string> {
    const server = createServer((request, response) => {
      response.writeHead(request.url === '/livez' ? status : 404).end()
    })
    return String(await listenForTest(server))
  }

  test('passes if nothing is to be asked', async () => {
    expect(await check({})).toBe(0)
    expect(await check({ OBSERVE_PORT: '', OBSERVE_HOST: '' })).toBe(0)
  })

  test('passes if /livez answers with 200, and only then', async () => {
    expect(await check({ OBSERVE_PORT: await serve(200) })).toBe(0)
    expect(await check({ OBSERVE_PORT: await serve(503), OBSERVE_HOST: '0.0.0.0' })).toBe(1)
    expect(await check({ OBSERVE_PORT: '9' })).toBe(1)
  })
})

describe('compose.yml', () => {
  const service = z.looseObject({
    environment: z.record(z.string(), z.string()),
    secrets: z.array(z.string()),
    user: z.string().optional(),
    ports: z.array(z.unknown()).default([]),
    stop_grace_period: z.string(),
    read_only: z.literal(true),
    cap_drop: z.tuple([z.literal('ALL')]),
    security_opt: z.tuple([z.literal('no-new-privileges:true')]),
    restart: z.literal('unless-stopped'),
  })
  const { services, secrets } = z
    .object({
      services: z.object({ countersign: service, postgres: service }),
      secrets: z.record(z.string(), z.object({ file: z.string() })),
    })
    .parse(parse(read('deploy/compose.yml')))

  test('publishes no port, and waits until the bot has stopped', () => {
    expect([...services.countersign.ports, ...services.postgres.ports]).toEqual([])
    expect(services.countersign.stop_grace_period).toBe('30s')
    expect(services.postgres.user).toBe('postgres')
  })

  test('hands over each secret as a file, and to nobody who does not need it', () => {
    for (const { environment, secrets: mounted } of Object.values(services)) {
      const named = Object.entries(environment).filter(([name]) => name.endsWith('_FILE'))
      expect(named.map(([, path]) => path).toSorted()).toEqual(
        mounted.map((name) => `/run/secrets/${name}`).toSorted(),
      )
    }
    const all = Object.values(services).flatMap((one) => one.secrets)
    expect(Object.entries(secrets).map(([name, { file }]) => [name, file])).toEqual(
      all.map((name) => [name, `secrets/${name}`]),
    )
  })

  test('gives the bot an environment that passes', () => {
    const files: Readonly<Record<string, string>> = {
      '/run/secrets/slack-bot-token': 'xoxb-1',
      '/run/secrets/slack-app-token': 'xapp-1',
      '/run/secrets/database-url': 'postgres://countersign:secret@postgres/countersign?sslmode=disable',
    }
    const given = { ...commonVariables, ...services.countersign.environment }
    expect(problemsIn(given, (path) => files[path] ?? '')).toEqual([])
  })
})
