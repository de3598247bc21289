// Problems are printed and end up in logs. People paste secrets into the wrong place, so no value is ever shown.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { variables } from '../../src/wording/config-variables.ts'
import { anyCharacter } from '../support/hostile-text.ts'
import { environment, problemsIn } from './environment.ts'
import { givenValue, shows } from './given-value.ts'

const names = Object.keys(variables)
const misspelt = ['SLACK_TOKEN', 'APPROVER_USER', 'POLL_INTERVALL']

test.each(names)(
  'a wrong %s is reported by its name, with what was expected, and without its value',
  (name) => {
    const poolIsInFile = name === 'CONFIG_FILE'
    const pool = poolIsInFile ? { COGNITO_USER_POOL_ID: '', APPROVAL_CHANNEL: '', APPROVER_USERS: '' } : {}
    const problems = problemsIn(environment({ ...pool, ...modeOf(name), [name]: '?QXZJQXZJ\u0007?' }))
    expect(problems).toEqual([expect.stringMatching(new RegExp(`^${name}\\b.* Expected .*, for example `))])
    expect(shows(problems.join('\n'), 'QXZJQXZJ')).toBe(false)
  },
)

/** What makes the variable count. */
function modeOf(name: string) {
  const isOfHttp = ['SLACK_SIGNING_SECRET', 'PORT', 'HOST'].includes(name)
  return isOfHttp ? { SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: 'abc', PORT: '3000' } : {}
}

test('no line shows any part of a given value, wherever it is given', () => {
  fc.assert(
    fc.property(
      givenValue,
      fc.subarray([...names, ...misspelt], { minLength: 1 }),
      ({ given, secret }, places) => {
        const everywhere = Object.fromEntries(places.map((name) => [name, given]))
        return !shows(problemsIn(environment(everywhere)).join('\n'), secret)
      },
    ),
    { numRuns: 2_000 },
  )
})

test('whatever is given, each problem is one printable line that begins with its variable', () => {
  const anything = fc.dictionary(fc.constantFrom(...names, ...misspelt), fc.string({ unit: anyCharacter }))
  fc.assert(
    fc.property(anything, (given) => {
      const odd = problemsIn(given).filter((line) => !isOrdinary(line))
      return odd.length === 0
    }),
    { numRuns: 200 },
  )
})

function isOrdinary(line: string): boolean {
  const [first = ''] = line.split(/ |:/)
  return [...names, ...misspelt].includes(first) && !/[[\p{C}\p{Z}]--[ ]]/v.test(line)
}
