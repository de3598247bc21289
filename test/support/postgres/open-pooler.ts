// A pooler in front of the tests' server: its clients share a few sessions, for a transaction or for as long as they are connected.
import { connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import type { PostgresAddress } from '../../../src/store/postgres/address.ts'
import { listenForTest } from '../listen.ts'

/** As if others used it, too, each of its sessions is handed out again as late as possible. Where it listens until the test is over. The server asks for no password. */
export async function openPooler(
  address: PostgresAddress,
  mode: 'session' | 'transaction',
  sessions = 4,
): Promise<PostgresAddress> {
  const idle = await Promise.all(Array.from({ length: sessions }, () => openSession(address)))
  const clients = new Set<Socket>()
  const waiting: (() => void)[] = []
  const server = createServer((client) => {
    clients.add(client.on('error', () => undefined))
    let session: Session | undefined
    let asked: Buffer[] = []
    const giveBack = () => {
      if (session !== undefined) idle.push(session)
      session = undefined
      waiting.shift()?.()
    }
    const passOn = () => {
      if (client.destroyed) return waiting.shift()?.()
      session ??= idle.shift()
      if (session === undefined) return waiting.push(passOn)
      session.answer = (answer, isOver) => {
        client.write(answer)
        if (isOver && mode === 'transaction') giveBack()
      }
      session.socket.write(Buffer.concat(asked))
      asked = []
    }
    client.on('close', giveBack)
    onMessages(client, true, (kind, message) => {
      if (kind === '') return client.write(isAboutTls(message) ? 'N' : greeting)
      if (kind === 'X') return
      asked.push(message)
      if (kind === 'Q' || kind === 'S') passOn()
    })
  })
  const port = await listenForTest(server)
  onTestFinished(() => {
    for (const { socket } of idle) socket.destroy()
    for (const client of clients) client.destroy()
  })
  return { ...address, host: '127.0.0.1', port }
}

interface Session {
  readonly socket: Socket
  /** `isOver` with the last message, unless a transaction goes on. */
  answer(message: Buffer, isOver: boolean): void
}

function openSession({ host, port, user, database }: PostgresAddress): Promise<Session> {
  const socket = connect(port, host)
  socket.on('error', () => undefined)
  const words = Buffer.from(`user\0${user}\0database\0${database}\0\0`)
  socket.write(Buffer.concat([int32(words.length + 8), int32(0x3_00_00), words]))
  return new Promise((resolve) => {
    const session: Session = { socket, answer: (_, isOver) => isOver && resolve(session) }
    onMessages(socket, false, (kind, message) =>
      session.answer(message, kind === 'Z' && message.at(-1) === 'I'.charCodeAt(0)),
    )
  })
}

/** `kind` is empty for what a client sends first. */
function onMessages(
  socket: Socket,
  isClient: boolean,
  take: (kind: string, message: Buffer) => unknown,
): void {
  let [isGreeted, rest] = [!isClient, Buffer.alloc(0)]
  socket.on('data', (bytes) => {
    rest = Buffer.concat([rest, bytes])
    for (;;) {
      const at = isGreeted ? 1 : 0
      if (rest.length < at + 4 || rest.length < at + rest.readInt32BE(at)) return
      const message = rest.subarray(0, at + rest.readInt32BE(at))
      rest = rest.subarray(message.length)
      take(isGreeted ? message.toString('latin1', 0, 1) : '', message)
      isGreeted ||= !isAboutTls(message)
    }
  })
}

/** https://www.postgresql.org/docs/current/protocol-message-formats.html#PROTOCOL-MESSAGE-FORMATS-SSLREQUEST */
function isAboutTls(message: Buffer): boolean {
  return message.length === 8 && message.readInt32BE(4) === 80_877_103
}

/** AuthenticationOk, a number to cancel with that a pooler makes up, and ReadyForQuery. */
const greeting = Buffer.concat([
  Buffer.from('R'),
  int32(8),
  int32(0),
  Buffer.from('K'),
  int32(12),
  int32(1_234_567_890),
  int32(0),
  Buffer.from('Z'),
  int32(5),
  Buffer.from('I'),
])

function int32(number: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(number)
  return bytes
}
