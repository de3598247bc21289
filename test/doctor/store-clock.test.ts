// The clock of a PostgreSQL server, by which clicks are dated.
import { expect, test } from 'vitest'
import { storeChecks } from '../../src/doctor/store-checks.ts'

async function lookAt(clockAhead: number) {
  const checks = storeChecks({
    pools: [],
    pollInterval: 3000,
    replicas: 1,
    sockets: 2,
    place: { kind: 'server', name: 'countersign', staysHere: true, isVerified: false },
    survey: async () => ({
      kind: 'seen',
      tables: 'none',
      rows: null,
      server: { version: '17.2', isEncrypted: true, pooler: 'none', clockAhead },
    }),
  })
  return checks.find(({ id }) => id === 'store-clock')?.run()
}

test.each([
  [400, 'ok', 'agree to the second'],
  [-29_000, 'ok', 'differ by 29 s.'],
  [30_000, 'warning', 'differ by 30 s.'],
  [-300_000, 'fault', 'differ by 300 s.'],
])('%i ms ahead is told as %s', async (clockAhead, result, words) => {
  expect(await lookAt(clockAhead)).toMatchObject([{ result, sentence: expect.stringContaining(words) }])
})
