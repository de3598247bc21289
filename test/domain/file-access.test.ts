import { expect, it } from 'vitest'
import { othersCanRead } from '../../src/domain/file-access.ts'

it.each([
  [0o600, false],
  [0o400, false],
  [0o711, false],
  [0o622, false],
  [0o640, true],
  [0o604, true],
  [0o644, true],
])('of a file with mode %o, it is %s that others can read it', (mode, can) => {
  for (const user of [0, 1000]) expect(othersCanRead({ owner: user, mode }, user)).toBe(can)
})

it('a file of root may be readable for its group, by which a service reads it, but not for everybody', () => {
  expect(othersCanRead({ owner: 0, mode: 0o440 }, 1000)).toBe(false)
  expect(othersCanRead({ owner: 0, mode: 0o644 }, 1000)).toBe(true)
  expect(othersCanRead({ owner: 1001, mode: 0o440 }, 1000)).toBe(true)
  expect(othersCanRead({ owner: 1001, mode: 0o440 }, 0)).toBe(true)
})
