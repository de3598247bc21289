// Draws a shared card: several sign-ups in one message, each with its facts, its button and its result.
import type { KnownBlock } from '@slack/types'
import type { BulkApproval } from '../../domain/bulk-approval.ts'
import { type CardEntry, isOpen } from '../../domain/card-entry.ts'
import type { Pool } from '../../domain/pool.ts'
import type { Round } from '../../domain/round.ts'
import type { SignUp } from '../../domain/sign-up.ts'
import { bulkSentence } from '../../wording/bulk.ts'
import * as wording from '../../wording/card.ts'
import { joined, type Sentence, strong } from '../../wording/sentence.ts'
import { factsOf, signedUp } from '../../wording/sign-up.ts'
import { type Drawn, decisionBlocks, sentenceBlock } from './card.ts'
import { lettersIn, mostLetters } from './letters.ts'
import { fallbackText, narrowed } from './render-sentence.ts'

/** The button's action. Its value is only the message's id. */
export const approveAllAction = 'approve-all'

/** Slack accepts 50 blocks: two for each sign-up, and a few for the title and what concerns them all. */
const mostEntries = 20

/** How many characters each untrusted text may have, from the widest to the narrowest, where our own words are short too. */
const narrowestRoom = 20
const rooms = [300, 80, narrowestRoom] as const

/** The longest that may have to be said later of one sign-up, and of all of them, at the narrowest. */
const mostSaidLater = { ofOne: 150, ofApprovals: 120, ofAll: 1200 } as const

/**
 * How many of these sign-ups, from the first, one message has room for, whatever becomes of them. Where addresses are long,
 * fewer share a message instead of being cut. At least one.
 */
export function howManyShare(pool: Pool, signUps: readonly SignUp[]): number {
  const round: Round = { id: '', number: 1, version: 1, fence: 0, state: { kind: 'waiting', failure: null } }
  let letters = lettersIn(sharedBlocks({ messageId: '', pool, entries: [], bulks: [] }, narrowestRoom))
  letters += mostSaidLater.ofAll
  const end = signUps.slice(0, mostEntries).findIndex((signUp, index) => {
    // An imitation has no button, but it may turn out to be none.
    const entry = { signUp: { ...signUp, isImitation: false }, round }
    letters += lettersIn(entryBlocks(entry, { pool, room: narrowestRoom, number: index + 1 }))
    letters += mostSaidLater.ofOne + (pool.requiredApprovals > 1 ? mostSaidLater.ofApprovals : 0)
    return letters > mostLetters
  })
  return Math.max(1, end === -1 ? Math.min(mostEntries, signUps.length) : end)
}

interface SharedView {
  readonly messageId: string
  readonly pool: Pool
  readonly entries: readonly CardEntry[]
  readonly bulks: readonly BulkApproval[]
}

/** Draws the widest version that fits. */
export function drawSharedCard(view: SharedView): Drawn {
  const text = fallbackText(wording.sharedSummary(view.entries, view.pool.name))
  let blocks: KnownBlock[] = []
  for (const room of rooms) {
    blocks = sharedBlocks(view, room)
    if (lettersIn(blocks) <= mostLetters) break
  }
  return { text, blocks }
}

function sharedBlocks({ messageId, pool, entries, bulks }: SharedView, room: number): KnownBlock[] {
  const open = entries.filter(isOpen)
  return [
    {
      type: 'header',
      text: { type: 'plain_text', text: wording.sharedTitle(entries), emoji: false },
    },
    sentenceBlock(wording.sharedOrigin(pool.name)),
    ...entries.flatMap((entry, index) => entryBlocks(entry, { pool, room, number: index + 1 })),
    ...bulks.map((bulk) => sentenceBlock(narrowed(bulkSentence(bulk, room > narrowestRoom), room))),
    ...(open.length > 1 ? [approveAllButton(messageId)] : []),
  ]
}

interface EntryPlace {
  readonly pool: Pool
  readonly room: number
  readonly number: number
}

function entryBlocks(entry: CardEntry, { pool, room, number }: EntryPlace): KnownBlock[] {
  const { signUp, round } = entry
  const status = wording.cardStatus(round, pool, room === narrowestRoom ? 'short' : 'long')
  const lines: Sentence[] = [
    [strong(`${number}. `), ...joined(factsOf(signUp, pool, 'short'), ' · ')],
    signedUp(signUp),
    ...(status === null ? [] : [status]),
  ]
  return [
    sentenceBlock(narrowed(joined(lines, '\n'), room)),
    ...decisionBlocks(entry, pool, { only: ['approve'], warning: wording.imitationWarningShort }),
  ]
}

function approveAllButton(messageId: string): KnownBlock {
  const text = { type: 'plain_text', text: wording.approveAll, emoji: false } as const
  return {
    type: 'actions',
    elements: [{ type: 'button', action_id: approveAllAction, text, value: messageId }],
  }
}
