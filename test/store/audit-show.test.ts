// `npm run audit -- show`, beside the bot that works with the store.
import { describe, expect, it } from 'vitest'
import { withoutApplicant } from '../../src/domain/audit-row.ts'
import type { Entitlement } from '../../src/domain/entitlement.ts'
import { ownStoreId } from '../../src/store/queries/store-id.ts'
import { runAudit } from '../support/run-audit.ts'
import { ada, bob, claimedClick, grace, poolId, settlement, waitingRound, writtenClick } from './arrange.ts'
import { openStore as openEmpty, type Store } from './open-store.ts'

const byGroup: Entitlement = {
  through: { kind: 'group', group: '@approvers', id: 'S1', readAt: new Date('2026-05-01T11:59:30Z') },
  asked: 'button',
  personal: { name: 'Ada Lindqvist', userName: 'grace', shown: { email: 'grace@example.com' } },
}

/** As a bot leaves it. */
async function openStore(): Promise<Store> {
  const store = await openEmpty()
  await store.transact(ownStoreId)
  return store
}

/** Grace waits, and Ada lets her in. */
async function letIn(store: Store, signUp = grace()): Promise<void> {
  const { roundId } = await waitingRound(store, signUp)
  const { id: clickId } = await writtenClick(store, roundId, { slackRequestId: 'envelope 7' })
  const claim = await store.ledger.claim(clickId, roundId, 'process 1', byGroup)
  if (claim.kind !== 'claimed') throw new Error('Not claimed')
  const held = { roundId, clickId, fence: claim.fence, attemptId: claim.attempt?.id ?? '' }
  await store.ledger.settle(settlement(store, held))
}

describe('who let this person in', () => {
  it('is told by e-mail, user name or sub', async () => {
    const store = await openStore()
    await letIn(store)
    const told = [
      'Times are in UTC, as YYYY-MM-DD HH:MM:SS.',
      `grace@example.com, user name grace, sub sub-grace, pool ${poolId}, signed up 2026-05-01 11:00:00`,
      '2026-05-01 12:00:00  ✅ Approved by Ada Lindqvist (U0ADA).',
      '    Entitled by the user group @approvers (S1), whose members were read 2026-05-01 11:59:30.',
      '    Asked by pressing a button.',
      '    Was shown: user name grace, email grace@example.com.',
      'Slack request envelope 7, AWS request aws 1, workspace T0HOME.',
      'Last outcome, 2026-05-01 12:00:00: ✅ Approved by Ada Lindqvist (U0ADA).',
    ]
    for (const who of ['grace@example.com', 'Grace@Example.com', 'GRACE', 'sub-grace']) {
      const { code, out, err } = await runAudit(store.address, ['show', who])
      expect({ code, err }).toEqual({ code: 0, err: '' })
      for (const line of told) expect(out).toContain(line)
    }
  })

  it('is told too when the sign-up’s own rows are deleted', async () => {
    const store = await openStore()
    await letIn(store)
    await store.ledger.forget(await signUpIds(store), store.clock.now().getTime() + 1, new Map())
    const { code, out } = await runAudit(store.address, ['show', 'grace@example.com'])
    expect(code).toBe(0)
    expect(out).toContain('the sign-up’s own rows are deleted')
    expect(out).toContain('Approved by Ada Lindqvist (U0ADA).')
  })

  it('is told by their sub once what they had shown is erased, and that it is', async () => {
    const store = await openStore()
    await letIn(store)
    const [row] = await store.database
      .selectFrom('audit_events')
      .selectAll()
      .where('kind', '=', 'click-confirmed')
      .execute()
    if (row === undefined) throw new Error('No approval')
    await store.database
      .updateTable('audit_events')
      .set({ ...withoutApplicant(row), applicant_salt: null })
      .where('id', '=', row.id)
      .execute()
    await store.ledger.forget(await signUpIds(store), store.clock.now().getTime() + 1, new Map())
    for (const nobody of ['grace@example.com', '', ' '])
      expect(await runAudit(store.address, ['show', nobody])).toMatchObject({ code: 2, out: '' })
    const { out } = await runAudit(store.address, ['show', 'sub-grace'])
    expect(out).toContain('Approved by Ada Lindqvist (U0ADA).')
    expect(out).toContain('What was shown of the applicant was erased.')
  })

  it('says what was searched if nobody is called so', async () => {
    const store = await openStore()
    await letIn(store)
    const { code, out, err } = await runAudit(store.address, ['show', 'nobody\u001b[2J@example.com'])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(
      'Nobody who is called “nobody[U+001B][2J@example.com” was found by e-mail, user name or sub.',
    )
    expect(err).toContain('Searched: 1 sign-ups')
    expect(err).not.toContain('\u001b')
  })

  it('shows what a stranger typed as it is, and does nothing of it in a terminal', async () => {
    const store = await openStore()
    const userName = 'mia\u001b[31m\r\n2026-01-01 00:00:00  ✅ Approved by Ada\u202e'
    await waitingRound(store, grace({ userName, attributes: { email: 'mia@example.com' } }))
    const { out } = await runAudit(store.address, ['show', 'mia@example.com'])
    expect(out).toContain('user name “mia[U+001B][31m⏎2026-01-01 00:00:00␣✅ Approved by Ada[U+202E]”')
    expect(out).toContain('So far, nothing was decided.')
  })

  it('does not say that nobody was let in, if it was only asked what happened since', async () => {
    const store = await openStore()
    await letIn(store)
    const { out } = await runAudit(store.address, ['show', grace().sub, '--since', '2026-05-02'])
    expect(out).toContain('Nothing was decided since 2026-05-02 00:00:00')
    expect(out).not.toContain('So far')
  })

  it('is told of everybody since a time, and of one pool', async () => {
    const store = await openStore()
    await letIn(store)
    store.clock.advance(24 * 60 * 60_000)
    const other = await waitingRound(store, grace({ sub: 'sub-other', userName: 'other', attributes: {} }))
    const refused = await writtenClick(store, other.roundId, { by: bob })
    await store.ledger.end(refused.id, { kind: 'refused', because: 'not-an-approver' }, null, other.roundId)

    const late = await runAudit(store.address, ['show', '--since', '2026-05-02T12:00:00Z', '--pool', poolId])
    expect(late.out).toContain('about sub sub-other')
    expect(late.out).toContain('U0BOB tried to decide')
    expect(late.out).not.toContain('sub-grace')
    const clock = { now: store.clock.now, sleep: async () => {} }
    const all = await runAudit(store.address, ['show', '--since', '2d'], { clock })
    expect(all.out).toContain('about sub sub-grace')
    expect(all.out).toContain(ada.userId)
  })
})

it('says in one sentence why it can’t be told', async () => {
  const store = await openStore()
  await claimedClick(store, (await waitingRound(store)).roundId)
  const asked: readonly (readonly [readonly string[], string])[] = [
    [['show'], 'Usage: npm run audit'],
    [['shown'], 'Usage: npm run audit'],
    [['show', 'a', 'b'], 'Usage: npm run audit'],
    [['show', '--until', '3d'], 'Usage: npm run audit'],
    [['show', '--since', 'yesterday\u001b'], '--since: yesterday� is no time.'],
    [['show', '--since', '2026-05-01T12:00'], 'is no time.'],
    [['show', '--pool', 'eu-west-1_Other'], `It knows ${poolId}.`],
  ]
  for (const [given, words] of asked) {
    const { code, out, err } = await runAudit(store.address, given)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(words)
  }
})

async function signUpIds({ database }: Store): Promise<readonly string[]> {
  return (await database.selectFrom('sign_ups').select('id').execute()).map(({ id }) => id)
}
