// Sentences on a terminal, which obeys control characters.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { terminalLine } from '../../src/commands/terminal.ts'
import { person, time, untrusted, value } from '../../src/wording/sentence.ts'
import { hostileText, unseen } from '../support/hostile-text.ts'

it('nothing that a stranger typed moves the cursor, hides or reverses anything', () => {
  fc.assert(
    fc.property(hostileText, hostileText, (text, name) => {
      const names = new Map([['U1', name]])
      for (const piece of [untrusted(text), value(text), person('U1'), person(text)])
        expect(unseen(terminalLine(['Said: ', piece], names))).toEqual([])
    }),
  )
})

it('long texts are whole, times are in UTC, and people have their names', () => {
  const sentence = [value('x'.repeat(2048)), ' ', time(new Date('2026-05-01T12:00:59Z')), ' ', person('U1')]
  const line = terminalLine(sentence, new Map([['U1', 'Ada']]))
  expect(line).toBe(`${'x'.repeat(2048)} 2026-05-01 12:00:59 Ada (U1)`)
  expect(terminalLine([time(new Date(Number.NaN))])).toBe('at no time')
})
