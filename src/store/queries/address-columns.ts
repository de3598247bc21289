// The columns by which a sign-up's address is found.
import { claimedAddress } from '../../domain/claimed-address.ts'
import type { SignUp } from '../../domain/sign-up.ts'

/** Both null if it claims none. */
export function addressColumns({ attributes }: Pick<SignUp, 'attributes'>) {
  const claimed = claimedAddress(attributes)
  return { folded_address: claimed?.mailbox ?? null, folded_host: claimed?.host ?? null }
}
