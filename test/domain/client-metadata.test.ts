import { describe, expect, it } from 'vitest'
import { clientMetadata } from '../../src/domain/client-metadata.ts'
import { ada } from './people.ts'

const approval = { id: 'click-1', by: ada, at: new Date('2026-05-01T12:00:00Z') }

function entries(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, 'value']))
}

describe('what the post confirmation function is told', () => {
  it('is who approved, where, which click, when, and what the operator always says', () => {
    expect(clientMetadata(approval, { environment: 'production' })).toEqual({
      environment: 'production',
      approvedBy: 'U0ADA',
      approvedInTeam: 'T0HOME',
      approvalId: 'click-1',
      approvedAt: '2026-05-01T12:00:00.000Z',
    })
  })

  it('carries how the audit chain’s hash begins, if that is known', () => {
    expect(clientMetadata(approval, {}, [], '9f86d081884c7d65')).toMatchObject({
      auditHead: '9f86d081884c7d65',
    })
    expect(clientMetadata(approval, entries(6))).not.toHaveProperty('auditHead')
  })

  it('names the real approver, whatever the operator’s entries say', () => {
    const lies = { approvedBy: 'U0MALLORY', approvalId: 'forged' }
    expect(clientMetadata(approval, lies)).toMatchObject({ approvedBy: 'U0ADA', approvalId: 'click-1' })
  })

  it('has ten entries at most', () => {
    expect(Object.keys(clientMetadata(approval, entries(6)))).toHaveLength(10)
    expect(() => clientMetadata(approval, entries(7))).toThrow('at most 6 entries besides ours')
  })

  it('names all who approved, where several had to, as far as there is room', () => {
    const people = ['U0ADA', 'U0BOB'].map((userId) => ({ userId, teamId: 'T0HOME' }))
    expect(clientMetadata(approval, {}, people)).toMatchObject({
      approvedBy: 'U0ADA',
      approvers: 'U0ADA,U0BOB',
    })
    expect(clientMetadata(approval, {}, people.slice(1))).not.toHaveProperty('approvers')
    const long = [1, 2, 3].map((digit) => ({ userId: `${digit}`.repeat(100), teamId: 'T0HOME' }))
    expect(clientMetadata(approval, {}, long)['approvers']).toBe(`${'1'.repeat(100)},${'2'.repeat(100)}`)
  })

  it.each([
    ['other letters than ASCII', { team: 'Zürich' }],
    ['line breaks', { team: 'one\ntwo' }],
    ['nothing', { team: '' }],
    ['long texts', { team: 'x'.repeat(257) }],
    ['keys without a name', { '': 'x' }],
    ['keys with other letters than ASCII', { clé: 'x' }],
  ])('holds no %s', (_, fixed) => {
    expect(() => clientMetadata(approval, fixed)).toThrow('ASCII')
  })
})
