// Draws a digest: how many wait, from where, and what became of the others; with the button that opens their list.
import type { KnownBlock } from '@slack/types'
import { isRunning } from '../../domain/bulk-decision.ts'
import type { DigestView } from '../../domain/card-view.ts'
import { type DigestOfPool, waitingIn } from '../../domain/digest.ts'
import type { DigestPlace } from '../../domain/digest-list.ts'
import type { ListSource, ManyDecision } from '../../domain/list-source.ts'
import { bulkSentence } from '../../wording/bulk.ts'
import * as wording from '../../wording/digest.ts'
import type { Sentence } from '../../wording/sentence.ts'
import { type Drawn, sentenceBlock } from './card.ts'
import { listAction, listValue } from './digest-list.ts'
import { lettersIn, mostLetters } from './letters.ts'
import { label } from './offers.ts'
import { fallbackText, narrowed } from './render-sentence.ts'

/** The buttons' actions. Their value is the ids of the message and of the pool whose people are listed. */
export const approveListedAction = 'approve-listed'
export const denyListedAction = 'deny-listed'

/** Where a list comes from. */
type DigestSource = Omit<Extract<ListSource, { kind: 'digest' }>, 'kind'>

export function readDigestValue(value: string): DigestSource {
  const [messageId = '', poolId = ''] = value.split(' ')
  return { messageId, poolId }
}

/** How many characters each untrusted text may have, from the widest to the narrowest. */
const rooms = [300, 80, 20] as const

/** More would not be read. Those with the most who wait come first. */
const mostPools = 10

/** Draws the widest version that fits. */
export function drawDigest(view: DigestView): Drawn {
  const { digest } = view.shown
  const names = digest.pools.flatMap(({ poolId }) => nameOf(view, poolId) ?? [])
  let blocks: KnownBlock[] = []
  for (const room of rooms) {
    blocks = digestBlocks(view, room)
    if (lettersIn(blocks) <= mostLetters) break
  }
  return { text: fallbackText(wording.digestSummary(digest, names)), blocks }
}

function digestBlocks(view: DigestView, room: number): KnownBlock[] {
  const { messageId, shown } = view
  const { digest, bulks } = shown
  const told = (sentence: Sentence | null) =>
    sentence === null ? [] : [sentenceBlock(narrowed(sentence, room))]
  const results = [
    ...told(wording.resultsSentence(digest)),
    ...(shown.isPlain ? bulks.filter(isRunning) : bulks).flatMap((bulk) =>
      told(bulkSentence(bulk, room > 20 && !shown.isPlain)),
    ),
  ]
  if (waitingIn(digest) === 0)
    return [sentenceBlock(wording.digestOver), ...results, ...resultButtons({ messageId, pools: view.pools })]
  const more = digest.pools.length - mostPools
  return [
    { type: 'header', text: { type: 'plain_text', text: wording.digestTitle(digest), emoji: false } },
    sentenceBlock(wording.digestPurpose),
    ...digest.pools
      .slice(0, mostPools)
      .flatMap((part) => [
        ...told(ofPool(view, part)),
        listButtons({ messageId, poolId: part.poolId }, nameOf(view, part.poolId)),
      ]),
    ...told(more > 0 ? [wording.pools(more)] : null),
    ...told(digest.pace && wording.paceSentence(digest.pace)),
    ...results,
  ]
}

function ofPool(view: DigestView, part: DigestOfPool): Sentence {
  const hosts = view.shown.isPlain ? [] : part.hosts
  return wording.digestOfPool({ ...part, hosts }, nameOf(view, part.poolId))
}

/** Null if its id is its only name, as that of a single pool may be. */
function nameOf({ pools }: DigestView, poolId: string): string | null {
  const name = pools.find(({ id }) => id === poolId)?.name ?? null
  return name === poolId && pools.length === 1 ? null : name
}

/** Also once nobody waits: then it lists how everybody was decided. */
function openButton(place: DigestPlace, poolName: string | null) {
  return {
    type: 'button' as const,
    action_id: listAction,
    text: { type: 'plain_text' as const, text: wording.openList, emoji: false },
    accessibility_label: label(wording.openListLabel(poolName)),
    value: listValue(place),
  }
}

/** Nobody can be decided about any more. */
function resultButtons({ messageId, pools }: Pick<DigestView, 'messageId' | 'pools'>): KnownBlock[] {
  return pools.slice(0, mostPools).map(({ id: poolId, name }) => ({
    type: 'actions',
    elements: [
      openButton({ messageId, poolId, shows: 'settled', after: null }, pools.length === 1 ? null : name),
    ],
  }))
}

function listButtons({ messageId, poolId }: DigestSource, poolName: string | null): KnownBlock {
  const button = (action: string, decision: ManyDecision) => ({
    type: 'button' as const,
    action_id: action,
    text: { type: 'plain_text' as const, text: wording.decideListed[decision], emoji: false },
    accessibility_label: label(wording.decideListedLabel(decision, poolName)),
    value: `${messageId} ${poolId}`,
  })
  return {
    type: 'actions',
    elements: [
      openButton({ messageId, poolId, shows: 'waiting', after: null }, poolName),
      button(approveListedAction, 'approve'),
      button(denyListedAction, 'deny'),
    ],
  }
}
