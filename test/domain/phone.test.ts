import { describe, expect, it, test } from 'vitest'
import { isSamePhone, looksLikePhone } from '../../src/domain/phone.ts'

describe('the same phone number', () => {
  it.each([
    ['as Cognito keeps it', '+491512345678'],
    ['with spaces', '+49 151 234 5678'],
    ['with punctuation', '+49 (151) 234-56.78'],
    ['with the zero that is left out abroad', '+49 (0)151 2345678'],
    ['with two zeros for abroad', '0049 151 2345678'],
    ['without a country code', '0151 2345678'],
    ['without a country code or a zero', '151 2345678'],
    ['in digits of full width', '＋４９１５１２３４５６７８'],
    ['as a link', 'tel:+49-151-2345678'],
    ['with an extension', '+49 151 2345678 ext. 12'],
    ['with an extension after an x', '0151 2345678x12'],
    ['with an extension after a semicolon', 'tel:+491512345678;ext=12'],
  ])('%s', (_, written) => {
    expect(isSamePhone(written, '+491512345678')).toBe(true)
    expect(isSamePhone('+491512345678', written)).toBe(true)
  })
})

test('numbers of two countries are taken for one if the country code of either is missing', () => {
  expect(isSamePhone('151 2345678', '+331512345678')).toBe(true)
  expect(isSamePhone('+49 151 2345678', '+331512345678')).toBe(false)
})

test.each([
  ['+49 151 2345679', '+491512345678'],
  ['', '+491512345678'],
  ['', ''],
  ['45678', '+491512345678'],
  ['345678', '+491512345678'],
  ['none', '+491512345678'],
])('%j is another number than %j', (one, other) => {
  expect(isSamePhone(one, other)).toBe(false)
})

test('seven digits are enough', () => {
  expect(isSamePhone('234 5678', '+491512345678')).toBe(true)
})

test.each([
  ['+491512345678', true],
  [' (0151) 234-5678 ', true],
  ['tel:+491512345678', true],
  ['4f1c9e0a-1234-4567-8901-123456789012', false],
  ['ada1512345678', false],
  ['123456', false],
  ['', false],
])('whether %j can be meant as a number: %s', (text, expected) => {
  expect(looksLikePhone(text)).toBe(expected)
})
