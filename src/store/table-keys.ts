// Every table, with its key.
import type { Schema } from './schema.ts'

/** Referenced tables come first. What has no key here is not copied. */
export const tableKeys: { readonly [Table in keyof Schema]: readonly (keyof Schema[Table] & string)[] } = {
  sign_ups: ['id'],
  rounds: ['id'],
  clicks: ['id'],
  attempts: ['id'],
  steps: ['sign_up_id', 'name'],
  messages: ['id'],
  message_rounds: ['message_id', 'round_id'],
  list_forms: ['form_id'],
  bulk_approvals: ['id'],
  audit_events: ['id'],
  audit_chain: ['only'],
  audit_checkpoints: ['seq', 'kind'],
  nudges: ['kind', 'subject'],
  first_scans: ['pool_id'],
  pool_reads: ['pool_id'],
  configured_approvers: ['pool_id'],
  homes: ['user_id'],
  store: ['id'],
  noted_time: ['name'],
  forgotten_rows: ['table_name'],
  memory_key: ['key'],
  past_decisions: ['id'],
  leases: [],
  processes: [],
  audit_erasing: [],
}
