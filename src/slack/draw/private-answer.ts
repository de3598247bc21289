// Draws private answers, which only the person who clicked or typed sees.
import type { KnownBlock } from '@slack/types'
import type { Place } from '../../domain/card-view.ts'
import type { CommandAnswer } from '../../domain/command.ts'
import { isAboutLooking, type Offer } from '../../domain/offers.ts'
import type { ListedEntry, Told } from '../../domain/told.ts'
import { bulkSentence } from '../../wording/bulk.ts'
import { cardStatus } from '../../wording/card.ts'
import { commandAnswer, more, moreLabel } from '../../wording/command.ts'
import { cardLink, privateAnswer } from '../../wording/private-answer.ts'
import { joined, type Sentence } from '../../wording/sentence.ts'
import { inOneLine, origin } from '../../wording/sign-up.ts'
import { type Drawn, decisionBlocks, facts, sentenceBlock } from './card.ts'
import { drawHistoryAnswer } from './history-answer.ts'
import { lettersIn, mostLetters } from './letters.ts'
import { urlOf } from './message-url.ts'
import { fallbackText } from './render-sentence.ts'

/** The button under a list that goes on. Its value names the list and the last round shown. */
export const moreAction = 'more'

export function readMoreValue(value: string): { readonly listId: string; readonly after: string } {
  const [listId = '', after = ''] = value.split(' ')
  return { listId, after }
}

/** Draws a private answer. `workspaceUrl` is the workspace's address, under which a card can be opened. */
export function drawPrivateAnswer(told: Told, workspaceUrl: string | null = null): Drawn {
  const { click, end, signUp, poolName, word = null } = told
  if (end.kind === 'answered') return drawCommandAnswer(told, end.answer)
  const isOfBulk = (click.bulkId ?? null) !== null
  const sentence =
    word?.bulk == null
      ? privateAnswer(end, click.by.userId, signUp, poolName, isOfBulk)
      : bulkSentence(word.bulk, true)
  const place = word?.place ?? null
  const all = place === null ? sentence : [...sentence, ' ', ...whereToLook(place, workspaceUrl)]
  return { text: fallbackText(all), blocks: [sentenceBlock(all)] }
}

function whereToLook(place: Place, workspaceUrl: string | null): Sentence {
  return cardLink(place.channel, workspaceUrl === null ? null : urlOf(place, workspaceUrl))
}

function drawCommandAnswer(told: Told, answer: CommandAnswer): Drawn {
  const { click, listed, total, lapsed = 0, reads, history } = told
  const [only] = listed
  if (only !== undefined && history !== undefined) return drawHistoryAnswer(only, history)
  const all = listed.map((entry) => entryBlocks(entry, answer))
  const words = (shown: number) => commandAnswer(answer, { shown, total, lapsed, reads, listed })
  const entries = fitting(all, words(all.length).slice(1).map(sentenceBlock))
  const paragraphs = words(entries.length)
  const last = listed.at(entries.length - 1)
  const isOver = answer.kind !== 'list' || answer.offset + entries.length >= total || last === undefined
  return {
    text: fallbackText(joined(paragraphs, ' ')),
    blocks: [
      ...paragraphs.map(sentenceBlock),
      ...entries.flat(),
      ...(isOver ? [] : [moreButton(click.id, last.round.id)]),
    ],
  }
}

/** Slack accepts 50 blocks in a message; a title and a button come with the entries. */
const mostBlocks = 48

/** As many entries as Slack accepts in one message, beside what is said in further paragraphs. */
function fitting(entries: readonly KnownBlock[][], said: readonly KnownBlock[]): readonly KnownBlock[][] {
  let blocks = said.length
  let letters = lettersIn(said)
  const end = entries.findIndex((entry) => {
    blocks += entry.length
    letters += lettersIn(entry)
    return blocks > mostBlocks || letters > mostLetters
  })
  return end === -1 ? entries : entries.slice(0, end)
}

/** One of several: in full if a person has to tell them apart, in one line if they are only listed. */
function entryBlocks(entry: ListedEntry, answer: CommandAnswer): KnownBlock[] {
  const { signUp, round, pool } = entry
  // Where the channel is shown little, nothing else shows an approver all of it before they approve.
  const isInFull = answer.kind !== 'list' || pool.visibility !== 'full'
  const line: Sentence = [...inOneLine(signUp), ' ', ...origin(signUp, pool.name)]
  const shown: KnownBlock[] = isInFull
    ? [{ type: 'rich_text', elements: [facts(signUp, pool)] }, sentenceBlock(origin(signUp, pool.name))]
    : [sentenceBlock(line)]
  // Of those who are not waiting it was said before, as Cognito has it.
  const isSaid = answer.kind === 'not-waiting' && round.state.kind === 'settled'
  const status = isSaid ? null : cardStatus(round, pool)
  const said = status === null ? [] : [sentenceBlock(status)]
  return [
    { type: 'divider' },
    ...shown,
    ...said,
    ...decisionBlocks(entry, pool, { only: (offer) => isFitting(offer, answer) }),
  ]
}

/** Whoever looks for somebody to deny, or for a history, finds no button that approves. A list is short. */
function isFitting(offer: Offer, answer: CommandAnswer): boolean {
  if (isAboutLooking(offer)) return false
  if (answer.kind === 'list') return offer !== 'deny'
  if (!('decision' in answer) || answer.decision === 'approve') return true
  return offer !== 'approve' && (offer !== 'deny' || answer.decision === 'deny')
}

function moreButton(listId: string, lastRoundId: string): KnownBlock {
  const text = { type: 'plain_text', text: more, emoji: false } as const
  return {
    type: 'actions',
    elements: [
      {
        type: 'button',
        action_id: moreAction,
        text,
        accessibility_label: moreLabel,
        value: `${listId} ${lastRoundId}`,
      },
    ],
  }
}
