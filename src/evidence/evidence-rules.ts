// How a pool's evidence is made.
import type { EvidenceRules } from '../domain/evidence.ts'
import type { Pool } from '../domain/pool.ts'
import { hostFacts } from './host-facts.ts'

/** For reading evidence anew, or for freezing it on a card. */
export function evidenceRules({ expectedDomains, memory }: Pool): EvidenceRules {
  return { hostFacts: (claimed, email) => hostFacts(claimed, email, expectedDomains), memory }
}
