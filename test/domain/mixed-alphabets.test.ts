import { describe, expect, it } from 'vitest'
import { mixesAlphabets } from '../../src/domain/mixed-alphabets.ts'

describe('letters that look alike', () => {
  it.each(['аdа@example.com', 'αda', 'ada@exаmple.com', 'ꭰda'])(
    'of several alphabets are pointed out: %s',
    (text) => {
      expect(mixesAlphabets(text)).toBe(true)
    },
  )

  it.each(['ada@example.com', 'Ада', 'Αλέξανδρος', '高橋 ada', 'محمد', '12345', ''])(
    'of one alphabet are not: %s',
    (text) => {
      expect(mixesAlphabets(text)).toBe(false)
    },
  )
})
