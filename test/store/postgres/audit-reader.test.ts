// An auditor's own role, which may only SELECT, is enough for everything but forgetting.
import { randomUUID } from 'node:crypto'
import { expect, inject, it, onTestFinished } from 'vitest'
import { ownStoreId } from '../../../src/store/queries/store-id.ts'
import { asAdministrator } from '../../support/postgres/databases.ts'
import { runAudit } from '../../support/run-audit.ts'
import { claimedClick, settlement, waitingRound } from '../arrange.ts'
import { openStore } from '../open-store.ts'
import { linkAll } from '../verify-store.ts'

it('reads the audit log with nothing but SELECT', async () => {
  const store = await openStore()
  const { address } = store
  if (address.kind !== 'postgres') throw new Error('No PostgreSQL')
  await store.transact(ownStoreId)
  const { roundId } = await waitingRound(store)
  await store.ledger.settle(settlement(store, await claimedClick(store, roundId)))
  await linkAll(store)
  const user = `auditor_${randomUUID().replaceAll('-', '')}`
  const asOwner = (statements: string) =>
    asAdministrator(inject('postgresPort'), statements, address.database)
  await asOwner(`create role ${user} login; grant select on all tables in schema public to ${user}`)
  onTestFinished(() => asOwner(`drop owned by ${user} cascade; drop role ${user}`))

  const auditor = { ...address, user }
  for (const given of [
    ['show', 'grace@example.com'],
    ['verify'],
    ['export'],
    ['show', '--since', '2000-01-01'],
  ])
    expect(await runAudit(auditor, given)).toMatchObject({ code: 0, err: '' })
  const { code, out } = await runAudit(auditor, ['restored', '--note', 'A test'])
  expect({ code, out }).toEqual({ code: 2, out: '' })
})
