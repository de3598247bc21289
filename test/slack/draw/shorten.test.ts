import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shortened } from '../../../src/slack/draw/shorten.ts'
import { escaped, visible } from '../../../src/slack/draw/untrusted-text.ts'
import { hostileText } from '../../support/hostile-text.ts'

const weigh = (text: string) => escaped(text).length
/** From each @ to the next space or @. */
const domainsIn = (text: string) => [...text.matchAll(/@[^\s␣@]*/g)].map(([found]) => found)
const short = (text: string, most: number) => shortened(text, most, weigh)

describe('an address that is too long', () => {
  it('keeps its domain, and loses the middle of what is before', () => {
    expect(short('grace.brewster.murray.hopper@example.com', 24)).toBe('grace…hopper@example.com')
    expect(short('grace@example.com', 17)).toBe('grace@example.com')
    expect(short('grace.hopper@example.com', 16)).toBe('g…er@example.com')
  })

  it('does not end where another domain would', () => {
    expect(short('boss@bigcompany.com.attacker.example', 32)).toBe('b…s@…ompany.com.attacker.example')
  })

  it('loses no @ before its own', () => {
    const text = `boss@bigcompany.com${'.x'.repeat(20)}@attacker.example`
    expect(short(text, 45)).toMatch(/^boss….*@attacker\.example$/)
  })

  it('keeps the end of a domain that has no room', () => {
    expect(short(`boss@${'bigcompany.com.'.repeat(30)}attacker.example`, 60)).toMatch(
      /^b…s@…[^@]*\.attacker\.example$/,
    )
  })
})

describe('another text that is too long', () => {
  it('is cut at its end', () => {
    expect(short('Grace Brewster Murray Hopper', 10)).toBe('Grace Bre…')
  })

  it('is not cut inside a domain', () => {
    expect(short('ask boss@bigcompany.com.attacker.example now', 24)).toBe('ask boss…')
    expect(short('ask boss@bigcompany.com now and then and again', 28)).toBe('ask boss@bigcompany.com now…')
    expect(short('ask boss@bigcompany.com now', 24)).toBe('ask boss@bigcompany.com…')
  })
})

it('whatever it is, it fits, and every domain that is left of it is whole or says that its beginning is missing', () => {
  const label = fc.stringMatching(/^[a-z0-9]{1,12}$/)
  const domain = fc.array(label, { minLength: 1, maxLength: 12 }).map((labels) => labels.join('.'))
  const text = fc
    .array(
      fc.oneof(
        hostileText,
        fc.tuple(label, domain).map((parts) => parts.join('@')),
        fc.constant(' '),
      ),
      {
        maxLength: 5,
      },
    )
    .map((parts) => visible(parts.join('')))
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 120 }), (whole, most) => {
      const left = short(whole, most)
      expect(weigh(left)).toBeLessThanOrEqual(most)
      if (left === whole) return
      const domains = domainsIn(whole)
      for (const shown of domainsIn(left)) {
        const isWhole = domains.includes(shown) || domains.includes(shown.replace(/…$/, ''))
        const isEnd = shown.startsWith('@…') && whole.endsWith(shown.slice(2))
        expect(isWhole || isEnd).toBe(true)
      }
    }),
  )
})
