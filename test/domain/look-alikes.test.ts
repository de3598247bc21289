import { describe, expect, it } from 'vitest'
import { oddityOf } from '../../src/domain/look-alikes.ts'
import { isPlainValue } from '../../src/domain/plain-value.ts'

describe('an address or a user name that looks like ASCII', () => {
  it.each([
    ['аdа@example.com', 'ada@example.com', 'Cyrillic а'],
    ['ada@exаmple.com', 'ada@example.com', 'Cyrillic а in the domain'],
    ['сосо@example.com', 'coco@example.com', 'a whole word in Cyrillic'],
    ['αda', 'ada', 'Greek α'],
    ['gοοgle', 'google', 'Greek ο'],
    ['ɡoogle', 'google', 'Latin script ɡ'],
    ['ɑda', 'ada', 'Latin alpha'],
    ['admın', 'admin', 'dotless ı'],
    ['ⅼogin', 'login', 'a Roman numeral'],
    ['ａdmin', 'admin', 'a full-width letter'],
    ['𝐚dmin', 'admin', 'a mathematical letter'],
    ['admіn', 'admin', 'Ukrainian і'],
    ['ϲom', 'com', 'Greek lunate sigma'],
    ['օ1', 'o1', 'Armenian օ'],
    ['ո', 'n', 'Armenian ո'],
    ['ӏ', 'l', 'a palochka'],
    ['①', '1', 'a circled digit'],
    ['ada@example․com', 'ada@example.com', 'a one-dot leader'],
    ['a‐b', 'a-b', 'a hyphen of its own'],
    ['o’neil', "o'neil", 'a curly apostrophe'],
    ['ada\u00a0x', 'ada x', 'a space that does not break'],
  ])('is told as that: %s looks like %s (%s)', (text, ascii) => {
    expect(oddityOf(text, 'identifier')).toEqual({ kind: 'looks-like', ascii })
  })

  it.each([
    'ada@example.com',
    'Ада',
    'José',
    'jose\u0301',
    'Łukasz',
    '高橋',
    'محمد',
    'נועה',
    '김철수',
    'สมชาย',
    '12345',
    '',
  ])('is nothing to tell if it looks like nothing else: %s', (text) => {
    expect(oddityOf(text, 'identifier')).toBeNull()
  })

  it('mixes alphabets if no more can be told', () => {
    expect(oddityOf('Ждан@example', 'words')).toEqual({ kind: 'mixes-alphabets' })
    expect(oddityOf('ꭰda', 'identifier')).toEqual({ kind: 'mixes-alphabets' })
  })

  it.each([
    'ᴀda',
    'ʀita',
    'ada\u3164',
    'ada\u115f',
    'ada\u2800',
    'ada\u{e0041}',
    'ada\ufe0f',
    'ada@example。com',
    'ada☃',
  ])('has unusual letters, as %s', (text) => {
    expect(oddityOf(text, 'identifier')).toMatchObject({ kind: 'unusual' })
  })

  it('has unusual letters if it is an address with any beyond ASCII', () => {
    expect(oddityOf('ada@exạmple.com', 'identifier')).toEqual({ kind: 'unusual', characters: ['ạ'] })
    expect(oddityOf('exạmple', 'identifier')).toBeNull()
  })
})

describe('a name', () => {
  it.each([
    'Yıldız',
    'Сара Иванова',
    'Grace – Hopper',
    'd’Alembert',
    'Grace 🚀',
    'Grace ❤️',
    '🇳🇱',
    'Ngọc Nguyễn',
    'Þór',
    'Πάππος',
  ])('is not suspected for its own letters, dashes or emoji: %s', (name) => {
    expect(oddityOf(name, 'words')).toBeNull()
  })

  it('is told if it looks like another', () => {
    expect(oddityOf('Аdа', 'words')).toEqual({ kind: 'looks-like', ascii: 'Ada' })
    expect(oddityOf('ɑda', 'words')).toEqual({ kind: 'looks-like', ascii: 'ada' })
    expect(oddityOf('Grace\u2003Hopper', 'words')).toEqual({ kind: 'unusual', characters: ['\u2003'] })
  })
})

describe('a value', () => {
  it.each([
    'ada@example.com',
    '+31201234567',
    'Grace Brewster Murray Hopper',
    'd’Alembert',
    'Sales & Research',
    'José',
    '',
  ])('needs no quotation marks if it is plain: %s', (value) => {
    expect(isPlainValue(value)).toBe(true)
  })

  it.each([
    'Ada · E-mail: boss@example.com',
    'Ada (verified)',
    'ada, boss@example.com',
    'Ada ✅',
    'Ada: 1',
    'Adaː 1',
    'ada␣boss',
    'Ada; 1',
    'boss will be able to sign in',
    '“Ada”',
    '[U+202E]',
  ])('is quoted if it could pass for more: %s', (value) => {
    expect(isPlainValue(value)).toBe(false)
  })
})
