import { describe, expect, it } from 'vitest'
import type { ClickEnd } from '../../src/domain/click.ts'
import { ada, bob, claimedClick, settlement, waitingRound, writtenClick } from './arrange.ts'
import { openStore } from './open-store.ts'

const refused: ClickEnd = { kind: 'refused', because: 'not-an-approver' }
const unknown: ClickEnd = { kind: 'unknown-round' }

async function responseUrls(store: Awaited<ReturnType<typeof openStore>>) {
  const rows = await store.database.selectFrom('clicks').select('response_url').execute()
  return rows.map((row) => row.response_url)
}

describe('what is left to be told', () => {
  it('is a click’s end, with what it was about and how long ago it ended', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const { id } = await writtenClick(store, roundId)
    expect(await store.ledger.untold()).toEqual([])
    await store.ledger.end(id, refused, null)
    store.clock.advance(1500)
    expect(await store.ledger.untold()).toMatchObject([
      {
        click: { id, by: ada, responseUrl: 'https://hooks.slack.com/actions/secret' },
        end: refused,
        entry: { signUp: { sub: 'sub-grace' }, round: { id: roundId } },
        endedMsAgo: 1500,
      },
    ])
  })

  it('is about no sign-up if the round is unknown', async () => {
    const store = await openStore()
    const { id } = await writtenClick(store, 'a lost round')
    await store.ledger.end(id, { kind: 'unknown-round' }, null)
    expect(await store.ledger.untold()).toMatchObject([{ click: { id }, entry: null }])
  })

  it('can be read for one click, and is in the order in which clicks ended', async () => {
    const store = await openStore()
    const first = await writtenClick(store, 'round 1')
    const second = await writtenClick(store, 'round 2')
    await store.ledger.end(second.id, unknown, null)
    store.clock.advance(1)
    await store.ledger.end(first.id, unknown, null)
    expect((await store.ledger.untold()).map(({ click }) => click.id)).toEqual([second.id, first.id])
    expect((await store.ledger.untold(first.id)).map(({ click }) => click.id)).toEqual([first.id])
  })

  it('is told once, and then its response_url is forgotten', async () => {
    const store = await openStore()
    const { id } = await writtenClick(store, 'round 1')
    await store.ledger.end(id, refused, null)
    await store.ledger.noteTold(id)
    expect(await store.ledger.untold()).toEqual([])
    expect(await responseUrls(store)).toEqual([null])
  })

  it('contains every fact of an end', async () => {
    const store = await openStore()
    const at = store.clock.now()
    const ends: readonly ClickEnd[] = [
      { kind: 'failed', decision: 'approve', reason: { kind: 'function-failed', message: 'no seat left' } },
      { kind: 'late', first: bob, ending: { kind: 'confirmed-elsewhere', status: 'CONFIRMED', at } },
      { kind: 'late', first: null, ending: { kind: 'disabled', at } },
      { kind: 'overtaken', ending: { kind: 'gone', at } },
      { kind: 'expired' },
    ]
    for (const [index, end] of ends.entries()) {
      const { id } = await writtenClick(store, `round ${index}`)
      await store.ledger.end(id, end, null)
      store.clock.advance(1)
    }
    expect((await store.ledger.untold()).map(({ end }) => end)).toEqual(ends)
  })

  it('comes a hundred at a time; the next turn takes the next hundred', async () => {
    const store = await openStore()
    for (let number = 0; number < 101; number += 1) {
      const { id } = await writtenClick(store, `round ${number}`)
      await store.ledger.end(id, unknown, null)
    }
    const first = await store.ledger.untold()
    expect(first).toHaveLength(100)
    for (const { click } of first) await store.ledger.noteTold(click.id)
    expect(await store.ledger.untold()).toHaveLength(1)
  })
})

describe('what a dead process left behind', () => {
  it('is every click without an end, oldest first, with whether it holds its claim', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const claim = await claimedClick(store, roundId, ada)
    store.clock.advance(1000)
    const late = await writtenClick(store, roundId, { by: bob })
    const ended = await writtenClick(store, 'another round')
    await store.ledger.end(ended.id, refused, null)
    store.clock.advance(1000)
    expect(await store.ledger.unended()).toMatchObject([
      { click: { id: claim.clickId }, holdsClaim: true, ageMs: 2000 },
      { click: { id: late.id }, holdsClaim: false, ageMs: 1000 },
    ])
  })

  it('is nothing once they have ended', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    await store.ledger.settle(settlement(store, await claimedClick(store, roundId)))
    expect(await store.ledger.unended()).toEqual([])
  })

  it('is forgotten after half an hour, if it is a credential', async () => {
    const store = await openStore()
    await writtenClick(store, 'round 1')
    store.clock.advance(30 * 60_000)
    await writtenClick(store, 'round 2')
    await store.ledger.forgetResponseUrls()
    expect((await responseUrls(store)).filter((url) => url !== null)).toHaveLength(2)
    store.clock.advance(1)
    await store.ledger.forgetResponseUrls()
    expect((await responseUrls(store)).filter((url) => url !== null)).toHaveLength(1)
  })
})
