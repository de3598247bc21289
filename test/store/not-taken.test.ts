// A request whose commit got no answer was shown as failed by Slack: it is never carried out, unless somebody has begun to.
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createTaking } from '../../src/decide/take-requests.ts'
import type { NewClick, Submission } from '../../src/domain/click.ts'
import { CommitUnknown } from '../../src/shared/commit-unknown.ts'
import { type Ledger, openLedger } from '../../src/store/open-ledger.ts'
import type { Transact } from '../../src/store/transaction.ts'
import { createReadableLog } from '../shared/hand-clock.ts'
import { createForgetful, type Outcome } from '../support/no-commit.ts'
import { ada, auditLog, bob, grace, newClick, postedMessage, waitingRound } from './arrange.ts'
import { clicksOf, openedList, submissionOf } from './arrange-lists.ts'
import { openStore, type Store } from './open-store.ts'

/** A store with a process that takes requests; `ledger` is what another process would work with. */
async function openTaking() {
  const store = await openStore()
  const forgetful = createForgetful(store.transact)
  const told: string[] = []
  let woken = 0
  let slowBy = 0
  const transact: Transact = async (work, urgency) => {
    const result = await forgetful.transact(work, urgency)
    store.clock.advance(slowBy)
    slowBy = 0
    return result
  }
  const own = openLedger({ transact, newId: randomUUID })
  const taking = createTaking({
    ledger: own,
    newId: randomUUID,
    notTaken: () => {
      woken += 1
    },
    tasks: { start: (_, work) => void work() },
    tell: async (clickId) => void told.push(clickId),
    redraw: async () => {},
    clock: { now: store.clock.now, sleep: async () => {} },
    log: createReadableLog(),
  })
  /** Nobody is told what became of this click. */
  const writeInVain = async (fresh: NewClick, outcome: Outcome) => {
    forgetful.forget(outcome)
    await expect(taking.writeDown(fresh)).rejects.toBeInstanceOf(CommitUnknown)
  }
  const submitInVain = async (submission: Submission, outcome: Outcome) => {
    forgetful.forget(outcome)
    await expect(taking.writeDownAll(submission)).rejects.toBeInstanceOf(CommitUnknown)
  }
  return {
    store,
    ledger: store.ledger,
    slowDown: (milliseconds: number) => {
      slowBy = milliseconds
    },
    forgetful,
    taking,
    told,
    woken: () => woken,
    writeInVain,
    submitInVain,
  }
}

/** A form that ada opened on a message with two sign-ups, as she submits it. */
async function openedForm(store: Store): Promise<Submission & { readonly roundIds: readonly string[] }> {
  const rounds = [
    await waitingRound(store),
    await waitingRound(store, grace({ sub: 'sub-hopper', userName: 'hopper' })),
  ]
  const roundIds = rounds.map(({ roundId }) => roundId)
  const { messageId } = await postedMessage(store)
  const formId = await openedList(store, { kind: 'message', messageId }, { kind: 'approve-all', roundIds })
  return { ...submissionOf(formId), roundIds }
}

async function clicksIn({ database }: Store) {
  const rows = await database.selectFrom('clicks').selectAll().execute()
  return rows.map((row) => ({ ...row, kind: JSON.parse(row.outcome ?? '{}').kind ?? null }))
}

/** The ends of the clicks that a form asked for. */
async function bulkEnds(store: Store): Promise<readonly unknown[]> {
  return (await clicksIn(store)).filter(({ bulk_id }) => bulk_id !== null).map(({ kind }) => kind)
}

/** What another process does that takes up a click. */
async function claimedBy(ledger: Ledger): Promise<string | undefined> {
  const [left] = await ledger.unended()
  const { id = '', roundId = '' } = left?.click ?? {}
  return (await ledger.claim(id, roundId ?? '', 'another process')).kind
}

const outcomes = ['committed', 'lost'] as const

describe.each(outcomes)('a click without an answer, which was %s,', (outcome) => {
  it('is ended as not taken, audited, and told to whoever made it', async () => {
    const { store, ledger, taking, told, woken, writeInVain } = await openTaking()
    const { roundId } = await waitingRound(store)
    const fresh = newClick(roundId)
    await writeInVain(fresh, outcome)
    expect(woken()).toBe(1)
    await taking.endNotTaken()
    const [click, ...more] = await clicksIn(store)
    expect(more).toEqual([])
    expect(click).toMatchObject({
      kind: 'not-taken',
      delivery_key: fresh.deliveryKey,
      teller: 'private-answer',
    })
    expect(told).toEqual([click?.id])
    expect(await auditLog(store)).toMatchObject([
      { kind: 'click-not-taken', round: roundId, click: click?.id, by: ada.userId, sub: 'sub-grace' },
    ])
    expect(await ledger.unended()).toEqual([])
    expect(await ledger.untold()).toMatchObject([{ click: { responseUrl: fresh.responseUrl } }])
  })

  it('is ended once', async () => {
    const { store, taking, told, writeInVain } = await openTaking()
    const { roundId } = await waitingRound(store)
    await writeInVain(newClick(roundId), outcome)
    await Promise.all([taking.endNotTaken(), taking.endNotTaken()])
    await taking.endNotTaken()
    expect(told).toHaveLength(1)
    expect(await auditLog(store)).toHaveLength(1)
  })

  it('is not carried out by this process while it is still to be ended', async () => {
    const { store, ledger, taking, writeInVain } = await openTaking()
    const { roundId } = await waitingRound(store)
    await writeInVain(newClick(roundId), outcome)
    const left = (await ledger.unended()).map(({ click }) => click)
    expect(left).toHaveLength(outcome === 'committed' ? 1 : 0)
    expect(left.filter(taking.isNotTaken)).toEqual(left)
  })

  it('is ended later if the store does not answer yet, even if the end itself gets no answer', async () => {
    const { store, forgetful, taking, writeInVain } = await openTaking()
    const { roundId } = await waitingRound(store)
    await writeInVain(newClick(roundId), outcome)
    for (const ended of outcomes) {
      forgetful.forget(ended === 'lost' ? 'committed' : 'lost')
      await taking.endNotTaken().catch(() => undefined)
    }
    await taking.endNotTaken()
    expect((await clicksIn(store)).map(({ kind }) => kind)).toEqual(['not-taken'])
    expect(await auditLog(store)).toHaveLength(1)
    expect(await store.ledger.untold()).toHaveLength(1)
  })

  it('is not acknowledged if Slack delivers it again, since Slack has shown that it failed', async () => {
    const { store, taking, writeInVain } = await openTaking()
    const { roundId } = await waitingRound(store)
    const fresh = newClick(roundId)
    await writeInVain(fresh, outcome)
    const again = { ...fresh, slackRequestId: 'another envelope' }
    await expect(taking.writeDown(again)).rejects.toMatchObject({ code: 'not-taken' })
    expect((await clicksIn(store)).map(({ kind }) => kind)).toEqual(['not-taken'])
    await expect(taking.writeDown(again)).rejects.toMatchObject({ code: 'not-taken' })
  })

  it('can be made again, which is another click', async () => {
    const { store, ledger, taking, writeInVain } = await openTaking()
    const { roundId } = await waitingRound(store)
    await writeInVain(newClick(roundId), outcome)
    const written = await taking.writeDown(newClick(roundId))
    await taking.endNotTaken()
    expect((await ledger.unended()).map(({ click }) => click.id)).toEqual([written?.click.id])
  })
})

describe.each(outcomes)('a denial without an answer, which was %s,', (outcome) => {
  it('denies nobody, is told, and its form asks to be opened again', async () => {
    const { store, ledger, forgetful, taking, told } = await openTaking()
    const { roundId } = await waitingRound(store)
    const opening = newClick(roundId, { request: { kind: 'open-denial', roundId } })
    const formId = (await ledger.writeDown(opening))?.click.id ?? ''
    const answer = { kind: 'deny-form', roundId, onDeny: 'disable', reasons: ['Other'] } as const
    await ledger.end(formId, { kind: 'answered', answer }, null)
    const request = { kind: 'submit-denial', formId, choice: 0, note: null } as const
    const submission = { ...newClick(''), request }
    forgetful.forget(outcome)
    await expect(taking.writeDownDenial(submission)).rejects.toBeInstanceOf(CommitUnknown)
    await taking.endNotTaken()
    const denials = (await clicksIn(store)).filter(({ id }) => id !== formId)
    expect(denials).toMatchObject([{ kind: 'not-taken', round_id: roundId }])
    expect(told).toEqual(denials.map(({ id }) => id))
    expect(await ledger.unended()).toEqual([])
    expect(await taking.writeDownDenial(submission)).toBe('no-form')
  })
})

describe('what another process did meanwhile stands:', () => {
  it('a claim on the click', async () => {
    const { store, ledger, taking, told, writeInVain } = await openTaking()
    const { roundId } = await waitingRound(store)
    await writeInVain(newClick(roundId), 'committed')
    expect(await claimedBy(ledger)).toBe('claimed')
    await taking.endNotTaken()
    expect(await ledger.unended()).toMatchObject([{ holdsClaim: true }])
    expect(told).toEqual([])
    expect((await ledger.unended()).filter(({ click }) => taking.isNotTaken(click))).toEqual([])
  })

  it('an end of the click', async () => {
    const { store, ledger, taking, writeInVain } = await openTaking()
    const { roundId } = await waitingRound(store)
    await writeInVain(newClick(roundId), 'committed')
    const [left] = await ledger.unended()
    await ledger.end(left?.click.id ?? '', { kind: 'refused', because: 'guest' }, null)
    await taking.endNotTaken()
    expect((await clicksIn(store)).map(({ kind }) => kind)).toEqual(['refused'])
  })

  it('another delivery of the same click, which it acknowledged', async () => {
    const { store, ledger, taking, told, writeInVain } = await openTaking()
    const { roundId } = await waitingRound(store)
    const fresh = newClick(roundId)
    await writeInVain(fresh, 'lost')
    const written = await ledger.writeDown(fresh)
    await taking.endNotTaken()
    expect((await ledger.unended()).map(({ click }) => click.id)).toEqual([written?.click.id])
    expect(told).toEqual([])
  })

  it('another submission of the same form', async () => {
    const { store, ledger, taking, submitInVain } = await openTaking()
    const form = await openedForm(store)
    await submitInVain(form, 'lost')
    await ledger.writeDownAll(form)
    await taking.endNotTaken()
    expect(await bulkEnds(store)).toEqual([null, null])
    expect(await ledger.writeDownAll(form)).toEqual([])
  })

  it('a claim on one of the approvals that a form asked for: then all of them are carried out', async () => {
    const { store, ledger, taking, submitInVain } = await openTaking()
    const form = await openedForm(store)
    await submitInVain(form, 'committed')
    expect(await claimedBy(ledger)).toBe('claimed')
    await taking.endNotTaken()
    expect(await bulkEnds(store)).toEqual([null, null])
    expect(await ledger.writeDownAll(form)).toEqual([])
  })
})

describe.each(outcomes)('a form whose submission got no answer, and was %s,', (outcome) => {
  it('approves nobody, and Slack has told that', async () => {
    const { store, ledger, taking, told, submitInVain } = await openTaking()
    const form = await openedForm(store)
    await submitInVain(form, outcome)
    expect((await ledger.unended()).filter(({ click }) => !taking.isNotTaken(click))).toEqual([])
    await taking.endNotTaken()
    expect(await ledger.unended()).toEqual([])
    expect(await ledger.untold()).toEqual([])
    expect(told).toEqual([])
    const ended = outcome === 'committed' ? ['not-taken', 'not-taken'] : []
    expect(await bulkEnds(store)).toEqual(ended)
    const audited = (await auditLog(store)).filter(({ kind }) => kind === 'click-not-taken')
    expect(audited).toHaveLength(ended.length)
  })

  it('can be submitted again, and then counts once', async () => {
    const { store, ledger, taking, submitInVain } = await openTaking()
    const form = await openedForm(store)
    await submitInVain(form, outcome)
    const written = clicksOf(await taking.writeDownAll(form))
    expect(written.map(({ roundId }) => roundId).toSorted()).toEqual(form.roundIds.toSorted())
    expect(await taking.writeDownAll(form)).toEqual([])
    await taking.endNotTaken()
    expect((await ledger.unended()).map(({ click }) => click.id).toSorted()).toEqual(
      written.map(({ id }) => id).toSorted(),
    )
  })

  it('does not stand in its message', async () => {
    const { store, ledger, taking, submitInVain } = await openTaking()
    const form = await openedForm(store)
    await submitInVain(form, outcome)
    await taking.endNotTaken()
    await taking.writeDownAll(form)
    const [messageId = ''] = (await ledger.outdated()).map((one) => one.messageId)
    const drawing = await ledger.startDrawing(messageId, 'a drawer')
    expect(drawing?.shown).toMatchObject({ bulks: [{ asked: 2, ended: [] }] })
  })
})

it('an approval that its person pressed once more was replaced, and the others of its form are still not taken', async () => {
  const { store, ledger, taking, submitInVain } = await openTaking()
  const form = await openedForm(store)
  await submitInVain(form, 'committed')
  const pressed = await ledger.writeDown(newClick(form.roundIds[0] ?? ''))
  await taking.endNotTaken()
  expect((await bulkEnds(store)).toSorted()).toEqual(['not-taken', 'superseded'])
  expect((await ledger.unended()).map(({ click }) => click.id)).toEqual([pressed?.click.id])
})

it('a form that nobody opened is not touched', async () => {
  const { store, taking, submitInVain } = await openTaking()
  const form = await openedForm(store)
  await submitInVain({ ...form, by: bob }, 'committed')
  await taking.endNotTaken()
  expect(await taking.writeDownAll(form)).toHaveLength(2)
})

describe('a request that is saved too late for Slack', () => {
  it('is not carried out, and whoever asked is told', async () => {
    const { store, taking, slowDown, told, woken } = await openTaking()
    const { roundId } = await waitingRound(store)
    slowDown(2800)
    await expect(taking.writeDown(newClick(roundId))).rejects.toMatchObject({ code: 'too-late' })
    expect(woken()).toBe(1)
    await taking.endNotTaken()
    expect((await clicksIn(store)).map(({ kind }) => kind)).toEqual(['not-taken'])
    expect(told).toHaveLength(1)
  })

  it('counts if it is only nearly too late', async () => {
    const { store, taking, slowDown } = await openTaking()
    const { roundId } = await waitingRound(store)
    slowDown(2799)
    expect(await taking.writeDown(newClick(roundId))).toMatchObject({ click: { roundId } })
  })

  it('stays where another process has begun to carry it out', async () => {
    const { store, ledger, taking, slowDown } = await openTaking()
    const { roundId } = await waitingRound(store)
    slowDown(3000)
    await expect(taking.writeDown(newClick(roundId))).rejects.toMatchObject({ code: 'too-late' })
    expect(await claimedBy(ledger)).toBeDefined()
    await taking.endNotTaken()
    expect((await clicksIn(store)).map(({ kind }) => kind)).toEqual([null])
  })

  it('leaves a form that can be submitted again', async () => {
    const { store, taking, slowDown } = await openTaking()
    const form = await openedForm(store)
    slowDown(3000)
    await expect(taking.writeDownAll(form)).rejects.toMatchObject({ code: 'too-late' })
    await taking.endNotTaken()
    expect(await bulkEnds(store)).toEqual(['not-taken', 'not-taken'])
    expect(await taking.writeDownAll({ ...form, deliveryKey: randomUUID() })).toHaveLength(2)
  })
})

it('of several, one that can’t be ended yet leaves none of the others behind', async () => {
  const { store, taking, forgetful, writeInVain } = await openTaking()
  const { roundId } = await waitingRound(store)
  await writeInVain(newClick(roundId), 'committed')
  await writeInVain(newClick(roundId, { by: bob }), 'committed')
  forgetful.forget('lost')
  await expect(taking.endNotTaken()).rejects.toBeInstanceOf(CommitUnknown)
  expect((await clicksIn(store)).map(({ kind }) => kind).toSorted()).toEqual(['not-taken', null].toSorted())
  await taking.endNotTaken()
  expect((await clicksIn(store)).map(({ kind }) => kind)).toEqual(['not-taken', 'not-taken'])
})
