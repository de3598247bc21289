// The card: rows → blocks, the same function for the first post and for every update.
import type { Block, ConfirmationDialog, KnownBlock, RichTextSection } from '@slack/types'
import type { Pool } from '../../domain/pool.ts'
import type { SignUp } from '../../domain/sign-up.ts'
import type { CardEntry, HeldBack } from '../../domain/workspace.ts'
import { fallbackText, narrowed, plainText, richText, type Sentence, strong, untrusted } from './pieces.ts'
import { mixesAlphabets } from './untrusted-text.ts'
import * as wording from './wording.ts'

/** What `chat.postMessage` and `chat.update` take: always both, since text alone would remove the blocks. */
export interface Drawn {
  readonly text: string
  readonly blocks: (KnownBlock | Block)[]
}

/** The button's action; its value is the round's id, and nothing else. */
export const approveAction = 'approve'

/** Draws what one sign-up shows. */
export function drawCard(entry: CardEntry, pool: Pool): Drawn {
  return { text: summary(entry, pool), blocks: cardBlocks(entry, pool) }
}

/** How many sign-ups of a pool have no card. */
export function drawHeldBack(heldBack: HeldBack, pool: Pool): Drawn {
  const poolName = pool.name === pool.id ? null : pool.name
  const sentence = wording.heldBack(heldBack, poolName)
  return {
    text: fallbackText(sentence),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: wording.heldBackTitle, emoji: false } },
      sentenceBlock(sentence),
    ],
  }
}

/** A message of ours that no row knows: without its buttons. */
export function drawStray(): Drawn {
  return { text: fallbackText(wording.strayCard), blocks: [sentenceBlock(wording.strayCard)] }
}

/** For notifications and screen readers: who, where from, and what has become of it. */
function summary({ signUp, round }: CardEntry, pool: Pool): string {
  const status = wording.cardStatus(round)
  const ending: Sentence = status === null ? ['.'] : ['. ', ...status]
  return fallbackText([
    wording.cardTitle(round),
    ' in ',
    untrusted(pool.name, 100),
    ': ',
    wording.nameOf(signUp, 300),
    ...ending,
  ])
}

function cardBlocks({ signUp, round }: CardEntry, pool: Pool): KnownBlock[] {
  const status = wording.cardStatus(round)
  const isOpen = round.state.kind === 'waiting'
  return [
    { type: 'header', text: { type: 'plain_text', text: wording.cardTitle(round), emoji: false } },
    { type: 'rich_text', elements: [facts(signUp, pool)] },
    sentenceBlock(wording.origin(signUp, pool.name)),
    ...(status === null ? [] : [sentenceBlock(status)]),
    ...(isOpen ? [approveButton({ signUp, round }, pool)] : []),
  ]
}

/** The button that approves one sign-up, or why there is none. `room`: see `narrowed`. */
export function approveButton({ signUp, round }: CardEntry, pool: Pool, room = 300): KnownBlock {
  if (signUp.isImitation) return sentenceBlock(wording.imitationWarning)
  return {
    type: 'actions',
    elements: [
      {
        type: 'button',
        action_id: approveAction,
        style: 'primary',
        text: { type: 'plain_text', text: wording.approve, emoji: false },
        value: round.id,
        confirm: dialog(signUp, pool, room),
      },
    ],
  }
}

function dialog(signUp: SignUp, pool: Pool, room: number): ConfirmationDialog {
  const { title, text, confirm, deny } = wording.approveDialog(signUp, pool.name)
  const plain = (sentence: Sentence, most: number) => ({
    type: 'plain_text' as const,
    text: plainText(sentence, most),
    emoji: false,
  })
  return {
    title: plain(title, 100),
    text: plain(narrowed(text, room), 300),
    confirm: plain(confirm, 30),
    deny: plain(deny, 30),
    style: 'primary',
  }
}

/** Who it is, a line each, and how far Cognito vouches for it. */
export function facts(signUp: SignUp, pool: Pool): RichTextSection {
  const lines = factLines(signUp, pool, wording.mixedAlphabets)
  const elements = lines.flatMap((line, index) => richText(index === 0 ? line : ['\n', ...line]))
  return { type: 'rich_text_section', elements }
}

/** The same as sentences. `mixed` is what is said of letters of different alphabets. */
export function factLines(signUp: SignUp, pool: Pool, mixed: string): readonly Sentence[] {
  const { email, phone_number: phone, name } = named(signUp.attributes)
  const others = pool.attributes.filter((attribute) => signUp.attributes[attribute] !== undefined)
  const fact = (label: string, value: string | undefined, remark = ''): Sentence => {
    if (value === undefined) return [strong(`${label}: `), wording.noAddress]
    return [strong(`${label}: `), untrusted(value), remark, mixesAlphabets(value) ? mixed : '']
  }
  return [
    fact(wording.labels.userName, signUp.userName),
    fact(wording.labels.email, email, verification(signUp, 'email_verified')),
    ...(phone === undefined
      ? []
      : [fact(wording.labels.phone, phone, verification(signUp, 'phone_number_verified'))]),
    ...(name === undefined ? [] : [fact(wording.labels.name, name)]),
    ...others.slice(0, 10).map((attribute) => fact(attribute, signUp.attributes[attribute])),
  ]
}

function named(attributes: SignUp['attributes']) {
  return { email: attributes['email'], phone_number: attributes['phone_number'], name: attributes['name'] }
}

function verification(signUp: SignUp, attribute: string): string {
  return signUp.attributes[attribute] === 'true' ? '' : wording.notVerified
}

/** One sentence as a block in which nothing is parsed. */
export function sentenceBlock(sentence: Sentence): KnownBlock {
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: richText(sentence) }] }
}
