// The command `audit`: shows, exports, verifies and reconciles the audit log, beside a running bot; and forgets an applicant.
import { withoutSecrets } from '../shared/log.ts'
import { auditSays, usage } from '../wording/audit-command.ts'
import { type Called, couldNot, Stopped } from './audit-called.ts'
import { noteRestored } from './change-audit.ts'
import { exportAudit } from './export-audit.ts'
import { forget } from './forget-applicant.ts'
import { reconcileAudit } from './reconcile-audit.ts'
import { showAudit } from './show-audit.ts'
import { verifyAudit } from './verify-audit.ts'

/** Resolves to the exit code. */
export async function auditCommand(called: Called): Promise<number> {
  const [name, ...given] = called.given
  try {
    if (name === 'show') return await showAudit({ ...called, given })
    if (name === 'export') return await exportAudit({ ...called, given })
    if (name === 'verify') return await verifyAudit({ ...called, given })
    if (name === 'reconcile') return await reconcileAudit({ ...called, given })
    if (name === 'forget') return await forget({ ...called, given })
    if (name === 'restored') return await noteRestored({ ...called, given })
    throw new Stopped(usage)
  } catch (error) {
    const failed = name === 'forget' || name === 'restored' ? auditSays.changing : auditSays.failed
    called.err(`${error instanceof Stopped ? error.message : failed(reasonOf(error))}\n`)
    return couldNot
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'an unexpected error'
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : ''
  return withoutSecrets(`${code}${error.message}`)
}
