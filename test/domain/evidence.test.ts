// What is worth saying about a sign-up, and what an ending makes of what the team decided before.
import { describe, expect, it } from 'vitest'
import { decisionIn, type Evidence, isWarning, signsOf } from '../../src/domain/evidence.ts'
import { at, confirmed, denied, endings } from '../slack/draw/everything.ts'

const nothing: Evidence = {
  host: 'acme.example',
  domain: 'acme.example',
  standing: 'unknown',
  punycode: null,
  lately: 1,
  address: { refused: null, approved: null },
  decided: { approved: 0, refused: 0 },
}
const signs = (change: Partial<Evidence>) => signsOf({ ...nothing, ...change })
const before = { times: 1, last: { at, reason: 'Spam' } }

describe('of a sign-up', () => {
  it('that is like any other, there is nothing to say', () => {
    expect(signs({})).toEqual([])
    expect(signs({ lately: 2 })).toEqual([])
    expect(signs({ domain: null })).toEqual([])
  })

  it('is said what a host tells by itself', () => {
    expect(signs({ standing: 'expected', host: 'mail.acme.example' })).toEqual([{ kind: 'expected' }])
    expect(signs({ standing: 'throw-away', host: 'mail.acme.example' })).toEqual([{ kind: 'throw-away' }])
    expect(signs({ standing: 'free-mail' })).toEqual([{ kind: 'free-mail' }])
    expect(signs({ host: 'mail.acme.example' })).toEqual([{ kind: 'part-of', domain: 'acme.example' }])
    const shows = 'bücher.example'
    expect(signs({ punycode: { shows, looksLike: null } })).toEqual([{ kind: 'punycode', shows }])
    const looksLike = 'apple.example'
    expect(signs({ punycode: { shows, looksLike } })).toEqual([{ kind: 'looks-like', shows, looksLike }])
  })

  it('is said how many came from its host, once there are three', () => {
    expect(signs({ lately: 3 })).toEqual([{ kind: 'lately', count: 3, host: 'acme.example' }])
  })

  it('is said what was decided before', () => {
    expect(signs({ address: { refused: before, approved: null } })).toEqual([
      { kind: 'refused-before', before },
    ])
    expect(signs({ address: { refused: null, approved: before } })).toEqual([
      { kind: 'approved-before', before },
    ])
    for (const decided of [
      { approved: 1, refused: 0 },
      { approved: 0, refused: 2 },
    ])
      expect(signs({ decided })).toEqual([{ kind: 'decided-before', ...decided, host: 'acme.example' }])
  })

  it('comes first what warns', () => {
    const said = signs({
      standing: 'throw-away',
      punycode: { shows: 'аpple.com', looksLike: 'apple.com' },
      lately: 14,
      address: { refused: before, approved: before },
      decided: { approved: 12, refused: 1 },
    })
    expect(said.map(({ kind }) => kind)).toEqual([
      'refused-before',
      'looks-like',
      'throw-away',
      'lately',
      'approved-before',
      'decided-before',
    ])
    expect(said.filter(isWarning)).toHaveLength(3)
    expect(signs({ lately: 5, standing: 'free-mail' }).some(isWarning)).toBe(false)
  })
})

describe('an ending', () => {
  it('is a decision of the team, or takes one back, or is neither', () => {
    expect(decisionIn(confirmed)).toEqual({ outcome: 'approved', at, reason: null })
    expect(decisionIn(denied)).toEqual({ outcome: 'refused', at, reason: denied.reason })
    expect(decisionIn({ kind: 'disproved', said: confirmed, at, isEnabled: true })).toBe('none')
    const undone = endings.filter(({ kind }) => kind === 'undone')
    expect(new Set(undone.map(decisionIn))).toEqual(new Set(['none']))
    const ours = ['confirmed', 'denied', 'disproved', 'undone']
    const others = endings.filter(({ kind }) => !ours.includes(kind))
    expect(new Set(others.map(decisionIn))).toEqual(new Set(['unchanged']))
  })
})
