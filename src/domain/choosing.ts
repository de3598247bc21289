// Choosing: the form that lists people to approve or to deny at once, of whom one ticks those that are meant. The list is frozen
// when the form is opened, and its ticks are kept in the store, because Slack tells only those of the page that is shown.
import { z } from 'zod'
import type { CardEntry } from './card-entry.ts'
import { claimedAddress } from './claimed-address.ts'
import type { ClickEnd } from './click.ts'
import type { CommandAnswer } from './command.ts'
import { isWarning, signsOf } from './evidence.ts'
import { domainImitatedBy } from './known-domain.ts'
import type { ManyDecision, ToldPage } from './list-source.ts'
import { oddityOf } from './look-alikes.ts'
import type { Pool } from './pool.ts'

/** The most people that one form lists. */
export const mostListed = 200

/** Who waits where a form is asked for: at most `mostListed`, and how many more there are. */
export interface Waiting {
  readonly poolId: string
  readonly entries: readonly CardEntry[]
  readonly leftOut: number
}

/** Whether somebody is chosen, and Slack's time of the act that made it so, in milliseconds: 0 at first. */
const tickFormat = z.object({ isChosen: z.boolean(), at: z.number() }).readonly()

type Tick = z.infer<typeof tickFormat>

/** In the order of the list. */
export const ticksFormat = z.array(tickFormat).readonly()

export type Ticks = z.infer<typeof ticksFormat>

/** What a list form is about, as the end of the click that opened it says. */
export type ListAnswer = Extract<CommandAnswer, { kind: 'approve-all' | 'deny-all' }>

/** A list form as its rows are. */
export interface ListForm {
  readonly clickId: string
  readonly poolId: string
  readonly list: ListAnswer
  /** How many more waited when it was opened: it lists no more than `mostListed`. */
  readonly leftOut: number
  readonly ticks: Ticks
  /** Where each page begins. */
  readonly starts: readonly number[]
  /** The page that is shown, from 0 on. */
  readonly page: number
  /** How many pages were turned before. */
  readonly turn: number
  /** Those on this page whom the store still knows, by place in the list. */
  readonly shown: readonly (CardEntry & { readonly place: number })[]
}

/** What the modal of a list shows. */
export type ListPage =
  | { readonly kind: 'list'; readonly form: ListForm; readonly pool: Pool }
  /** Nobody is shown to this person, for this reason. */
  | {
      readonly kind: 'withheld'
      readonly end: ClickEnd
      readonly clicker: string
      readonly poolName: string | null
    }
  /** The form is not in the store any more, or was submitted. */
  | { readonly kind: 'out-of-date' }

/**
 * Who is chosen before anybody has ticked a box: nobody is let in by a press who carries a warning. A warning is no reason to
 * spare somebody, so a denial begins with all.
 */
export function isChosenAtFirst(decision: ManyDecision, entry: CardEntry, pool: Pool): boolean {
  return decision === 'deny' || !hasWarning(entry, pool)
}

/** Whether anything that is shown of them warns, or nobody has looked what speaks against their address. */
function hasWarning({ signUp, round: { evidence } }: CardEntry, { expectedDomains, ...pool }: Pool): boolean {
  const { email = '', phone_number: phone = '', name = '' } = signUp.attributes
  const words = [name, ...pool.attributes.map((shown) => signUp.attributes[shown] ?? '')]
  return (
    (evidence === undefined
      ? claimedAddress(signUp.attributes) !== null
      : signsOf(evidence).some(isWarning)) ||
    [email, phone, signUp.userName].some(
      (text) => domainImitatedBy(text, expectedDomains) !== null || oddityOf(text, 'identifier') !== null,
    ) ||
    words.some((text) => oddityOf(text, 'words') !== null)
  )
}

/** The ticks that are kept, and when the page that is shown was drawn: Slack's time of the last turn, in milliseconds. */
export interface KeptTicks {
  readonly ticks: Ticks
  readonly turnedAt: number
}

/**
 * What a page tells for certain. After `views.update`, Slack may report boxes as empty that it was given as ticked and shows so
 * (https://github.com/slackapi/bolt-js/issues/1258). So an empty box counts only if the form is as it was opened, or if Slack is
 * seen to report ticks that it was given. Without that, what Slack said when the box itself was clicked stays.
 */
function certainOf({ ticks, turnedAt }: KeptTicks, { turn, boxes }: ToldPage): ToldPage['boxes'] {
  const wasGiven = (tick: Tick | undefined) => tick?.isChosen === true && tick.at <= turnedAt
  const tellsAll = turn === 0 || boxes.some(({ place, isTicked }) => isTicked && wasGiven(ticks[place]))
  return tellsAll ? boxes : boxes.filter(({ isTicked }) => isTicked)
}

/** The ticks after this was told. What was done later stays, in whichever order it arrives. */
export function ticksAfter(kept: KeptTicks, told: ToldPage, at: number): Ticks {
  const boxes = new Map(certainOf(kept, told).map(({ place, isTicked }) => [place, isTicked]))
  return kept.ticks.map((tick, place) => {
    const isChosen = boxes.get(place)
    return isChosen === undefined || at < tick.at ? tick : { isChosen, at }
  })
}

/** The places of those who are chosen when the form is submitted from this page. */
export function chosenAtLast(kept: KeptTicks, told: ToldPage): readonly number[] {
  const ticks = ticksAfter(kept, told, Number.POSITIVE_INFINITY)
  return ticks.flatMap(({ isChosen }, place) => (isChosen ? [place] : []))
}

/** The page that is shown when this one is asked for. */
export function pageAfter(starts: ListForm['starts'], toPage: number): number {
  return Math.max(0, Math.min(toPage, starts.length - 1))
}

/** The exact host after the @, never the domain that it is a part of: others may share that. */
export function hostOf({ signUp }: CardEntry): string | null {
  return claimedAddress(signUp.attributes)?.host ?? null
}
