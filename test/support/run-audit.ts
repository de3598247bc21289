// `npm run audit` in this process: its exit code, and what it printed.
import type { Called } from '../../src/commands/audit-called.ts'
import { auditCommand } from '../../src/commands/audit-command.ts'
import { systemClock } from '../../src/shared/clock.ts'
import type { StoreAddress } from '../../src/store/open-store.ts'
import { urlOf } from './postgres/databases.ts'

interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}

export interface AuditRun {
  readonly environment?: Readonly<Record<string, string>>
  readonly clock?: Called['clock']
}

/** On this store, beside whoever works with it. */
export async function runAudit(
  address: StoreAddress,
  given: readonly string[],
  { environment = {}, clock = systemClock }: AuditRun = {},
): Promise<Ended> {
  const printed = { out: '', err: '' }
  const url = address.kind === 'sqlite' ? `sqlite:${address.path}` : urlOf(address)
  const code = await auditCommand({
    given,
    environment: { DATABASE_URL: url, ...environment },
    clock,
    out: async (words) => {
      printed.out += words
    },
    err: (words) => {
      printed.err += words
    },
  })
  return { code, ...printed }
}
