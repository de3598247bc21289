// Verifies an audit chain, row by row and in little memory: what was changed, removed or moved, and what nobody can tell.
//
// Rows come in the order of `seq`, and after them those that are not linked. `end` tells what was found. Damage that one
// deed explains is told once. Whoever owns the database can change rows that are not linked, and rebuild all that no
// signature and no witness covers: that is not found. Imports: see `audit-row.ts`.
import {
  type Checkpoint,
  checkpointText,
  contentOf,
  genesis,
  type Head,
  isErased,
  link,
  type Sha256,
} from './audit-chain.ts'
import { type ChainReport, type Damage, mostTold, type Restored } from './audit-report.ts'
import type { AuditRow } from './audit-row.ts'
import { createApprovalCheck } from './verify-approvals.ts'
import { createErasureCheck } from './verify-erasures.ts'
import { createWitnessCheck, type Witness } from './verify-witnesses.ts'

export interface SignedCheckpoint extends Checkpoint {
  readonly signature: string | null
  readonly signing_key: string | null
}

/** What is known besides the rows. */
export interface ChainKnown {
  readonly storeId: string
  readonly sha256: Sha256
  /** How far the store says it is linked; null if nothing says so. */
  readonly head: Head | null
  readonly checkpoints: readonly SignedCheckpoint[]
  /** Copies of the chain's hash that were kept elsewhere. */
  readonly witnesses: readonly Witness[]
  /** Of an excerpt: where the chain stood before its first row. */
  readonly after?: Head | null
  /** The applicants' values were left out of all rows: nobody can tell which of them are erased. */
  readonly isWithheld?: boolean
  /** Whether a key that is known signed this; null if that key is not known. */
  isSigned(text: string, signature: string, keyId: string): boolean | null
}

export interface Verification {
  take(row: AuditRow): void
  end(): ChainReport
}

interface Gap {
  readonly from: number
  readonly to: number
  /** The chain's hash before it; null if that is not known. */
  readonly after: string | null
}

/** A row that does not follow on the one before. */
interface Doubt {
  readonly row: Linked
  readonly content: string
  /** What its chain hash would be if it did: by its hash, and by what it says. */
  readonly expected: readonly string[]
  readonly isToldAlready: boolean
}

/** Rows in doubt that follow each other, and the chain's hash before them. */
interface Break {
  readonly doubts: readonly Doubt[]
  readonly before: string
}

type Linked = AuditRow & { readonly seq: number }

/** So many rows in a row that don't follow are not looked into together. */
const mostDoubts = 64

/** So many breaks are looked into together. */
const mostBreaks = 4

/** How many rows out of their place are kept, to find where they were. */
const mostStrays = 1000

/** In how many gaps a row is looked for: where more are missing, it makes no difference which of the rest were moved. */
const mostGaps = 20

export function createVerification(known: ChainKnown): Verification {
  const { sha256, storeId } = known
  const damage: Damage[] = []
  let damages = 0
  const tell = (one: Damage) => {
    damages += 1
    if (damage.length < mostTold) damage.push(one)
  }
  const erasures = createErasureCheck(tell)
  const approvals = createApprovalCheck(known.isSigned, tell)
  const witnesses = createWitnessCheck(known.witnesses)
  const checkpoints = checkpointsBySeq(known, tell)
  const newestCut = known.checkpoints.reduce(
    (most, { kind, seq }) => (kind === 'cut' ? Math.max(most, seq) : most),
    0,
  )
  witnesses.compare(0, genesis(storeId, sha256))
  let [rows, unlinked, beforeChain, covered] = [0, 0, 0, 0]
  let first: { readonly seq: number; readonly at: number } | null = null
  /** The last row's place; the hash is null if it is not known. */
  let last: { readonly seq: number; readonly hash: string | null } = {
    seq: 0,
    hash: genesis(storeId, sha256),
  }
  let doubts: Doubt[] = []
  let beforeDoubts = ''
  const breaks: Break[] = []
  let isCheckpointWrong = false
  let cutUpTo = 0
  const gaps: Gap[] = []
  const strays: AuditRow[] = []
  const cuts: { readonly upTo: number; readonly hash: string }[] = []
  const restored: Restored[] = []

  const take = (row: AuditRow): void => {
    const content = contentOf(row, sha256)
    if (!isLinked(row)) takeUnlinked(row, content)
    else if (row.seq <= last.seq) takeStray(row, content)
    else if (!isMoved(row, content)) takeLinked(row, content)
  }

  const takeLinked = (row: Linked, content: string | null): void => {
    rows += 1
    if (first === null) begin(row)
    else if (row.seq > last.seq + 1) skip(row)
    first ??= { seq: row.seq, at: row.at }
    const isToldAlready = content !== row.content_hash || row.inserted !== null
    if (isToldAlready) tell({ kind: 'changed', seq: row.seq, id: row.id })
    else approvals.take(row)
    follow(row, content ?? row.content_hash ?? '', isToldAlready)
    compare(row)
    const isHeld = row.applicant_hash !== null && known.isWithheld !== true
    if (isHeld && !isToldAlready) erasures.note(row.seq, isErased(row))
    read(row, row.seq)
    last = { seq: row.seq, hash: row.chain_hash ?? '' }
  }

  const takeUnlinked = (row: AuditRow, content: string | null): void => {
    if (row.chain_hash !== null) {
      takeStray(row, content)
      return
    }
    unlinked += 1
    // An older version wrote it, and it is hashed when it is linked.
    if (row.content_hash === null) return
    if (content !== row.content_hash) {
      tell({ kind: 'changed', seq: null, id: row.id })
      return
    }
    approvals.take(row)
    read(row, Number.POSITIVE_INFINITY)
  }

  /** Out of its place: found again in a gap, perhaps one that comes later. */
  const takeStray = (row: AuditRow, content: string | null): void => {
    if (isMoved(row, content)) return
    if (strays.length < mostStrays) strays.push(row)
    else tell({ kind: 'changed', seq: row.seq, id: row.id })
  }

  /** Whether it belongs into a gap, which is then one row shorter. */
  const isMoved = (row: AuditRow, content: string | null): boolean => {
    if (gaps.length === 0 || isInPlace(row)) return false
    for (const [index, { from, to, after }] of gaps.slice(0, mostGaps).entries()) {
      if (after === null || content === null || link(after, from, content, sha256) !== row.chain_hash)
        continue
      tell({ kind: 'moved', id: row.id, seq: row.seq, was: from })
      gaps.splice(index, 1, ...(from === to ? [] : [{ from: from + 1, to, after: row.chain_hash }]))
      return true
    }
    return false
  }

  const isInPlace = ({ seq, content_hash, chain_hash }: AuditRow): boolean =>
    last.hash !== null && seq !== null && link(last.hash, seq, content_hash ?? '', sha256) === chain_hash

  /** Rows before the first are gone: up to a cut, which is known with the chain's hash there, or nobody knows why. */
  const begin = (row: Linked): void => {
    if (row.seq === 1) return
    if (known.after?.seq === row.seq - 1) {
      last = known.after
      return
    }
    const cut = known.checkpoints.find(({ kind, seq }) => kind === 'cut' && seq === row.seq - 1)
    if (row.seq - 1 <= newestCut) cutUpTo = row.seq - 1
    else noteGap({ from: 1, to: row.seq - 1, after: genesis(storeId, sha256) })
    last = { seq: row.seq - 1, hash: cut?.chain_hash ?? null }
  }

  const skip = (row: Linked): void => {
    endDoubts(false)
    noteGap({ from: last.seq + 1, to: row.seq - 1, after: last.hash })
    last = { seq: row.seq - 1, hash: null }
  }

  const noteGap = (gap: Gap): void => {
    gaps.push(gap)
    if (gaps.length > mostGaps) return
    for (const stray of strays.splice(0)) takeStray(stray, contentOf(stray, sha256))
  }

  /** Whether it follows on the row before. */
  const follow = (row: Linked, content: string, isToldAlready: boolean): void => {
    const kept = row.content_hash ?? ''
    const contents = kept === content ? [kept] : [kept, content]
    const after = (hash: string) => contents.map((one) => link(hash, row.seq, one, sha256))
    const follows = (hash: string) => after(hash).includes(row.chain_hash ?? '')
    const doubt = doubts.at(-1)
    if (doubt === undefined) {
      if (last.hash === null || follows(last.hash)) return
      beforeDoubts = last.hash
      doubts.push({ row, content, expected: after(last.hash), isToldAlready })
      return
    }
    const isFollowed = doubts.some((one) => follows(one.row.chain_hash ?? ''))
    if (isFollowed || doubt.expected.some(follows)) {
      endDoubts(!isFollowed)
      return
    }
    doubts.push({ row, content, expected: after(doubt.expected[0] ?? ''), isToldAlready })
    if (doubts.length === mostDoubts) endDoubts(false)
  }

  /** `isExpected` if what follows goes on from what these rows' chain hashes should be. */
  const endDoubts = (isExpected: boolean): void => {
    if (doubts.length === 0) return
    if (isExpected) {
      for (const { row, isToldAlready } of doubts)
        if (!isToldAlready) tell({ kind: 'changed', seq: row.seq, id: row.id })
    } else breaks.push({ doubts, before: beforeDoubts })
    doubts = []
    if (breaks.length > mostBreaks) tellBreaks()
  }

  const tellBreaks = (): void => {
    const isAll = isReordered(breaks, sha256)
    for (const one of isAll ? [joined(breaks)] : breaks)
      tell(breakIn(one, isAll || isReordered([one], sha256)))
    breaks.splice(0)
  }

  const compare = (row: Linked): void => {
    const hash = row.chain_hash ?? ''
    for (const checkpoint of checkpoints.bySeq.get(row.seq) ?? []) {
      if (checkpoint.chain_hash === hash) covered = checkpoint.isSigned ? row.seq : covered
      else if (doubts.length === 0 && !isCheckpointWrong) {
        isCheckpointWrong = true
        tell({ kind: 'checkpoint-differs', seq: row.seq })
      }
    }
    witnesses.compare(row.seq, hash)
  }

  /** What the chain's own events say. One that is not linked yet is about rows before it all the same. */
  const read = (row: AuditRow, seq: number): void => {
    switch (row.kind) {
      case 'chain-began':
        if (isLinked(row)) beforeChain = seq - 1
        return
      case 'applicants-erased':
        erasures.named(String(outcomeOf(row)['rows'] ?? ''), seq)
        return
      case 'audit-cut': {
        const said = outcomeOf(row)
        cuts.push({ upTo: Number(said['upTo']), hash: String(said['hash'] ?? '') })
        return
      }
      case 'restored': {
        const lost = gaps.at(-1)?.to === seq - 1 ? gaps.pop() : undefined
        const note = String(outcomeOf(row)['reason'] ?? '')
        const place = lost === undefined ? null : { from: lost.from, to: lost.to }
        if (isLinked(row)) restored.push({ seq, at: row.at, note, lost: place })
        return
      }
      default:
    }
  }

  const end = (): ChainReport => {
    const expected = doubts.at(-1)?.expected ?? []
    const possible = [...expected, ...doubts.map(({ row }) => row.chain_hash)]
    endDoubts(known.head?.seq === last.seq && expected.includes(known.head.hash))
    tellBreaks()
    for (const stray of strays) tell({ kind: 'changed', seq: stray.seq, id: stray.id })
    const deletedUpTo = whatWasCut()
    for (const { from, to } of gaps) tell({ kind: 'missing', from, to })
    erasures.end()
    endHead(possible)
    const found = witnesses.end({ first, last: last.seq, restored })
    for (const one of found.damage) tell(one)
    return {
      ...{ rows, unlinked, first: first?.seq ?? null, beforeChain, deletedUpTo, restored, damage, damages },
      head: { seq: last.seq, hash: last.hash ?? '' },
      erased: erasures.erased(),
      checkpoints: checkpoints.counts,
      approvals: approvals.counts(),
      coveredUpTo: Math.max(covered, found.coveredUpTo),
      lostWitnesses: found.lost,
    }
  }

  /** Rows at the beginning may only be missing if an event says so, with the chain's hash at the cut. */
  const whatWasCut = (): number => {
    if (cutUpTo === 0) return 0
    const isNamed = cuts.some((cut) =>
      known.checkpoints.some(
        ({ kind, seq, chain_hash }) =>
          kind === 'cut' && seq >= cutUpTo && seq === cut.upTo && chain_hash === cut.hash,
      ),
    )
    if (isNamed) return cutUpTo
    tell({ kind: 'missing', from: 1, to: cutUpTo })
    return 0
  }

  /** What the store, or a checkpoint, knows of the end. `possible` are hashes that the last row may have had, if that is in doubt. */
  const endHead = (possible: readonly (string | null)[]): void => {
    const { head } = known
    const from = last.seq + 1
    const marked = known.checkpoints.reduce((most, { seq }) => Math.max(most, seq), 0)
    if (head !== null && head.seq > last.seq) tell({ kind: 'shortened', from, to: head.seq, by: 'store' })
    else if (marked > last.seq) tell({ kind: 'shortened', from, to: marked, by: 'checkpoint' })
    else if (head !== null && (head.seq < last.seq || ![last.hash, ...possible].includes(head.hash)))
      tell({ kind: 'head-differs', seq: head.seq })
  }

  return { take, end }
}

function isLinked(row: AuditRow): row is Linked {
  return row.seq !== null
}

function outcomeOf({ outcome }: AuditRow): Readonly<Record<string, unknown>> {
  try {
    const said: unknown = JSON.parse(outcome)
    return typeof said === 'object' && said !== null ? { ...said } : {}
  } catch {
    return {}
  }
}

/** Whether each row in doubt follows on another of them, or on what was before, at the place of one of them. */
function isReordered(breaks: readonly Break[], sha256: Sha256): boolean {
  const doubts = breaks.flatMap((one) => one.doubts)
  const hashes = [...breaks.map(({ before }) => before), ...doubts.map(({ row }) => row.chain_hash ?? '')]
  const isPlaced = ({ row, content }: Doubt) =>
    doubts.some(({ row: { seq } }) =>
      hashes.some((hash) => link(hash, seq, content, sha256) === row.chain_hash),
    )
  return doubts.length > 1 && doubts.every(isPlaced)
}

function joined(breaks: readonly Break[]): Break {
  return { doubts: breaks.flatMap(({ doubts }) => doubts), before: breaks[0]?.before ?? '' }
}

function breakIn(one: Break, isAsOne: boolean): Damage {
  const [from, to] = [one.doubts[0]?.row.seq ?? 0, one.doubts.at(-1)?.row.seq ?? 0]
  return isAsOne ? { kind: 'reordered', from, to } : { kind: 'broken', seq: from }
}

interface MarkedCheckpoint extends SignedCheckpoint {
  readonly isSigned: boolean
}

/** By the row that they are at, with what their signatures say. */
function checkpointsBySeq({ checkpoints, storeId, isSigned }: ChainKnown, tell: (damage: Damage) => void) {
  const bySeq = new Map<number, readonly MarkedCheckpoint[]>()
  const counts = { signed: 0, unsigned: 0, unknownKey: 0 }
  for (const checkpoint of checkpoints) {
    const { seq, signature, signing_key: keyId } = checkpoint
    const isOurs =
      signature === null || keyId === null
        ? false
        : isSigned(checkpointText(storeId, checkpoint), signature, keyId)
    if (signature === null || keyId === null) counts.unsigned += 1
    else if (isOurs === null) counts.unknownKey += 1
    else if (isOurs) counts.signed += 1
    else tell({ kind: 'checkpoint-forged', seq })
    bySeq.set(seq, [...(bySeq.get(seq) ?? []), { ...checkpoint, isSigned: isOurs === true }])
  }
  return { bySeq, counts }
}
