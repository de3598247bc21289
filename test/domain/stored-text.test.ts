import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { idFormat, isStorable, storedId, storedText, subFormat } from '../../src/domain/stored-text.ts'

describe('a text of somebody else', () => {
  it('is kept as it is if it fits', () => {
    expect(storedText('gr\u00e2ce 👩🏽‍🔬', 20)).toBe('gr\u00e2ce 👩🏽‍🔬')
    expect(storedText('exact', 5)).toBe('exact')
  })

  it('loses NUL, which PostgreSQL refuses, and half characters', () => {
    expect(storedText('gra\0ce\0', 20)).toBe('grace')
    expect(storedText('gr\ud83dce', 20)).toBe('gr\ufffdce')
  })

  it('is cut in its middle, so that the end of an address still says whose it is', () => {
    expect(storedText('boss@bigcompany.com.attacker.example', 21)).toBe('boss@bigco…er.example')
    expect(storedText('123456', 5)).toBe('12…56')
    expect(storedText('1234567', 6)).toBe('12…67')
  })

  it('is not cut within a character', () => {
    expect(storedText('a👩bbb👩c', 7)).toBe('a👩…👩c')
    expect(storedText('a👩bbbb👩c', 5)).toBe('a…c')
  })

  it('is never longer than there is room for, and can always be kept', () => {
    const text = fc.string({ unit: fc.oneof(fc.constantFrom('\0', '\ud83d', '\udc69', '👩'), fc.string()) })
    fc.assert(
      fc.property(text, fc.integer({ min: 3, max: 12 }), (given, most) => {
        expect(isStorable(storedText(given, most), most)).toBe(true)
      }),
    )
  })

  it('that was cut is taken for no other', () => {
    const sub = 'a'.repeat(36)
    expect(storedText(sub.padEnd(5000), 128)).not.toBe(sub)
    expect(storedText(`${sub}${' '.repeat(5000)}x`, 1000).trim()).not.toBe(sub)
  })
})

describe('an id', () => {
  it('is read as it is, or not at all', () => {
    for (const id of ['U0ADA', '1777636800.000100', 'x'.repeat(255)]) expect(idFormat.parse(id)).toBe(id)
    for (const odd of ['', 'U0\0ADA', 'U0\ud83d', 'x'.repeat(256), 7, null])
      expect(idFormat.safeParse(odd).success).toBe(false)
  })

  it('that Cognito would not take as a user’s is none of a user’s', () => {
    expect(subFormat.parse('x'.repeat(128))).toHaveLength(128)
    expect(subFormat.safeParse('x'.repeat(129)).success).toBe(false)
    expect(subFormat.safeParse('').success).toBe(false)
  })

  it('of ours names nothing if it comes back as none that we made', () => {
    expect(storedId('store.round')).toBe('store.round')
    for (const odd of ['store.\0round', 'store.round\ud83d', 'x'.repeat(256)]) expect(storedId(odd)).toBe('…')
  })
})
