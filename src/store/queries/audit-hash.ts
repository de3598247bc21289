// Hashes and salts of the audit chain, by Node.
import { hash, randomBytes } from 'node:crypto'
import type { Sha256 } from '../../domain/audit-chain.ts'

export const sha256: Sha256 = (text) => hash('sha256', text)

/** 16 random bytes, in hex. */
export const newSalt = (): string => randomBytes(16).toString('hex')
