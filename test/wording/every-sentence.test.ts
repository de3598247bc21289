import { describe, expect, it } from 'vitest'
import { drawPrivateAnswer } from '../../src/slack/draw/private-answer.ts'
import { plainText } from '../../src/slack/draw/render-sentence.ts'
import { endingSentence } from '../../src/wording/ending.ts'
import { failureSentence } from '../../src/wording/failure.ts'
import { privateAnswer } from '../../src/wording/private-answer.ts'
import type { Sentence } from '../../src/wording/sentence.ts'
import { ada, at, clickEnds, endings, failure, grace, reasons, refusals } from '../slack/draw/everything.ts'

const words = (sentence: Sentence) => plainText(sentence, 2000)
const toAda = (end: Parameters<typeof privateAnswer>[0]) =>
  words(privateAnswer(end, ada.userId, null, 'Customers'))

/** Words that only whoever writes the program knows, and what a program says by mistake. */
const jargon =
  /exception|error\b|undefined|null|NaN|\[object|stack|\bfence|\blease|\bround\b|\bclaim|settle|throttl|time-?out|HTTP|\b[45]\d\d\b|JSON|ledger/i

const everySentence: readonly string[] = [
  ...endings.map((ending) => words(endingSentence(ending))),
  ...reasons.map((reason) => words(failureSentence(failure(reason)))),
  ...refusals.map((because) => toAda({ kind: 'refused', because })),
  ...clickEnds.map(toAda),
]

describe('every sentence', () => {
  it.each(everySentence)('is one that people understand: %s', (sentence) => {
    expect(sentence).not.toMatch(jargon)
    expect(sentence.length).toBeGreaterThan(20)
    expect(sentence).toMatch(/[.)]$/)
    expect(sentence).not.toMatch(/ {2}|\.\.|,\.| \./)
  })
})

describe('no two', () => {
  it('endings are told alike', () => {
    const told = endings.map((ending) => words(endingSentence(ending)))
    expect(new Set(told).size).toBe(told.length)
  })

  it('failures are told alike', () => {
    const told = reasons.map((reason) => words(failureSentence(failure(reason))))
    expect(new Set(told).size).toBe(told.length)
  })

  it('refusals are told alike', () => {
    const told = refusals.map((because) => toAda({ kind: 'refused', because }))
    expect(new Set(told).size).toBe(told.length)
  })

  it('ends of a click are told alike', () => {
    const told = clickEnds.map(toAda)
    expect(new Set(told).size).toBe(told.length)
  })
})

describe('a failure', () => {
  it.each(reasons)('says whose approval it was and what to do next: $kind', (reason) => {
    const told = words(failureSentence(failure(reason)))
    expect(told).toContain('Tried by U0ADA, 2026-05-01 12:00 UTC')
    expect(told).toMatch(/[Pp]ress Approve/)
  })

  it.each(reasons.filter(({ kind }) => !['uncertain', 'unexplained', 'look-forbidden'].includes(kind)))(
    'says that nobody was confirmed, where that is certain: $kind',
    (reason) => {
      expect(words(failureSentence(failure(reason)))).toContain('Not confirmed')
    },
  )

  it.each(reasons.filter(({ kind }) => ['uncertain', 'unexplained', 'look-forbidden'].includes(kind)))(
    'leaves open what nobody knows: $kind',
    (reason) => {
      expect(words(failureSentence(failure(reason)))).toContain('May already be confirmed')
    },
  )

  it('names the request where an operator will look for it, and nothing where there is none', () => {
    const refused = { kind: 'bad-parameter' } as const
    expect(words(failureSentence(failure(refused)))).toContain('(request REQUEST)')
    expect(words(failureSentence(failure(refused, null)))).not.toContain('request (')
  })

  it('names the permission that is missing', () => {
    const forbidden = { kind: 'forbidden', action: 'cognito-idp:AdminConfirmSignUp' } as const
    expect(words(failureSentence(failure(forbidden)))).toContain('allow cognito-idp:AdminConfirmSignUp')
  })
})

describe('a private answer', () => {
  const click = { id: 'click-1', at, by: ada, channel: 'C0SIGNUPS', responseUrl: null }

  it('says whom it is about, what happened, and what to do', () => {
    const end = { kind: 'refused', because: 'not-an-approver' } as const
    const { text, blocks } = drawPrivateAnswer({
      click,
      end,
      signUp: grace(),
      poolName: 'Customers',
      listed: [],
      total: 0,
      reads: [],
    })
    expect(text).toBe(
      'grace@example.com: 🚫 You are not an approver for pool Customers, so nothing was changed. ' +
        'Ask an approver to decide, or an operator to make you one.',
    )
    expect(blocks).toHaveLength(1)
  })

  it('to who came second tells who was first', () => {
    const bob = { userId: 'U0BOB', teamId: 'T0HOME' }
    expect(toAda({ kind: 'late', first: bob, ending: null })).toContain('U0BOB was first')
    expect(toAda({ kind: 'late', first: ada, ending: null })).toContain('Your first click')
  })
})
