// Times in rows: one that is missing is a fault, and not the year 1970.
import { expect, test } from 'vitest'
import { storedDate } from '../../src/domain/stored-date.ts'

test.each(['2026-05-01T12:00:00.000Z', new Date('2026-05-01T12:00:00Z')])('%s is a time', (value) => {
  expect(storedDate.parse(value)).toEqual(new Date('2026-05-01T12:00:00Z'))
})

test.each([null, undefined, 0, true, '', 'yesterday', new Date(Number.NaN)])('%s is none', (value) => {
  expect(storedDate.safeParse(value).success).toBe(false)
})
