// Leases: which process does what only one may do, until when, and under which fence.
import type { StoreParts } from '../transaction.ts'

/** No holder: a process's id is never empty. */
const noHolder = ''

/** The part of the store that leases things to one process. */
export function leaseLedger({ transact }: StoreParts) {
  return {
    acquireLease: (name: string, holder: string, milliseconds: number) =>
      transact(async (tx, now) => {
        const lease = await tx.selectFrom('leases').selectAll().where('name', '=', name).executeTakeFirst()
        const until = now + milliseconds
        if (lease === undefined) {
          await tx.insertInto('leases').values({ name, holder, fence: 1, until }).execute()
          return { fence: 1 }
        }
        const isOwn = lease.holder === holder
        if (!isOwn && lease.holder !== noHolder && now < lease.until) return null
        const fence = isOwn ? lease.fence : lease.fence + 1
        await tx.updateTable('leases').set({ holder, fence, until }).where('name', '=', name).execute()
        return { fence }
      }),

    releaseLease: (name: string, holder: string) =>
      transact(async (tx) => {
        await tx
          .updateTable('leases')
          .set({ holder: noHolder })
          .where('name', '=', name)
          .where('holder', '=', holder)
          .execute()
      }),
  }
}
