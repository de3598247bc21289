// The leader links, and tells where each event stands; another replica only looks. Both know how the chain's hash begins.
import { expect, test } from 'vitest'
import { type ChainParts, createAuditChain } from '../../src/audit/keep-chain.ts'
import { createReadableLog } from '../shared/hand-clock.ts'

const hashes = ['a', 'b', 'c'].map((letter) => letter.repeat(64))

function keep(isLeader: boolean, ledger: Partial<ChainParts['ledger']> = {}) {
  const log = createReadableLog()
  const left = hashes.map((hash, index) => ({
    seq: index + 1,
    hash,
    id: `event ${index + 1}`,
    kind: 'click-confirmed',
  }))
  const done: string[] = []
  const chain = createAuditChain({
    ledger: {
      linkSome: async () => ({ linked: left.splice(0, 2), goesOn: left.length > 0 }),
      chainHead: async () => ({ seq: 7, hash: 'f'.repeat(64) }),
      markStop: async () => void done.push('marked'),
      ...ledger,
    },
    signer: null,
    lead: { isHeld: () => isLeader },
    log,
  })
  return { chain, log, done, turn: () => chain.turn(new AbortController().signal) }
}

test('the leader links everything, and logs the number and the hash of each event', async () => {
  const { chain, log, turn } = keep(true)
  await chain.open()
  expect(chain.head()).toBe('f'.repeat(32))
  await turn()
  expect(chain.head()).toBe('c'.repeat(32))
  const lines = hashes.map((hash, index) => ({
    flow: 'audit',
    event: `event ${index + 1}`,
    kind: 'click-confirmed',
    seq: index + 1,
    hash,
  }))
  expect(log.lines.map(({ facts }) => facts)).toEqual(lines)
  await turn()
  expect(chain.head()).toBe('c'.repeat(32))
})

test('another replica links nothing, and looks where the chain ends', async () => {
  const { chain, log, done, turn } = keep(false)
  await turn()
  expect(chain.head()).toBe('f'.repeat(32))
  await chain.close()
  expect([log.lines, done]).toEqual([[], []])
})

test('the leader that stops links the rest and makes a checkpoint, unless the store is out of reach', async () => {
  const { chain, done } = keep(true)
  await chain.close()
  expect([chain.head(), done]).toEqual(['c'.repeat(32), ['marked']])
  const cut = keep(true, { linkSome: () => Promise.reject(new Error('out of reach')) })
  await cut.chain.close()
  expect(cut.log.lines).toMatchObject([{ level: 'warn' }])
})
