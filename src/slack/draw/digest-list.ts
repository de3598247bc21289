// Draws a page of a digest's list: one line for each person, with the button for Details beside it.
import type { KnownBlock, ModalView } from '@slack/types'
import type { CardEntry } from '../../domain/card-entry.ts'
import { type DigestList, type DigestPlace, listedFormat } from '../../domain/digest-list.ts'
import type { Pool } from '../../domain/pool.ts'
import { storedId } from '../../domain/stored-text.ts'
import { cardStatus } from '../../wording/card.ts'
import * as wording from '../../wording/digest-list.ts'
import { joined, type Sentence } from '../../wording/sentence.ts'
import { sentenceBlock } from './card.ts'
import { evidenceWords } from './evidence.ts'
import { lettersIn, mostLetters } from './letters.ts'
import { offerButton } from './offers.ts'
import { narrowed, plainText } from './render-sentence.ts'

/** The buttons' actions: of the digest, of the page that follows, and of the others, who are decided or wait. */
export const listAction = 'list-digest'
export const listMoreAction = 'list-more'
export const listOthersAction = 'list-others'

/** How many characters each untrusted text may have, from the widest to the narrowest. */
const narrowestRoom = 20
const rooms = [300, 80, narrowestRoom] as const

/** Slack accepts that many characters in a section. At the narrowest there are fewer: Details shows all of it. */
const mostInSection = 3000
const mostAtNarrowest = 250

/** A button's value: only ids, and which people are listed. */
export function listValue({ messageId, poolId, shows, after }: DigestPlace): string {
  return [messageId, poolId, shows, ...(after === null ? [] : [after])].join(' ')
}

export function readListValue(value: string): DigestPlace {
  const [messageId = '', poolId = '', shows = '', after] = value.split(' ')
  return {
    messageId: storedId(messageId),
    poolId: storedId(poolId),
    shows: listedFormat.safeParse(shows).data ?? 'waiting',
    after: after === undefined ? null : storedId(after),
  }
}

/** Draws the widest version that fits. */
export function drawDigestList(list: DigestList): ModalView {
  let blocks: KnownBlock[] = []
  for (const room of rooms) {
    blocks = listBlocks(list, room)
    if (lettersIn(blocks) <= mostLetters) break
  }
  const plain = (text: string) => ({ type: 'plain_text' as const, text, emoji: false })
  return { type: 'modal', title: plain(wording.listTitle), close: plain(wording.listClose), blocks }
}

function listBlocks(list: DigestList, room: number): KnownBlock[] {
  const { entries, pool, place, next } = list
  const others = { ...place, shows: place.shows === 'waiting' ? 'settled' : 'waiting', after: null } as const
  const button = (action: string, text: string, to: DigestPlace) => ({
    type: 'button' as const,
    action_id: action,
    text: { type: 'plain_text' as const, text, emoji: false },
    value: listValue(to),
  })
  return [
    sentenceBlock(wording.listSummary(list)),
    ...entries.flatMap((entry) => entryBlocks(entry, pool, room)),
    {
      type: 'actions',
      elements: [
        ...(next === null ? [] : [button(listMoreAction, wording.listMore, { ...place, after: next })]),
        button(listOthersAction, wording.listOthers[others.shows], others),
      ],
    },
  ]
}

/** At most two blocks. A section shows neither mentions nor the reader's own time, so how it ended stands in rich text. */
function entryBlocks(entry: CardEntry, pool: Pool, room: number): KnownBlock[] {
  const evidence = evidenceWords(entry.round, room === narrowestRoom ? 'shortest' : 'short')
  const lines: Sentence = joined(
    [wording.listed(entry, pool), ...(evidence === null ? [] : [evidence])],
    '\n',
  )
  const status = cardStatus(entry.round, pool, 'short')
  const most = room === narrowestRoom ? mostAtNarrowest : mostInSection
  return [
    {
      type: 'section',
      text: { type: 'plain_text', text: plainText(narrowed(lines, room), most), emoji: false },
      accessory: offerButton('details', entry, pool),
    },
    ...(status === null ? [] : [sentenceBlock(narrowed(status, room))]),
  ]
}
