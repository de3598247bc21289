// The verdict that somebody may decide, because the pool names them.
import type { Verdict } from '../../src/domain/may-decide.ts'

export const may: Verdict = { kind: 'may', grounds: { through: { kind: 'users' }, name: 'Ada' } }
