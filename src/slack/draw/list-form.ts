// The form with which an approver decides about several people at once: a list with a box beside each of them.
import type { Checkboxes, KnownBlock, ModalView, SectionBlock } from '@slack/types'
import { type CardEntry, isBlocked, isOpen } from '../../domain/card-entry.ts'
import type { ListAnswer, ListForm, ListPage } from '../../domain/choosing.ts'
import { isNamedByEmail } from '../../domain/denial-form.ts'
import type { ManyDecision } from '../../domain/list-source.ts'
import type { Pool } from '../../domain/pool.ts'
import { never } from '../../shared/never.ts'
import * as card from '../../wording/card.ts'
import { blocksTrueOwners } from '../../wording/denial.ts'
import { withheld } from '../../wording/details.ts'
import { factsOf } from '../../wording/facts.ts'
import * as wording from '../../wording/list-form.ts'
import { joined, type Sentence } from '../../wording/sentence.ts'
import { signedUp } from '../../wording/sign-up.ts'
import { sentenceBlock } from './card.ts'
import { denialFields } from './denial-form.ts'
import { evidenceWords } from './evidence.ts'
import { drawFormInstead, drawInstead } from './form-instead.ts'
import { lettersIn, mostLetters } from './letters.ts'
import { narrowed, plainText, widened } from './render-sentence.ts'

/** The forms' `callback_id`, by what they decide. Their `private_metadata` is only the id of the click that opened them. */
export const listForms: { readonly [Decided in ManyDecision]: string } = {
  approve: 'approve-all',
  deny: 'deny-all',
}

/** The boxes' action, and those of the buttons that turn the page, whose value is the number of the page that follows. */
export const chooseAction = 'choose'
export const earlierPeopleAction = 'earlier-people'
export const morePeopleAction = 'more-people'

/** People on a page: one block each, and there are a few more. Slack accepts 100 in a modal. */
const mostOnPage = 30

/** Everything else on a page has that many characters at most. */
const mostAround = 2500

/** Slack accepts that many characters in a section. */
const mostInSection = 3000

/**
 * Where each page begins. Each person is listed in full, or can't be chosen; where that takes much room, fewer share a page.
 */
export function pagesOf(pool: Pool, entries: readonly CardEntry[]): readonly number[] {
  const starts = [0]
  let letters = mostAround
  for (const [place, entry] of entries.entries()) {
    const more = lettersIn([
      personBlock({ ...entry, place }, { pool, decision: 'approve', turn: 0, isChosen: true }),
    ])
    const start = starts.at(-1) ?? 0
    if (place > start && (place - start >= mostOnPage || letters + more > mostLetters)) {
      starts.push(place)
      letters = mostAround
    }
    letters += more
  }
  return starts
}

/** Whether the form can show them in full at this place of its list: otherwise they have no box there. */
export function fitsOnList(pool: Pool, entry: CardEntry, place: number): boolean {
  return textInFull({ ...entry, place }, pool).length <= mostInSection
}

/** A form, as it is now. */
export function drawListForm(form: ListForm, pool: Pool): ModalView {
  const decision = decisionOf(form.list)
  const words = wording.listWords[decision]
  const { turn, ticks } = form
  return {
    type: 'modal',
    callback_id: listForms[decision],
    private_metadata: form.clickId,
    title: plain([words.title]),
    submit: plain([words.submit]),
    close: plain([wording.listCancel]),
    blocks: [
      sentenceBlock([
        ...wording.howManyFrom(form, pool),
        ...wording.howManyChosen(form),
        ...wording.whatListDoes(form.list, pool),
        ...(warnsOfOwners(form) ? blocksTrueOwners : []),
      ]),
      ...(form.list.kind === 'deny-all' ? denialFields(form.list.reasons, pool) : []),
      ...form.shown.map((entry) => {
        const isChosen = ticks[entry.place]?.isChosen === true
        return personBlock(entry, { pool, decision, turn, isChosen })
      }),
      ...(form.leftOut > 0 ? [sentenceBlock(wording.listLeavesOut(form.leftOut))] : []),
      ...pageButtons(form),
    ],
  }
}

function decisionOf({ kind }: ListAnswer): ManyDecision {
  return kind === 'approve-all' ? 'approve' : 'deny'
}

/** Disabling an account that is named by its address keeps that from whoever it belongs to. */
function warnsOfOwners({ list, shown }: ListForm): boolean {
  return (
    list.kind === 'deny-all' &&
    list.onDeny === 'disable' &&
    shown.some(({ signUp }) => isNamedByEmail(signUp))
  )
}

interface Drawing {
  readonly pool: Pool
  readonly decision: ManyDecision
  readonly turn: number
  readonly isChosen: boolean
}

/** In full, since nobody decides about whom they can't see: all of it where the channel is shown little. */
function personBlock(entry: ListForm['shown'][number], drawing: Drawing): KnownBlock {
  const { place } = entry
  const { pool } = drawing
  const number = numbered(place)
  if (isBlocked(entry))
    return sentenceBlock([number, ...briefly(entry, pool), '\n', ...card.imitationWarningShort])
  if (!isOpen(entry))
    return sentenceBlock([number, ...narrowed(card.decidedInLine(entry, pool, 'short'), 80)])
  const text = textInFull(entry, pool)
  if (text.length > mostInSection)
    return sentenceBlock([number, ...briefly(entry, pool), '\n', wording.tooLongToChoose])
  return withBox({ type: 'section', text: { type: 'plain_text', text, emoji: false } }, place, drawing)
}

function textInFull({ signUp, round, place }: ListForm['shown'][number], pool: Pool): string {
  const facts = joined(factsOf(signUp, pool, 'short'), ' · ')
  const evidence = evidenceWords(round, 'short') ?? []
  const rest = joined(
    [signedUp(signUp), evidence].filter(({ length }) => length > 0),
    ' · ',
  )
  return plainText(joined([[numbered(place), ...widened(facts)], rest], '\n'), Number.POSITIVE_INFINITY)
}

function numbered(place: number): string {
  return `${place + 1}. `
}

function briefly({ signUp }: CardEntry, pool: Pool): Sentence {
  return narrowed(joined(factsOf(signUp, pool, 'short'), ' · '), 80)
}

/**
 * The block's id names the place and says how many pages were turned. Slack keeps a box as its person left it as long as its ids
 * stay the same, and takes the ticks that we know of where they are new (https://docs.slack.dev/reference/methods/views.update).
 */
function withBox(section: SectionBlock, place: number, { decision, turn, isChosen }: Drawing): KnownBlock {
  const option = { text: plain([wording.listWords[decision].box]), value: String(place) }
  const accessory: Checkboxes = {
    type: 'checkboxes',
    action_id: chooseAction,
    options: [option],
    ...(isChosen && { initial_options: [option] }),
  }
  return { ...section, block_id: boxBlock(place, turn), accessory }
}

function boxBlock(place: number, turn: number): string {
  return `${place}.${turn}`
}

/** Null if this block has no box of ours. */
export function readBoxBlock(blockId: string): { readonly place: number; readonly turn: number } | null {
  const [, place, turn] = /^(\d{1,3})\.(\d{1,6})$/.exec(blockId) ?? []
  return place === undefined || turn === undefined ? null : { place: Number(place), turn: Number(turn) }
}

function pageButtons({ page, starts }: ListForm): KnownBlock[] {
  if (starts.length === 1) return []
  const button = (action: string, text: string, to: number) => ({
    type: 'button' as const,
    action_id: action,
    text: plain([text]),
    value: String(to),
  })
  return [
    sentenceBlock(wording.whichPage({ page, starts })),
    {
      type: 'actions',
      elements: [
        ...(page > 0 ? [button(earlierPeopleAction, wording.earlierPeople, page - 1)] : []),
        ...(page < starts.length - 1 ? [button(morePeopleAction, wording.morePeople, page + 1)] : []),
      ],
    },
  ]
}

/** What stands in the modal of a list now. */
export function drawListPage(page: ListPage): ModalView {
  switch (page.kind) {
    case 'list':
      return drawListForm(page.form, page.pool)
    case 'withheld':
      return drawInstead(
        { title: wording.listTitle, close: wording.listCancel },
        withheld(page.end, page.clicker, page.poolName),
      )
    case 'out-of-date':
      return drawFormInstead('submit-form', 'out-of-date')
    default:
      return never(page)
  }
}

/** Slack accepts 24 characters there. */
function plain(sentence: Sentence) {
  return { type: 'plain_text' as const, text: plainText(sentence, 24), emoji: false }
}
