import { describe, expect, it } from 'vitest'
import { fold } from '../../src/domain/fold.ts'

const sub = '5005a893-21d7-4d47-8806-5aa66450dece'

describe('what Cognito could take for the same', () => {
  it.each([
    ['capitals', sub.toUpperCase()],
    ['mixed case', '5005A893-21d7-4D47-8806-5aa66450DECE'],
    ['full-width letters', '５００５ａ８９３-21d7-4d47-8806-5aa66450ＤＥＣＥ'],
    ['mathematical letters', '5005𝐚893-21d7-4d47-8806-5aa66450𝖉𝖊𝖈𝖊'],
    ['letters in circles', '5005ⓐ893-21d7-4d47-8806-5aa66450ⒹⒺⒸⒺ'],
  ])('is the same once folded: %s', (_, name) => {
    expect(fold(name)).toBe(fold(sub))
  })

  it('is the same for letters whose capital is another letter’s', () => {
    expect(fold('ſ')).toBe(fold('S'))
    expect(fold('K')).toBe(fold('k'))
    expect(fold('straße')).toBe(fold('STRASSE'))
    expect(fold('Σ')).toBe(fold('ς'))
  })

  it('does not include what only looks alike', () => {
    expect(fold('а')).not.toBe(fold('a'))
    expect(fold(`${sub}0`)).not.toBe(fold(sub))
  })

  it('stays short enough for an index, and is text', () => {
    expect(fold('\uFDFA'.repeat(128))).toHaveLength(200)
    expect(fold(`${'x'.repeat(199)}😀`).isWellFormed()).toBe(true)
  })
})
