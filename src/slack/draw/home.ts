// Draws App Home: who waits in which pool, what was decided lately, and a page of those who wait.
import type { HomeView, KnownBlock, PlainTextOption, StaticSelect } from '@slack/types'
import { isBlocked } from '../../domain/card-entry.ts'
import { all, type Home, type HomeEntry, type HomeFacts } from '../../domain/home.ts'
import { isAboutLooking, offersOf } from '../../domain/offers.ts'
import type { Pool } from '../../domain/pool.ts'
import { never } from '../../shared/never.ts'
import { cardStatus, imitationWarningShort } from '../../wording/card.ts'
import { factsOf } from '../../wording/facts.ts'
import * as wording from '../../wording/home.ts'
import { joined, type Sentence, untrusted } from '../../wording/sentence.ts'
import { sentenceBlock } from './card.ts'
import { evidenceWords } from './evidence.ts'
import { lettersIn } from './letters.ts'
import { offerButtons } from './offers.ts'
import { narrowed, plainText } from './render-sentence.ts'

/** The view's `callback_id`. */
const homeCallback = 'home'

/** The actions of its menus and buttons. What they turn is in its `private_metadata`: see `ShownLook`. */
export const homeActions = {
  order: 'home-order',
  pool: 'home-pool',
  host: 'home-host',
  first: 'home-first',
  previous: 'home-previous',
  next: 'home-next',
} as const

/** Slack accepts that many characters in a section, and in a view’s `private_metadata`. */
const most = 3000

/** Slack accepts 250 kB in a view, however it counts a character. */
const mostLettersInView = 30_000

/** How many characters each untrusted text may have, from the widest to the narrowest. */
const rooms = [300, 80, 20] as const

/** How many there are of each person at the narrowest, where an address still has its whole domain: Details shows all of it. */
const mostAtNarrowest = 900

export function drawHome(home: Home): HomeView {
  switch (home.kind) {
    case 'queue':
      return drawQueue(home)
    case 'withheld':
      return view([sentenceBlock(wording.homeWithheld)])
    case 'unchecked':
      return view([sentenceBlock(wording.homeUnchecked)])
    case 'put-away':
      return view([sentenceBlock(wording.homePutAway)])
    case 'failed':
      return view([sentenceBlock(wording.homeFailed)])
    default:
      return never(home)
  }
}

type Queue = Extract<Home, { kind: 'queue' }>

function drawQueue(queue: Queue): HomeView {
  const { look, entries } = queue.facts
  const [first, last] = [entries[0]?.place ?? null, entries.at(-1)?.place ?? null]
  const metadata = JSON.stringify({ look, first, last })
  return {
    ...view([...above(queue), ...rows(queue), ...pageButtons(queue.facts)]),
    ...(metadata.length <= most && { private_metadata: metadata }),
  }
}

/** The most pools that are listed. */
const mostPools = 20

function above({ pools, facts }: Queue): readonly KnownBlock[] {
  const named = facts.waiting.map((one) => wording.poolWaiting(one, nameOf(pools, one.poolId)))
  const left = named.length - mostPools
  const listed = [...named.slice(0, mostPools), ...(left > 0 ? [wording.poolsLeftOut(left)] : [])]
  const { last } = facts.decided
  return [
    header(wording.homeTitle),
    sentenceBlock(joined(listed, '\n')),
    header(wording.decisionsTitle),
    sentenceBlock(joined([wording.decidedCounts(facts.decided), ...last.map(wording.lastDecision)], '\n')),
    { type: 'divider' },
    { type: 'actions', elements: menus(pools, facts) },
    sentenceBlock(wording.pageTitle(facts, facts.entries.length)),
  ]
}

function nameOf(pools: readonly Pool[], poolId: string): string {
  return pools.find(({ id }) => id === poolId)?.name ?? poolId
}

function header(text: string): KnownBlock {
  return { type: 'header', text: { type: 'plain_text', text, emoji: false } }
}

/** What Slack accepts in a menu. */
const mostOptions = 100
const mostInOption = 75
const mostInValue = 150

function menus(pools: readonly Pool[], { look, hosts, total }: HomeFacts): StaticSelect[] {
  const orders = Object.entries(wording.orderWords).map(([order, words]) => option([words], order))
  const everyPool = option([wording.everyPool], all)
  const named = pools.map(({ id, name }) => option([untrusted(name, mostInOption)], id))
  const everyHost = option([wording.everyHost], all)
  const { host } = look
  const known =
    host === null || hosts.some((one) => one.host === host) ? hosts : [{ host, count: total }, ...hosts]
  const called = known.map((one) => option(wording.hostChoice(one.host, one.count), one.host))
  return [
    menu(homeActions.order, orders, look.order),
    ...(pools.length < 2 ? [] : [menu(homeActions.pool, [everyPool, ...named], look.poolId ?? all)]),
    ...(known.length === 0 ? [] : [menu(homeActions.host, [everyHost, ...called], host ?? all)]),
  ]
}

function option(words: Sentence, chosen: string): PlainTextOption {
  return { text: { type: 'plain_text', text: plainText(words, mostInOption), emoji: false }, value: chosen }
}

/** The one that is chosen is always among them. */
function menu(action: string, options: readonly PlainTextOption[], chosen: string): StaticSelect {
  const accepted = options.filter(({ value }) => (value?.length ?? 0) <= mostInValue)
  const initial = accepted.find(({ value }) => value === chosen) ?? accepted[0]
  const first = accepted.slice(0, mostOptions)
  const shown = initial === undefined || first.includes(initial) ? first : [...first.slice(0, -1), initial]
  return {
    type: 'static_select',
    action_id: action,
    options: shown,
    ...(initial !== undefined && { initial_option: initial }),
  }
}

/** The widest version that fits. */
function rows({ pools, facts }: Queue): readonly KnownBlock[] {
  let blocks: readonly KnownBlock[] = []
  for (const room of rooms) {
    blocks = facts.entries.flatMap((entry) => entryBlocks(entry, pools, room))
    if (lettersIn(blocks) <= mostLettersInView && blocks.every(isAccepted)) break
  }
  return blocks
}

/** At most three blocks. */
function entryBlocks(entry: HomeEntry, pools: readonly Pool[], room: number): readonly KnownBlock[] {
  const { signUp, round } = entry
  const pool = pools.find(({ id }) => id === signUp.poolId)
  if (pool === undefined) return []
  const poolName = pools.length > 1 ? pool.name : null
  const evidence = evidenceWords(round, 'short') ?? []
  const lines = joined(
    [joined(factsOf(signUp, pool, 'short'), ' · '), wording.sinceAndWhy(signUp, poolName, evidence)],
    '\n',
  )
  const status = cardStatus(round, pool, 'short')
  const said: Sentence[] = [
    ...(status === null ? [] : [narrowed(status, room)]),
    ...(isBlocked(entry) ? [imitationWarningShort] : []),
  ]
  return [
    {
      type: 'section',
      text: {
        type: 'plain_text',
        text: plainText(
          narrowed(lines, room),
          room === rooms.at(-1) ? mostAtNarrowest : Number.POSITIVE_INFINITY,
        ),
        emoji: false,
      },
    },
    ...(said.length === 0 ? [] : [sentenceBlock(joined(said, '\n'))]),
    ...offerButtons(
      offersOf(entry).filter((offer) => !isAboutLooking(offer)),
      entry,
      pool,
    ),
  ]
}

function isAccepted(block: KnownBlock): boolean {
  return block.type !== 'section' || (block.text?.text.length ?? 0) <= most
}

function pageButtons({ look, hasPrevious, hasNext }: HomeFacts): readonly KnownBlock[] {
  const isFar = (look.page?.number ?? 1) > 2
  const shown = [
    ...(isFar ? [button(homeActions.first, wording.firstPage)] : []),
    ...(hasPrevious ? [button(homeActions.previous, wording.previousPage)] : []),
    ...(hasNext ? [button(homeActions.next, wording.nextPage)] : []),
  ]
  return shown.length === 0 ? [] : [{ type: 'divider' }, { type: 'actions', elements: shown }]
}

function button(action: string, text: string) {
  return {
    type: 'button' as const,
    action_id: action,
    text: { type: 'plain_text' as const, text, emoji: false },
  }
}

function view(blocks: readonly KnownBlock[]): HomeView {
  return { type: 'home', callback_id: homeCallback, blocks: [...blocks] }
}
