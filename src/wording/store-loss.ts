// Why a running Countersign stops because of its store.
import type { StoreLoss } from '../domain/store-loss.ts'
import { never } from '../shared/never.ts'
import { printable } from './printable.ts'

export function storeLossLine(loss: StoreLoss): string {
  const file = printable(loss.file)
  switch (loss.kind) {
    case 'moved':
      return `${file} was removed or replaced while Countersign was using it. Countersign has stopped, so that no click is written to a lost file. Put the store in its place, then start Countersign again.`
    case 'taken-over':
      return `Another process has taken over the store ${file}, or an older copy was written over it. Countersign has stopped. Make sure that only one process uses the file, then start Countersign again.`
    default:
      return never(loss)
  }
}
