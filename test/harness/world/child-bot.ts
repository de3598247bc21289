// A bot in a separate process: loaded in advance, started, killed, paused, and asked whether it is idle.
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type BotCommand, type Order, wordFormat } from '../talk.ts'
import type { Peer } from '../time/hurry.ts'

export interface ChildBot extends Peer {
  readonly loaded: Promise<void>
  /** Resolves when it is dead; true if it was killed. */
  readonly ended: Promise<boolean>
  readonly isAlive: boolean
  readonly isStarted: boolean
  readonly isPaused: boolean
  /** Whether it has connected and said so. */
  readonly isRunning: boolean
  /** When it said that it leads; null if it does not lead. */
  readonly leadsSince: number | null
  start(environment: Readonly<Record<string, string>>, seed: number): void
  /** What it is to do at its points. */
  order(orders: readonly Order[]): void
  kill(): void
  pause(): void
  resume(): void
  /** As SIGTERM does. */
  stop(): void
  /** Its standard output and error. */
  readonly output: string
  /** Why it refused to start; empty where it did not. */
  readonly problems: readonly string[]
}

export interface ChildBotParts {
  readonly timePath: string
  readonly tracePath: string
  readonly cognitoEndpoint: string
}

const entry = fileURLToPath(new URL('../bot.ts', import.meta.url))
/** Node keeps compiled code here, so that later processes load faster than the first. */
const compileCache = fileURLToPath(new URL('../../../node_modules/.vitest/compile-cache', import.meta.url))

/** Loads a bot, which does nothing until it is started. */
export function loadChildBot({ timePath, tracePath, cognitoEndpoint }: ChildBotParts): ChildBot {
  const child = spawn(process.execPath, [entry, timePath, tracePath], {
    env: {
      PATH: process.env['PATH'],
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognitoEndpoint,
      AWS_ACCESS_KEY_ID: 'AKIALOCALONLY',
      AWS_SECRET_ACCESS_KEY: 'nothing-secret',
      NODE_COMPILE_CACHE: compileCache,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const loaded = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<boolean>()
  const questions = new Map<number, (answer: Awaited<ReturnType<Peer['idle']>>) => void>()
  const problems: string[] = []
  let output = ''
  let asked = 0
  let isAlive = true
  let isStarted = false
  let isPaused = false
  let isRunning = false
  let leadsSince: number | null = null

  child.on('message', (message) => {
    const word = wordFormat.parse(message)
    if (word.kind === 'loaded') loaded.resolve()
    if (word.kind === 'pausing') pause()
    if (word.kind === 'refused') problems.push(...word.problems)
    if (word.kind === 'idle') {
      questions.get(word.question)?.({ nextDue: word.nextDue })
      questions.delete(word.question)
    }
  })
  const answerNothing = () => {
    for (const answer of questions.values()) answer('gone')
    questions.clear()
  }
  const stand = () => {
    isPaused = true
    answerNothing()
  }
  const pause = () => {
    stand()
    sendSignal(child, 'SIGSTOP')
  }
  const die = () => {
    isAlive = false
    leadsSince = null
    answerNothing()
  }
  child.once('exit', (_, signal) => {
    die()
    ended.resolve(signal === 'SIGKILL')
  })
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output = `${output}${text}`.slice(-20_000)
      isRunning ||= text.includes('"msg":"Countersign runs"')
      if (text.includes('"msg":"another process leads now"')) leadsSince = null
      if (text.includes('"msg":"this process leads"')) leadsSince = Date.now()
    })
  const say = (command: BotCommand) => {
    if (isAlive && child.connected) child.send(command, () => {})
  }

  return {
    loaded: loaded.promise,
    ended: ended.promise,
    get isAlive() {
      return isAlive
    },
    get isStarted() {
      return isStarted && !isPaused
    },
    get isPaused() {
      return isPaused
    },
    get isRunning() {
      return isRunning
    },
    get leadsSince() {
      return leadsSince
    },
    get output() {
      return output
    },
    problems,
    start: (environment, seed) => {
      isStarted = true
      say({ kind: 'start', environment: { ...environment }, seed })
    },
    order: (orders) => say({ kind: 'orders', orders: [...orders] }),
    kill: () => sendSignal(child, 'SIGKILL'),
    pause,
    resume: () => {
      isPaused = false
      sendSignal(child, 'SIGCONT')
      say({ kind: 'skipped' })
      say({ kind: 'go-on' })
    },
    stop: () => say({ kind: 'stop' }),
    idle: () =>
      new Promise((resolve) => {
        if (!isAlive || isPaused) return resolve('gone')
        asked += 1
        questions.set(asked, resolve)
        say({ kind: 'idle?', question: asked })
      }),
    skipped: () => say({ kind: 'skipped' }),
  }
}

function sendSignal(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.exitCode === null && child.signalCode === null) child.kill(signal)
}
