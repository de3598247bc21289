// Draws a shared card: several sign-ups in one message, each with its facts and its button, or its result.
import type { KnownBlock } from '@slack/types'
import { type BulkDecision, isRunning } from '../../domain/bulk-decision.ts'
import { type CardEntry, isBlocked, isOpen } from '../../domain/card-entry.ts'
import { type Offer, offersOf } from '../../domain/offers.ts'
import type { Pool } from '../../domain/pool.ts'
import type { Round } from '../../domain/round.ts'
import { bulkSentence } from '../../wording/bulk.ts'
import * as wording from '../../wording/card.ts'
import { factsOf, who } from '../../wording/facts.ts'
import { listWords } from '../../wording/list-form.ts'
import { joined, type Sentence, strong } from '../../wording/sentence.ts'
import { signedUp } from '../../wording/sign-up.ts'
import { type Drawn, sentenceBlock } from './card.ts'
import { evidenceWords } from './evidence.ts'
import { lettersIn, mostLetters } from './letters.ts'
import { label, offerButton, offerButtons } from './offers.ts'
import { fallbackText, narrowed, plainText } from './render-sentence.ts'

/** The buttons' actions. Their value is only the message's id. */
export const approveAllAction = 'approve-all'
export const denyAllAction = 'deny-all'

/** Slack accepts 50 blocks: two for each sign-up at most, and a few for the title and what concerns them all. */
const mostEntries = 20

/** How many characters each untrusted text may have, from the widest to the narrowest, where our own words are short too. */
const narrowestRoom = 20
const rooms = [300, 80, narrowestRoom] as const

/** Slack accepts that many characters in a section. */
const mostInSection = 3000

/** The longest that may have to be said later of one sign-up, and of all of them, at the narrowest. */
const mostSaidLater = { ofOne: 150, ofApprovals: 120, ofAll: 1200 } as const

/**
 * How many of these, from the first, one message has room for, whatever becomes of them. Where addresses are long,
 * fewer share a message instead of being cut. At least one.
 */
export function howManyShare(pool: Pool, all: readonly CardEntry[]): number {
  const state: Round['state'] = { kind: 'waiting', failure: null }
  let letters = lettersIn(sharedBlocks({ messageId: '', pool, entries: [], bulks: [] }, narrowestRoom))
  letters += mostSaidLater.ofAll
  const end = all.slice(0, mostEntries).findIndex(({ signUp, round }, index) => {
    // An imitation has no button, but it may turn out to be none.
    const entry = { signUp: { ...signUp, isImitation: false }, round: { ...round, state } }
    const blocks = entryBlocks(entry, { pool, room: narrowestRoom, number: index + 1 })
    letters += lettersIn(blocks) + mostSaidLater.ofOne
    if (pool.requiredApprovals > 1) letters += mostSaidLater.ofApprovals
    if (!blocks.some(hasDialog)) letters += mostInLaterDialog
    return letters > mostLetters || !blocks.every(isAccepted)
  })
  return Math.max(1, end === -1 ? Math.min(mostEntries, all.length) : end)
}

/** The dialog of a later button, where the one that approves has none. */
const mostInLaterDialog = 400

function hasDialog(block: KnownBlock): boolean {
  return block.type === 'section' && block.accessory !== undefined && 'confirm' in block.accessory
}

interface SharedView {
  readonly messageId: string
  readonly pool: Pool
  readonly entries: readonly CardEntry[]
  readonly bulks: readonly BulkDecision[]
}

/** Draws the widest version that fits. */
export function drawSharedCard(view: SharedView): Drawn {
  const text = fallbackText(wording.sharedSummary(view.entries, view.pool.name))
  let blocks: KnownBlock[] = []
  for (const room of rooms) {
    blocks = sharedBlocks(view, room)
    if (lettersIn(blocks) <= mostLetters && blocks.every(isAccepted)) break
  }
  return { text, blocks }
}

function sharedBlocks({ messageId, pool, entries, bulks }: SharedView, room: number): KnownBlock[] {
  const told = (bulk: BulkDecision) => sentenceBlock(narrowed(bulkSentence(bulk, room > narrowestRoom), room))
  const running = bulks.filter(isRunning)
  const isForAll = running.length === 0 && entries.filter(isOpen).length > 1
  const forAll = isForAll ? [buttonsForAll(messageId, pool)] : []
  return [
    {
      type: 'header',
      text: { type: 'plain_text', text: wording.sharedTitle(entries), emoji: false },
    },
    sentenceBlock(wording.sharedOrigin(pool.name, entries.length === 0 || entries.some(isOpen))),
    ...running.map(told),
    ...forAll,
    ...entries.flatMap((entry, index) => entryBlocks(entry, { pool, room, number: index + 1 })),
    ...bulks.map(told),
    ...forAll,
  ]
}

interface EntryPlace {
  readonly pool: Pool
  readonly room: number
  readonly number: number
}

/** At most two blocks. A section shows neither mentions nor the reader's own time, so who decided and when stands in rich text. */
function entryBlocks(entry: CardEntry, place: EntryPlace): KnownBlock[] {
  const { pool, room, number } = place
  const style = room === narrowestRoom ? 'short' : 'long'
  if (entry.round.state.kind === 'settled') {
    const offers = offersOf(entry).filter((offer, _, all) => {
      // There is room for Details only where little else is said, or what failed is to be read there, and hardly any for a second dialog.
      if (offer === 'details') return entry.signUp.isMasked === true || all.includes('try-again')
      return room > narrowestRoom || offer !== 'undo' || !all.includes('let-in')
    })
    const [first, ...others] = offers
    if (first !== undefined && others.length === 0) return decidedBeside(first, entry, place)
    const line = [strong(`${number}. `), ...wording.decidedInLine(entry, pool, style)]
    return [sentenceBlock(narrowed(line, room)), ...offerButtons(offers, entry, pool)]
  }
  const status = wording.cardStatus(
    room === narrowestRoom ? withoutLooking(entry.round) : entry.round,
    pool,
    style,
  )
  const said: Sentence[] = [
    ...(status === null ? [] : [narrowed(status, room)]),
    ...(isBlocked(entry) ? [wording.imitationWarningShort] : []),
  ]
  return [waitingSection(entry, place), ...(said.length === 0 ? [] : [sentenceBlock(joined(said, '\n'))])]
}

/** Who looks into it binds nobody, and may be left out where there is hardly any room. */
function withoutLooking(round: Round): Round {
  const { state } = round
  return state.kind === 'waiting' ? { ...round, state: { ...state, looking: undefined } } : round
}

/** Who was decided about, with the only button beside it, and how it ended. */
function decidedBeside(offer: Offer, entry: CardEntry, { pool, room, number }: EntryPlace): KnownBlock[] {
  const style = room === narrowestRoom ? 'short' : 'long'
  const line: Sentence = [`${number}. `, ...who(entry.signUp, pool, 'short')]
  const status = wording.cardStatus(entry.round, pool, style) ?? []
  return [
    {
      type: 'section',
      text: { type: 'plain_text', text: plainText(narrowed(line, room), mostInSection), emoji: false },
      accessory: offerButton(offer, entry, pool),
    },
    sentenceBlock(narrowed(status, room)),
  ]
}

/** Who waits, with the button beside it. */
function waitingSection(entry: CardEntry, { pool, room, number }: EntryPlace): KnownBlock {
  const { signUp, round } = entry
  const facts = joined(factsOf(signUp, pool, 'short'), ' · ')
  const evidence = evidenceWords(round, room === narrowestRoom ? 'shortest' : 'short') ?? []
  const since = joined(
    [signedUp(signUp), evidence].filter(({ length }) => length > 0),
    ' · ',
  )
  const lines = joined([[`${number}. `, ...facts], since], '\n')
  const text = plainText(narrowed(lines, room), Number.POSITIVE_INFINITY)
  return {
    type: 'section',
    text: { type: 'plain_text', text, emoji: false },
    ...(offersOf(entry).includes('approve') && { accessory: offerButton('approve', entry, pool) }),
  }
}

function isAccepted(block: KnownBlock): boolean {
  return block.type !== 'section' || (block.text?.text.length ?? 0) <= mostInSection
}

function buttonsForAll(messageId: string, { name }: Pool): KnownBlock {
  const button = (action: string, text: string, what: Sentence) => ({
    type: 'button' as const,
    action_id: action,
    text: { type: 'plain_text' as const, text, emoji: false },
    accessibility_label: label(what),
    value: messageId,
  })
  return {
    type: 'actions',
    elements: [
      button(approveAllAction, listWords.approve.press, wording.allLabel('Approve', name)),
      button(denyAllAction, listWords.deny.press, wording.allLabel('Deny', name)),
    ],
  }
}
