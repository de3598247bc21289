// The queue in front of the store: who goes first, what is too late, and that sockets are read meanwhile.
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createStoreQueue, TooLate } from '../../src/store/queue.ts'
import { openStore } from './open-store.ts'

/** Work that the test ends. */
function held() {
  let end = () => {}
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  return { end: () => end(), work: () => ended }
}

function createQueue({ places = 1 }: { readonly places?: 1 | 2 } = {}) {
  const clock = { at: 0 }
  const done: string[] = []
  const queue = createStoreQueue({ places, now: () => new Date(clock.at) })
  const note = (name: string) => async () => void done.push(name)
  return { clock, done, queue, note }
}

describe('of what is queued', () => {
  it('a person’s work goes ahead of background work, and each keeps its order', async () => {
    const { queue, done, note } = createQueue()
    const first = held()
    const running = queue.run('background', first.work)
    const rest = [
      queue.run('background', note('scan 1')),
      queue.run('background', note('scan 2')),
      queue.run('click', note('claim')),
      queue.run('prompt', note('write down')),
    ]
    first.end()
    await Promise.all([running, ...rest])
    expect(done).toEqual(['claim', 'write down', 'scan 1', 'scan 2'])
  })

  it('a click that would be written down too late is refused and never begun', async () => {
    const { queue, done, note, clock } = createQueue()
    const first = held()
    const running = queue.run('click', first.work)
    const late = queue.run('prompt', note('late'))
    const patient = queue.run('click', note('claim'))
    clock.at += 2001
    first.end()
    await expect(late).rejects.toThrow(TooLate)
    await Promise.all([running, patient])
    expect(done).toEqual(['claim'])
  })

  it('a failure is the caller’s, and the next one gets its turn', async () => {
    const { queue, done, note } = createQueue()
    const failing = queue.run('click', () => Promise.reject(new Error('no such table')))
    const next = queue.run('click', note('next'))
    await expect(failing).rejects.toThrow('no such table')
    await next
    expect(done).toEqual(['next'])
  })

  it('with two places, background work takes only one, so that a person never waits for it', async () => {
    const { queue, done, note } = createQueue({ places: 2 })
    const [slow, click] = [held(), held()]
    const running = queue.run('background', slow.work)
    const second = queue.run('background', note('second scan'))
    await queue.run('click', note('claim'))
    expect(done).toEqual(['claim'])
    const held1 = queue.run('click', click.work)
    const held2 = queue.run('click', note('next claim'))
    slow.end()
    await Promise.all([running, second])
    expect(done).toEqual(['claim', 'second scan'])
    click.end()
    await Promise.all([held1, held2])
    expect(done).toEqual(['claim', 'second scan', 'next claim'])
  })
})

describe('on a real database', () => {
  it('a click that comes while 200 scans are queued is written down before they end', async () => {
    const { ledger } = await openStore()
    let scans = 0
    const queued = Array.from({ length: 200 }, () => ledger.waiting('a pool').then(() => (scans += 1)))
    await ledger.entry('a round')
    // On PostgreSQL some of them run beside it, and how many is a matter of speed.
    expect(scans).toBeLessThan(queued.length)
    await Promise.all(queued)
  })

  it('sockets are read between transactions', async () => {
    const { ledger } = await openStore()
    const server = createServer((socket) => void socket.end('hello'))
    onTestFinished(() => void server.close())
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('The server has no port')
    const socket = connect(address.port, '127.0.0.1')
    let isRead = false
    socket.once('data', () => {
      isRead = true
    })
    let transactions = 0
    // One after another, by promises alone.
    while (!isRead && transactions < 10_000) {
      await ledger.waiting('a pool')
      transactions += 1
    }
    expect(isRead).toBe(true)
  })
})
