import { expect, it } from 'vitest'
import { roundNamedBy } from '../../src/domain/request.ts'

it('an approval names its round', () => {
  expect(roundNamedBy({ kind: 'approve', roundId: 'round-1' })).toBe('round-1')
})

it('what is typed, or asks for a form, names no round', () => {
  expect(roundNamedBy({ kind: 'command', text: 'round-1' })).toBeNull()
  const source = { kind: 'host', roundId: 'round-1' } as const
  expect(roundNamedBy({ kind: 'open-form', decision: 'deny', source })).toBeNull()
})
