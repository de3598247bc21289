import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fallbackText, narrowed, plainText, richText } from '../../../src/slack/draw/render-sentence.ts'
import { person, type Sentence, strong, time, untrusted } from '../../../src/wording/sentence.ts'

const noon = new Date('2026-05-01T12:00:30.999Z')
const sentence: Sentence = [
  strong('Name: '),
  untrusted('<!channel> & *Eve*'),
  '',
  ', approved by ',
  person('U0ADA'),
  ' ',
  time(noon),
]

describe('a sentence', () => {
  it('in blocks is elements of which Slack parses none', () => {
    expect(richText(sentence)).toEqual([
      { type: 'text', text: 'Name: ', style: { bold: true } },
      { type: 'text', text: '<!channel> & *Eve*' },
      { type: 'text', text: ', approved by ' },
      { type: 'user', user_id: 'U0ADA' },
      { type: 'text', text: ' ' },
      {
        type: 'date',
        timestamp: 1777636830,
        format: '{date_short_pretty} at {time}',
        fallback: '2026-05-01 12:00 UTC',
      },
    ])
  })

  it('in a notification escapes what a stranger typed, and names people and times as Slack does', () => {
    expect(fallbackText(sentence)).toBe(
      'Name: &lt;!channel&gt; &amp; *Eve*, approved by <@U0ADA> ' +
        '<!date^1777636830^{date_short_pretty} at {time}|2026-05-01 12:00 UTC>',
    )
  })

  it('in a dialog is plain text', () => {
    expect(plainText(sentence, 300)).toBe('Name: <!channel> & *Eve*, approved by U0ADA 2026-05-01 12:00 UTC')
  })

  it('is cut in a dialog where it is too long', () => {
    expect(plainText(['x'.repeat(400)], 300)).toHaveLength(300)
  })
})

describe('what a stranger typed', () => {
  it('shows what can not be seen, in each of the three', () => {
    const hidden: Sentence = [untrusted('a\u202eb')]
    expect(richText(hidden)).toEqual([{ type: 'text', text: 'a[U+202E]b' }])
    expect(fallbackText(hidden)).toBe('a[U+202E]b')
    expect(plainText(hidden, 100)).toBe('a[U+202E]b')
  })

  it('takes the room that it is given, as Slack counts it', () => {
    expect(fallbackText([untrusted('&'.repeat(50), 21)])).toBe('&amp;&amp;&amp;&amp;…')
    expect(richText([untrusted('&'.repeat(50), 21)])).toEqual([{ type: 'text', text: '&&&&…' }])
  })

  it('is never nothing, which Slack would refuse', () => {
    expect(richText([untrusted('')])).toEqual([{ type: 'text', text: '(empty)' }])
  })
})

describe('a sentence that has to share its room', () => {
  it('gives less of it to what strangers typed, and as much as before to our own words', () => {
    const long = 'x'.repeat(50)
    const wide: Sentence = [long, strong(long), untrusted(long, 40), untrusted(long, 5), person('U0ADA')]
    expect(narrowed(wide, 10)).toEqual([
      long,
      strong(long),
      untrusted(long, 10),
      untrusted(long, 5),
      person('U0ADA'),
    ])
  })
})

describe('a notification that would be too long', () => {
  const pieces = fc.constantFrom<Sentence[number]>(
    'our own words & more, ',
    person('U0ADA'),
    time(noon),
    untrusted('&<>'.repeat(40), 200),
    untrusted('👩‍👩‍👧'.repeat(30), 200),
  )

  it('is cut at 3,500 characters, never inside an entity, a mention or a time', () => {
    fc.assert(
      fc.property(fc.array(pieces, { minLength: 60, maxLength: 120 }), fc.nat({ max: 40 }), (many, shift) => {
        const text = fallbackText(['x'.repeat(shift), ...many])
        expect(text.length).toBeLessThanOrEqual(3500)
        const rest = text.replace(/<@U0ADA>|<!date\^\d+\^[^|<>]+\|[^<>]+>|&(?:amp|lt|gt);/g, '')
        expect(rest).not.toMatch(/[<>&]/)
        expect(rest).not.toMatch(/\u200d(?:…|$)/)
      }),
    )
  })

  it.each([
    ['a person', person('U0ADA')],
    ['a time', time(noon)],
  ])('names %s in full or not at all', (_, piece) => {
    expect(fallbackText(['x'.repeat(3495), piece])).toBe(`${'x'.repeat(3495)}…`)
  })

  it('is cut inside our own words and a stranger’s', () => {
    const start = 'x'.repeat(3490)
    expect(fallbackText([start, 'our own words'])).toBe(`${start}our own w…`)
    expect(fallbackText([start, strong('our own words')])).toBe(`${start}our own w…`)
    expect(fallbackText([start, untrusted('a stranger’s')])).toBe(`${start}a strange…`)
  })

  it('is not longer for what follows its last character', () => {
    expect(fallbackText(['x'.repeat(3500), 'more'])).toBe('x'.repeat(3500))
  })

  it('stays whole where it just fits', () => {
    expect(fallbackText(['x'.repeat(3499)])).toBe('x'.repeat(3499))
    expect(fallbackText(['x'.repeat(3500)])).toHaveLength(3500)
    expect(fallbackText(['x'.repeat(3501)])).toHaveLength(3500)
  })
})
