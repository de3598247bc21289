// Details: the modal in which an approver looks at one sign-up. It is a list of sections, each from the same facts.
import type { Button, KnownBlock, ModalView } from '@slack/types'
import { type CardEntry, isOpen } from '../../domain/card-entry.ts'
import type { Details, DetailsPage, KnownDetails } from '../../domain/details.ts'
import type { HistoryPlace } from '../../domain/history-place.ts'
import { whyNotByHost } from '../../domain/host-refusal.ts'
import type { Pool } from '../../domain/pool.ts'
import { never } from '../../shared/never.ts'
import { cardStatus } from '../../wording/card.ts'
import * as wording from '../../wording/details.ts'
import { evidenceLine } from '../../wording/evidence.ts'
import { newest, older } from '../../wording/history.ts'
import { denyHost } from '../../wording/list-form.ts'
import { joined, type Sentence } from '../../wording/sentence.ts'
import { decisionBlocks, sentenceBlock } from './card.ts'
import { drawDigestList } from './digest-list.ts'
import { historyBlocks } from './history.ts'
import { lettersIn, mostLetters } from './letters.ts'
import { denyHostAction } from './offers.ts'
import { plainText } from './render-sentence.ts'

/** The buttons' actions. Their value is only the round's id. */
export const olderAction = 'older'
export const newestAction = 'newest'

/** In the order in which they are read; the history follows. */
const sections: readonly ((details: Details) => readonly KnownBlock[])[] = [
  ({ entry, pool }) => [sentenceBlock(wording.whoAndWhere(entry, pool))],
  decision,
  (details) => [sentenceBlock(wording.nowInCognito(details))],
  ({ sharing }) => sharing.map((one) => sentenceBlock(wording.sharingSentence(one))),
  ({ evidence }) => {
    const line = evidence === null ? null : evidenceLine(evidence, 'long')
    return line === null ? [] : [sentenceBlock(line)]
  },
  denyFromHost,
  attributes,
]

/** The modal's `private_metadata` says where the page that follows begins: see `readNextPage`. */
export function drawDetails(page: DetailsPage): ModalView {
  switch (page.kind) {
    case 'loading':
      return modal([sentenceBlock(wording.loading)])
    case 'deciding':
      return modal([sentenceBlock(wording.deciding)])
    case 'failed':
      return modal([sentenceBlock(wording.detailsFailed)])
    case 'refused-by-slack':
      return modal([sentenceBlock(wording.refusedBySlack(page.error))])
    case 'withheld':
      return modal([sentenceBlock(wording.withheld(page.end, page.clicker, page.poolName))])
    case 'details': {
      const { details } = page
      return withHistory(
        sections.flatMap((section) => section(details)),
        details,
        true,
      )
    }
    case 'digest-list':
      return drawDigestList(page.list)
    case 'older':
      return withHistory([sentenceBlock(wording.whoAndWhere(page.known.entry, page.pool))], page.known, false)
    default:
      return never(page)
  }
}

/** Where the next page begins, as `private_metadata` says it; null if it says nothing that makes sense. */
export function readNextPage(metadata: string): HistoryPlace | null {
  const [, at, id] = /^(\d{1,15}) (\S{1,255})$/.exec(metadata) ?? []
  return at === undefined || id === undefined ? null : { at: Number(at), id }
}

function decision({ entry, pool }: Details): readonly KnownBlock[] {
  const status = cardStatus(entry.round, pool)
  return [
    ...(status === null ? [] : [sentenceBlock(status)]),
    ...decisionBlocks(entry, pool, { only: (offer) => offer !== 'details' }),
  ]
}

/** For all who wait with an address at the same host, unless that says nothing about them. */
function denyFromHost({ entry, evidence }: Details): readonly KnownBlock[] {
  if (evidence === null || !isOpen(entry) || whyNotByHost(evidence) !== null) return []
  const button: Button = {
    type: 'button',
    action_id: denyHostAction,
    text: plainLabel(denyHost(evidence.host)),
    value: entry.round.id,
  }
  return [{ type: 'actions', elements: [button] }]
}

/** Slack accepts 75 characters on a button. */
function plainLabel(sentence: Sentence) {
  return { type: 'plain_text' as const, text: plainText(sentence, 75), emoji: false }
}

/** The most attributes that are shown, and how many characters of each: the widest of these that fits. */
const mostAttributes = 75
const rooms = [2048, 1000, 500, 200, 80, wording.narrowest] as const

/** What is left is for the history, and for what others add. */
const mostInAttributes = 5500

function attributes({ entry, pool, seen }: Details): readonly KnownBlock[] {
  const all = seen.kind === 'found' ? seen.user.attributes : entry.signUp.attributes
  const named = Object.entries(all).filter(([name]) => name !== 'sub')
  let blocks: readonly KnownBlock[] = []
  for (const room of rooms) {
    blocks = attributeBlocks(named, pool, room)
    if (lettersIn(blocks) <= mostInAttributes) break
  }
  return [{ type: 'divider' }, sentenceBlock(wording.attributesTitle(seen)), ...blocks]
}

type Attribute = readonly [name: string, text: string]

function attributeBlocks(all: readonly Attribute[], pool: Pool, room: number): readonly KnownBlock[] {
  if (all.length === 0) return [sentenceBlock(wording.noAttributes)]
  const shown = all.slice(0, mostAttributes)
  const lines: Sentence[] = shown.map(([name, text]) => wording.attributeLine(name, text, pool, room))
  if (all.length > shown.length) lines.push(wording.attributesLeftOut(all.length - shown.length))
  const starts = Array.from(
    { length: Math.ceil(lines.length / linesInBlock) },
    (_, index) => index * linesInBlock,
  )
  return starts.map((start) => sentenceBlock(joined(lines.slice(start, start + linesInBlock), '\n')))
}

/** Slack says nothing of how much one block may hold. */
const linesInBlock = 10

function withHistory(before: readonly KnownBlock[], known: KnownDetails, isFirst: boolean): ModalView {
  const { entry, history } = known
  const { blocks, shown } = historyBlocks(history, mostLetters - lettersIn(before), isFirst)
  const last = history.events[shown - 1]?.place
  const goesOn = history.goesOn || shown < history.events.length
  const turning = [
    ...(isFirst ? [] : [turn(newestAction, newest, entry)]),
    ...(goesOn ? [turn(olderAction, older, entry)] : []),
  ]
  return {
    ...modal([
      ...before,
      { type: 'divider' },
      ...blocks,
      ...(turning.length === 0 ? [] : [{ type: 'actions' as const, elements: turning }]),
    ]),
    ...(goesOn && last !== undefined ? { private_metadata: `${last.at} ${last.id}` } : {}),
  }
}

function turn(action: string, text: string, { round }: CardEntry): Button {
  return {
    type: 'button',
    action_id: action,
    text: { type: 'plain_text', text, emoji: false },
    value: round.id,
  }
}

function modal(blocks: readonly KnownBlock[]): ModalView {
  return {
    type: 'modal',
    title: plain(wording.detailsTitle),
    close: plain(wording.detailsClose),
    blocks: [...blocks],
  }
}

function plain(text: string) {
  return { type: 'plain_text' as const, text: plainText([text], 24), emoji: false }
}
