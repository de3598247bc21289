// What verifying the audit log found, in lines. The verifier of exports prints the same: it has no imports but types.
import type { ChainReport, Damage, Restored, Signatures } from '../domain/audit-report.ts'

/** What was verified. */
export interface Verified {
  readonly report: ChainReport
  /** Null for a store. */
  readonly file: {
    readonly unreadable: number
    readonly isWhole: boolean
    /** Where the chain stood before the first row, if the file begins later. */
    readonly after: number | null
    readonly isWithheld: boolean
  } | null
}

/** Whether anything is not as it was recorded. */
export function isDamaged({ report, file }: Verified): boolean {
  return report.damages > 0 || (file !== null && (file.unreadable > 0 || !file.isWhole))
}

export function reportLines(verified: Verified): readonly string[] {
  const { report } = verified
  return [...whatWasRead(verified), ...whatIsKnown(report), ...damageLines(verified)]
}

function whatWasRead({ report, file }: Verified): readonly string[] {
  const { rows, unlinked, first, head, beforeChain, deletedUpTo, erased } = report
  const span = first === null ? 'none' : `numbers ${first} to ${head.seq}`
  return [
    `Linked events: ${rows} (${span}). Not linked yet, so not protected: ${unlinked}.`,
    `The chain ends at ${head.seq} ${head.hash}`,
    ...(file?.after == null
      ? []
      : [`The file begins after number ${file.after}: what is before it was not verified.`]),
    ...(beforeChain === 0
      ? []
      : [`Recorded before the chain: up to number ${beforeChain}. Their hashes were made later.`]),
    ...(deletedUpTo === 0
      ? []
      : [`Deleted because of their age, as an event says: up to number ${deletedUpTo}.`]),
    ...(erased === 0 ? [] : [`Applicants erased, as events say: in ${erased} events.`]),
    ...(file?.isWithheld === true
      ? ['Applicants’ personal values are not in this file, so nothing is said of their erasure.']
      : []),
    ...report.restored.map(restoredLine),
  ]
}

function restoredLine({ seq, at, note, lost }: Restored): string {
  const gap = lost === null ? '' : ` Lost: ${range(lost)}.`
  return `Restored from a backup at number ${seq}, ${new Date(at).toISOString()}: ${shown(note)}.${gap}`
}

function whatIsKnown({
  checkpoints,
  approvals,
  coveredUpTo,
  head,
  lostWitnesses,
}: ChainReport): readonly string[] {
  const left = head.seq - coveredUpTo
  return [
    `Checkpoints: ${signatures(checkpoints)}.`,
    `Approvals: ${signatures(approvals)}.`,
    coveredUpTo === 0
      ? 'No signed checkpoint and no witness covers anything: whoever owns the database could have rebuilt all of it unnoticed.'
      : `Covered by a signed checkpoint or a witness: up to number ${coveredUpTo}.`,
    ...(coveredUpTo > 0 && left > 0
      ? [`The last ${left} are not covered: whoever owns the database could have rebuilt them unnoticed.`]
      : []),
    ...(lostWitnesses === 0
      ? []
      : [`Witnesses of events that were lost before a restore: ${lostWitnesses}.`]),
  ]
}

function signatures({ signed, unsigned, unknownKey }: Signatures): string {
  return `${signed} signed, ${unsigned} not signed, ${unknownKey} signed by a key that was not given`
}

function damageLines({ report, file }: Verified): readonly string[] {
  const ofFile =
    file === null
      ? []
      : [
          ...(file.unreadable === 0 ? [] : [`Lines of the file that can’t be read: ${file.unreadable}.`]),
          ...(file.isWhole
            ? []
            : ['The file is not as it was exported: lines were changed or added, or are missing.']),
        ]
  const more = report.damages - report.damage.length
  const lines = [
    ...ofFile,
    ...report.damage.map(damageLine),
    ...(more > 0 ? [`… and ${more} more of these.`] : []),
  ]
  return lines.length === 0 ? ['No damage was found.'] : ['DAMAGED:', ...lines.map((line) => `  ${line}`)]
}

function damageLine(damage: Damage): string {
  switch (damage.kind) {
    case 'changed':
      return `${rowNamed(damage)} does not say what was recorded.`
    case 'broken':
      return `Number ${damage.seq} does not follow on the one before: one of the two was changed together with its hashes, or replaced.`
    case 'reordered':
      return `${capital(range(damage))} stand in another order than they were recorded in.`
    case 'moved':
      return `${rowNamed(damage)} was recorded as number ${damage.was}.`
    case 'missing':
      return `Missing: ${range(damage)}.`
    case 'shortened':
      return `Missing at the end: ${range(damage)}. ${knowers[damage.by]} knows of them.`
    case 'head-differs':
      return `The store says that the chain ends at number ${damage.seq} with another hash.`
    case 'checkpoint-differs':
      return `At the checkpoint at number ${damage.seq} the chain was another: it was rebuilt since, or the checkpoint was changed.`
    case 'checkpoint-forged':
      return `The signature of the checkpoint at number ${damage.seq} is not by its key.`
    case 'approval-forged':
      return `${rowNamed(damage)} holds a signature that is not by its key, or not about this approval.`
    case 'witness-differs':
      return damage.seq === null
        ? `A witness knows the hash ${shown(damage.hash)}, which is nowhere in the chain: it was rebuilt since.`
        : `A witness knows another hash of number ${damage.seq} (${shown(damage.hash)}): the chain was rebuilt since.`
    case 'erased-unnamed':
      return `The applicant’s values of number ${damage.seq} are gone, and no event says so.`
    case 'not-erased':
      return `An event says that the applicant’s values of number ${damage.seq} were erased, but they are there.`
    default:
      return unknownDamage(damage)
  }
}

/** In place of `never`, which would be an import. */
function unknownDamage(damage: never): string {
  return `Something of an unknown kind: ${JSON.stringify(damage)}`
}

const knowers = {
  store: 'The store’s own note of its end',
  checkpoint: 'A checkpoint',
  witness: 'A witness',
} as const

function rowNamed({ seq, id }: { readonly seq: number | null; readonly id: string }): string {
  return seq === null ? `The event ${shown(id)}, which is not linked,` : `Number ${seq} (event ${shown(id)})`
}

function range({ from, to }: { readonly from: number; readonly to: number }): string {
  return from === to ? `number ${from}` : `numbers ${from} to ${to} (${to - from + 1})`
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
}

/** Untrusted text on one line, for a terminal. */
function shown(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\u{fffd}')
}
