import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { folded, phoneNumber, plain, withoutSlackForms } from '../../src/domain/typed-text.ts'

describe('a name as people type it', () => {
  it.each([
    '"ada"',
    '“ada”',
    '„ada“',
    '«ada»',
    '‹ada›',
    "'ada'",
    '‘ada’',
    '`ada`',
    '``ada``',
    '´ada´',
    '「ada」',
    '“ada',
    'ada”',
    '*ada*',
    '_ada_',
    '~ada~',
    '*_“ada”_*',
    '`"ada"`',
    'ada,',
    'ada.',
    'ada;',
    'ada:',
    'ada!',
    'ada?',
    'ada…',
    '"ada".',
    '*ada*,',
    '(ada)',
    '[ada]',
    '<ada>',
    '@ada',
    'mailto:ada',
    'MAILTO:ada',
    'tel:ada',
    '\\ada',
    'ada\\',
    '\\*ada\\*',
    ':wave: ada',
    'ada:tada:',
    ':+1:ada:flag-de:',
    '\u00a0ada\u00a0',
    '\u200bada\u200b',
    'a\u00add\u2060a',
    '\ufeffada',
    '\u202aada\u202c',
    'ada\ufe0f',
    'ａｄａ',
    '＂ａｄａ＂',
    ' ada ',
  ])('is taken without what surrounds it: %s', (typed) => {
    expect(plain(typed)).toBe('ada')
  })

  it.each([
    'Ada',
    'ada_lovelace',
    '_ada',
    'ada_',
    '*ada',
    'a.d.a',
    "o'hara",
    'a*b*c',
    'a:b',
    'ada@example.com',
    '+15550100',
    '李小龍',
    '👩‍🚀',
    '""',
  ])('keeps what belongs to it: %s', (typed) => {
    expect(plain(typed)).toBe(typed.normalize('NFKC').replace(/\u200d/g, '') || typed)
  })

  it('never becomes empty', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        if (text.trim() !== '') expect(plain(text)).not.toBe('')
      }),
    )
  })
})

describe('two texts that a person takes for the same', () => {
  it.each([
    ['ADA', 'ada'],
    ['Ada.', '“ada”'],
    ['ada:tada:', 'ada🎉'],
    ['ÉLISE', 'e\u0301lise'],
  ])('are equal once they are folded: %s and %s', (one, other) => {
    expect(folded(one)).toBe(folded(other))
  })

  it.each([
    ['ada', 'eda'],
    ['ada', 'ada2'],
    ['🎉', '🚀'],
  ])('and these two are not: %s and %s', (one, other) => {
    expect(folded(one)).not.toBe(folded(other))
  })
})

describe('what Slack makes of a text', () => {
  it.each([
    ['<mailto:ada@example.com|ada@example.com>', 'ada@example.com'],
    ['<mailto:ada@example.com>', 'ada@example.com'],
    ['<http://ada.example|ada.example>', 'ada.example'],
    ['<https://ada.example/x>', 'https://ada.example/x'],
    ['<tel:+15550100|+1 555 0100>', '+15550100'],
    ['<@U0ADA|ada>', 'ada'],
    ['<@U0ADA>', 'U0ADA'],
    ['<#C0SIGNUPS|sign-ups>', 'sign-ups'],
    ['<!here>', 'here'],
    ['a&amp;b', 'a&b'],
    ['&lt;ada&gt;', '<ada>'],
    ['&amp;lt;', '&lt;'],
    ['ada <http://p.example|p.example>', 'ada p.example'],
    ['a < b', 'a < b'],
  ])('is undone: %s', (typed, text) => {
    expect(withoutSlackForms(typed)).toBe(text)
  })
})

describe('a phone number', () => {
  it.each([
    '+15550100',
    '+1 555 0100',
    '+1 (555) 0100',
    '+1-555-01-00',
    '+1.555.0100',
    '+1\u2011555\u20110100',
  ])('is asked for as Cognito keeps it: %s', (typed) => {
    expect(phoneNumber(typed)).toBe('+15550100')
  })

  it.each(['15550100', '+12345', '+1234567890123456', '+ada', '+1555010x', 'a+15550100', '+'])(
    'is not what %s looks like',
    (typed) => {
      expect(phoneNumber(typed)).toBeNull()
    },
  )
})
