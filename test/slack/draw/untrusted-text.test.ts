import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cut, escaped, visible } from '../../../src/slack/draw/untrusted-text.ts'

const anything = fc
  .array(fc.oneof(fc.nat({ max: 0x10ffff }), fc.nat({ max: 0xff }), fc.constantFrom(0x200d, 0xfe0f, 0x1f469)))
  .map((codePoints) => String.fromCodePoint(...codePoints))

describe('what a stranger typed', () => {
  it.each([
    ['nothing', '', '(empty)'],
    ['only spaces', '  ', '␣'],
    ['spaces at the ends', ' ada ', '␣ada␣'],
    ['several spaces at the ends', '  ada  ', '␣ada␣'],
    ['a run of spaces', 'ada   E-mail: boss', 'ada␣E-mail: boss'],
    ['blanks that are no spaces', '\u{1d159}\ufffc', '[U+1D159][U+FFFC]'],
    ['a wide space', 'ada\u3000b', 'ada b'],
    ['a right-to-left override', 'gnp.\u202eexe', 'gnp.[U+202E]exe'],
    ['an isolate', '\u2066ada\u2069', '[U+2066]ada[U+2069]'],
    ['a zero-width space', 'a\u200bda', 'a[U+200B]da'],
    ['a zero-width joiner between letters', 'a\u200dda', 'a[U+200D]da'],
    ['a word joiner', 'a\u2060da', 'a[U+2060]da'],
    ['a soft hyphen', 'a\u00adda', 'a[U+00AD]da'],
    ['a Hangul filler', '\u3164', '[U+3164]'],
    ['a blank of Braille', '\u2800', '[U+2800]'],
    ['a combining grapheme joiner', 'a\u034fda', 'a[U+034F]da'],
    ['a null', 'a\u0000b', 'a[U+0000]b'],
    ['an escape', '\u001b[31mred', '[U+001B][31mred'],
    ['a tag', 'ada\u{e0041}', 'ada[U+E0041]'],
    ['a private character', '\ue000', '[U+E000]'],
    ['half a pair', 'a\ud83d', 'a[U+D83D]'],
    ['line breaks', 'a\r\nb\nc\u2028d', 'a⏎b⏎c⏎d'],
    ['a variation selector at a letter', 'ada\ufe0f', 'ada[U+FE0F]'],
    ['a variation selector at a digit', 'ada1\ufe0f', 'ada1[U+FE0F]'],
    ['our own placeholders', '\u{10fffe}\u{10ffff}', '��'],
  ])('shows %s', (_, typed, expected) => {
    expect(visible(typed)).toBe(expected)
  })

  it.each(['ada@example.com', 'Grâce Hopper', '高橋 恵', 'محمد', 'נועה', 'José', 'd’Alembert', 'a & b <c>'])(
    'stays as it is where it is plain: %s',
    (typed) => {
      expect(visible(typed)).toBe(typed)
    },
  )

  it.each(['👩‍👩‍👧', '👩🏽‍💻', '❤️', '🏳️‍🌈', '🇳🇱', '1️⃣', '👨‍❤️‍👨'])('keeps the emoji %s whole', (emoji) => {
    expect(visible(emoji)).toBe(emoji)
  })

  it('can not be heaped with marks until it covers the lines around it', () => {
    const heaped = `a${'\u0301'.repeat(50)}da`
    expect(visible(heaped)).toBe(`a${'\u0301'.repeat(4)}…da`)
  })

  it('never holds a character that can not be seen, whatever it was', () => {
    const emojis = /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|[0-9#*])\ufe0f?\u200d?/gu
    fc.assert(
      fc.property(anything, (typed) => {
        expect(visible(typed).replace(emojis, '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\n]/u)
        expect(visible(typed)).not.toBe('')
      }),
    )
  })
})

const letters = new Intl.Segmenter('en', { granularity: 'grapheme' })
const graphemesOf = (text: string) => [...letters.segment(text)].map(({ segment }) => segment)
const weight = (text: string) => escaped(text).length

describe('a long text', () => {
  it('is cut where it would be too long, and says so', () => {
    expect(cut('abcdef', 6)).toBe('abcdef')
    expect(cut('abcdef', 5)).toBe('abcd…')
    expect(cut('abcdef', 1)).toBe('…')
  })

  it('is never cut inside an emoji', () => {
    expect(cut(`ab${'👩‍👩‍👧'}cd`, 9)).toBe('ab…')
    expect(cut(`ab${'👩‍👩‍👧'}cd`, 11)).toBe(`ab${'👩‍👩‍👧'}…`)
  })

  it('is cut so that what Slack counts fits', () => {
    const text = cut('&'.repeat(100), 20, weight)
    expect(text).toBe('&&&…')
    expect(escaped(text)).toBe('&amp;&amp;&amp;…')
  })

  it('keeps whole characters from its beginning, and fits, whatever it is', () => {
    const texts = fc.string({
      unit: fc.constantFrom('a', '&', '<', '👩‍👩‍👧', 'é', 'e\u0301', '🇳🇱', ' '),
      maxLength: 60,
    })
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 80 }), (text, most) => {
        const short = cut(text, most, weight)
        expect(weight(short)).toBeLessThanOrEqual(most)
        if (short === text) return
        const kept = graphemesOf(short.slice(0, -1))
        expect(short.endsWith('…')).toBe(true)
        expect(graphemesOf(text).slice(0, kept.length)).toEqual(kept)
      }),
    )
  })
})

describe('where Slack would parse it', () => {
  it('nobody can call a whole channel or forge a link', () => {
    expect(escaped('<!channel> <https://evil.example|ok> &lt;')).toBe(
      '&lt;!channel&gt; &lt;https://evil.example|ok&gt; &amp;lt;',
    )
  })
})
