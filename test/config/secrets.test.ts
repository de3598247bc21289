// A mistake is printed and ends up in logs: no secret may be in it, whichever variable it was pasted into.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { variables } from '../../src/config/variables.ts'
import { anyCharacter } from '../support/hostile-text.ts'
import { environment, mistakesIn } from './environment.ts'
import { pastedSecret, piecesOf } from './pasted-secret.ts'

const names = [...Object.keys(variables), 'SLACK_TOKEN', 'APPROVER_USER']

const surroundings = fc.constantFrom(
  (text: string) => text,
  (text: string) => `"${text}"`,
  (text: string) => `Bearer ${text}`,
  (text: string) => `U1,@admins,${text},S2`,
  (text: string) => `#approvals\n${text}\u{200b}`,
  (text: string) => `https://slack.com/api/?token=${text}`,
  (text: string) => `sqlite:${text}`,
  (text: string) => `${'loud '.repeat(6)}${text}`,
)

test('no line shows anything of a secret, wherever it was pasted', () => {
  fc.assert(
    fc.property(
      pastedSecret,
      surroundings,
      fc.subarray(names, { minLength: 1 }),
      ({ pasted, secret }, surround, places) => {
        const pastedEverywhere = Object.fromEntries(places.map((name) => [name, surround(pasted)]))
        const output = mistakesIn(environment(pastedEverywhere)).join('\n')
        return !piecesOf(secret).some((piece) => output.includes(piece))
      },
    ),
    { numRuns: 1_000 },
  )
})

test('whatever is given, each mistake is one printable line that begins with its variable', () => {
  const anything = fc.dictionary(fc.constantFrom(...names), fc.string({ unit: anyCharacter }))
  fc.assert(
    fc.property(anything, (given) => {
      const odd = mistakesIn(given).filter((line) => !isOrdinary(line))
      return odd.length === 0
    }),
    { numRuns: 200 },
  )
})

test('what is no secret is shown, so that the operator finds it', () => {
  const [line] = mistakesIn(environment({ APPROVAL_CHANNEL: '#customer-sign-ups' }))
  expect(line).toMatch(/^APPROVAL_CHANNEL is "#customer-sign-ups"\./)
})

function isOrdinary(line: string): boolean {
  return names.includes(line.split(' ')[0] ?? '') && !/[[\p{C}\p{Z}]--[ ]]/v.test(line)
}
