import { expect, inject, test } from 'vitest'
import { storeIdPattern } from '../../src/domain/store-id.ts'
import { findStoreId } from '../../src/store/copy/find-store-id.ts'
import { ownStoreId } from '../../src/store/queries/store-id.ts'
import { openStore } from './open-store.ts'

test('a store’s id is made once, and stays', async () => {
  const store = await openStore()
  expect(await findStoreId(store.address, () => {})).toMatchObject({ kind: 'none' })
  const id = await store.transact(ownStoreId)
  expect(id).toMatch(storeIdPattern)
  expect(await store.transact(ownStoreId)).toBe(id)
  await store.close()
  const again = await openStore(store.address)
  expect(await again.transact(ownStoreId)).toBe(id)
})

test('each store has an id of its own', async () => {
  const [one, other] = [await openStore(), await openStore()]
  expect(await one.transact(ownStoreId)).not.toBe(await other.transact(ownStoreId))
})

test('a store’s id can be read while a bot uses the store', async () => {
  const store = await openStore()
  const storeId = await store.transact(ownStoreId)
  expect(await findStoreId(store.address, () => {})).toEqual({ kind: 'found', storeId })
})

test.runIf(inject('database') === 'postgres')('replicas that start at once agree on the id', async () => {
  const store = await openStore()
  const replicas = await Promise.all([1, 2, 3, 4].map(() => openStore(store.address)))
  const ids = await Promise.all(replicas.map((replica) => replica.transact(ownStoreId)))
  expect(new Set(ids).size).toBe(1)
})
