// The form that approves one sign-up: its one submission.
import { describe, expect, it } from 'vitest'
import type { ApprovalSubmission } from '../../src/domain/click.ts'
import { ada, bob, grace, newClick, waitingRound, writtenClick } from './arrange.ts'
import { openStore, type Store } from './open-store.ts'

async function openedForm(store: Store, roundId: string): Promise<string> {
  const { id } = await writtenClick(store, roundId, { request: { kind: 'open-approval', roundId } })
  const answer = { kind: 'approve-form', roundId } as const
  expect(await store.ledger.end(id, { kind: 'answered', answer }, null, roundId)).toBe(true)
  return id
}

function submission(formId: string): ApprovalSubmission {
  return { ...newClick(''), request: { kind: 'submit-approval', formId } }
}

describe('the form that approves one', () => {
  it('becomes an approval, told where the form was opened, however often it is submitted', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const formId = await openedForm(store, roundId)
    const written = await store.ledger.writeDownApproval(submission(formId))
    expect(written).toMatchObject({
      click: { request: { kind: 'approve', roundId, isByForm: true }, roundId, toldBy: 'card', by: ada },
    })
    expect(await store.ledger.writeDownApproval(submission(formId))).toBeNull()
    expect(await store.ledger.unended()).toHaveLength(1)
  })

  it.each([
    ['another person', (formId: string) => ({ ...submission(formId), by: bob })],
    ['an altered id', (formId: string) => submission(`${formId}0`)],
  ])('is unknown with %s', async (_, altered) => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    expect(await store.ledger.writeDownApproval(altered(await openedForm(store, roundId)))).toBe('no-form')
  })

  it('is no form that denies, nor the other way round', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const formId = await openedForm(store, roundId)
    const request = { kind: 'submit-denial', formId, choice: 0, note: null } as const
    expect(await store.ledger.writeDownDenial({ ...newClick(''), request })).toBe('no-form')
  })

  it('approves nobody who has changed since it was opened, and is submitted once all the same', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const [formId, other] = [await openedForm(store, roundId), await openedForm(store, roundId)]
    expect(await store.ledger.writeDownApproval(submission(formId))).not.toBe('no-form')
    store.clock.advance(1)
    await store.ledger.record([grace({ attributes: { email: 'grace@example.org' } })])
    expect(await store.ledger.writeDownApproval(submission(other))).toBe('no-form')
    expect(await store.ledger.writeDownApproval(submission(formId))).toBeNull()
    store.clock.advance(1)
    const fresh = await openedForm(store, roundId)
    expect(await store.ledger.writeDownApproval(submission(fresh))).toMatchObject({ click: { roundId } })
  })

  it('whose submission was not taken is not carried out, and can’t be submitted again', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const formId = await openedForm(store, roundId)
    const ended = await store.ledger.endApprovalNotTaken(submission(formId), 'lost')
    expect(ended).toMatchObject({ id: 'lost', roundId })
    expect(await store.ledger.unended()).toEqual([])
    expect(await store.ledger.writeDownApproval(submission(formId))).toBe('no-form')
  })
})
