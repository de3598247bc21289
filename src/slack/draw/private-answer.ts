// What only the person who clicked or typed sees.
import type { KnownBlock } from '@slack/types'
import type { CommandAnswer } from '../../domain/command.ts'
import type { ListedEntry, Told } from '../../domain/told.ts'
import { approveButton, type Drawn, facts, sentenceBlock } from './card.ts'
import { lettersIn, mostLetters } from './letters.ts'
import { fallbackText, type Sentence } from './pieces.ts'
import * as wording from './wording.ts'

/** The button under a list that goes on; its value names that list and the last round that it shows. */
export const moreAction = 'more'

export function readMoreValue(value: string): { readonly listId: string; readonly after: string } {
  const [listId = '', after = ''] = value.split(' ')
  return { listId, after }
}

/** Draws a private answer. */
export function drawPrivateAnswer(told: Told): Drawn {
  const { click, end, signUp, poolName } = told
  if (end.kind === 'answered') return drawCommandAnswer(told, end.answer)
  const sentence = wording.privateAnswer(end, click.by.userId, signUp, poolName)
  return { text: fallbackText(sentence), blocks: [sentenceBlock(sentence)] }
}

function drawCommandAnswer({ click, listed, total }: Told, answer: CommandAnswer): Drawn {
  const entries = fitting(listed.map((entry) => entryBlocks(entry, answer.kind === 'candidates')))
  const paragraphs = wording.commandAnswer(answer, { shown: entries.length, total })
  const last = listed.at(entries.length - 1)
  const isOver = answer.kind !== 'list' || answer.offset + entries.length >= total || last === undefined
  return {
    text: fallbackText(
      paragraphs.flatMap((paragraph, index) => (index === 0 ? paragraph : [' ', ...paragraph])),
    ),
    blocks: [
      ...paragraphs.map(sentenceBlock),
      ...entries.flat(),
      ...(isOver ? [] : [moreButton(click.id, last.round.id)]),
    ],
  }
}

/** Slack takes 50 blocks in a message; a title and a button stand beside the entries. */
const mostBlocks = 48

/** As many of the first as Slack takes in one message. */
function fitting(entries: readonly KnownBlock[][]): readonly KnownBlock[][] {
  let blocks = 0
  let letters = 0
  const end = entries.findIndex((entry) => {
    blocks += entry.length
    letters += lettersIn(entry)
    return blocks > mostBlocks || letters > mostLetters
  })
  return end === -1 ? entries : entries.slice(0, end)
}

/** One of several: in full where a person has to tell them apart, in a line where they are only listed. */
function entryBlocks(entry: ListedEntry, isInFull: boolean): KnownBlock[] {
  const { signUp, round, pool } = entry
  const line: Sentence = [...wording.inOneLine(signUp), ' ', ...wording.origin(signUp, pool.name)]
  const shown: KnownBlock[] = isInFull
    ? [
        { type: 'rich_text', elements: [facts(signUp, pool)] },
        sentenceBlock(wording.origin(signUp, pool.name)),
      ]
    : [sentenceBlock(line)]
  const status = wording.cardStatus(round)
  const said = status === null ? [] : [sentenceBlock(status)]
  return [
    { type: 'divider' },
    ...shown,
    ...said,
    ...(round.state.kind === 'waiting' ? [approveButton(entry, pool)] : []),
  ]
}

function moreButton(listId: string, lastRoundId: string): KnownBlock {
  const text = { type: 'plain_text', text: wording.more, emoji: false } as const
  return {
    type: 'actions',
    elements: [{ type: 'button', action_id: moreAction, text, value: `${listId} ${lastRoundId}` }],
  }
}
