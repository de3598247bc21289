// List forms, as they are opened and submitted.
import type { ListAnswer } from '../../src/domain/choosing.ts'
import type { Click, Submission } from '../../src/domain/click.ts'
import type { ListSource } from '../../src/domain/list-source.ts'
import { newClick } from './arrange.ts'
import type { Store } from './open-store.ts'

/** All are chosen, by nobody's hand, on pages of two. */
export async function openedList(
  { ledger }: Pick<Store, 'ledger'>,
  source: ListSource,
  list: ListAnswer,
): Promise<string> {
  const decision = list.kind === 'approve-all' ? 'approve' : 'deny'
  const request = { kind: 'open-form', decision, source } as const
  const formId = (await ledger.writeDown(newClick('', { request, toldBy: 'privately' })))?.click.id ?? ''
  const ticks = list.roundIds.map(() => ({ isChosen: true, at: 0 }))
  const starts = list.roundIds.map((_, place) => place).filter((place) => place % 2 === 0)
  await ledger.openList(formId, { kind: 'answered', answer: list }, { leftOut: 0, ticks, starts })
  await ledger.noteTold(formId)
  return formId
}

/** As ada submits it, without having touched anything. */
export function submissionOf(formId: string, changed: Partial<Submission['request']> = {}): Submission {
  const told = { turn: 0, boxes: [] }
  const request = { kind: 'submit-form', formId, told, choice: 0, note: null, ...changed } as const
  return { ...newClick(''), request, toldBy: 'bulk', pressedOn: null }
}

export function clicksOf(written: readonly Click[] | 'none-chosen' | null): readonly Click[] {
  if (written === null || written === 'none-chosen') throw new Error(`The form was not taken: ${written}`)
  return written
}
