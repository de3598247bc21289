// A small part of the bench's million: that it is quick is told there.
import { expect, test } from 'vitest'
import { measureVerify } from './measure-verify.ts'

test('twenty thousand audit events are verified, a page at a time', async () => {
  const { code, out } = await measureVerify(20_000)
  expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('Linked events: 20000 ') })
})
