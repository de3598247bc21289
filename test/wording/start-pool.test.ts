import { expect, test } from 'vitest'
import { poolLine } from '../../src/wording/start-pool.ts'
import { testPool } from '../support/pool.ts'

test('a problem of the single pool names the variable, whatever the pool is called; one of a file names the pool', () => {
  const lineOf = (isFromFile: boolean) => {
    const pool = testPool({ isFromFile, name: 'Customers' })
    return poolLine({ kind: 'channel-unknown', pool, botName: 'countersign' }, [pool])
  }
  expect(lineOf(false)).toMatch(/^APPROVAL_CHANNEL C0CARDS: /)
  expect(lineOf(true)).toMatch(/^Pool Customers, channel C0CARDS: /)
})
