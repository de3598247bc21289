// What a channel sees of its pool's sign-ups. The only place that hides anything.
import { never } from '../shared/never.ts'
import type { BulkDecision } from './bulk-decision.ts'
import {
  type CardsView,
  type CardView,
  type DigestView,
  isDailyView,
  isDigestView,
  isReminderView,
  type ReminderView,
} from './card-view.ts'
import type { ClickEnd } from './click.ts'
import type { Denied } from './decision.ts'
import type { HostCount } from './digest.ts'
import type { FailureReason } from './failure.ts'
import { mask } from './plain-value.ts'
import type { Ending, Round, RoundState } from './round.ts'
import type { SignUp } from './sign-up.ts'
import type { Visibility } from './visibility.ts'
import type { Origin } from './way-back.ts'

/** In place of words that anybody may have typed, or a function may have said. */
const hiddenWords = '…'

/** What a message shows, without what its channel may not see. Every message in a channel is drawn from this. */
export function asChannelSees(view: CardView): CardView {
  if (isDigestView(view)) return digestWithout(view)
  if (isReminderView(view)) return reminderWithout(view)
  return isDailyView(view) ? view : cardsWithout(view)
}

/** Each as its own pool's visibility has it. */
function reminderWithout(view: ReminderView): ReminderView {
  const { pools, shown } = view
  const named = shown.named.map((one) => {
    const pool = pools.find(({ id }) => id === one.signUp.poolId)
    return { ...one, signUp: masked(one.signUp, pool?.visibility ?? 'domain') }
  })
  return { ...view, shown: { ...shown, named } }
}

function cardsWithout(view: CardsView): CardsView {
  const { pool, shown } = view
  const { visibility } = pool
  if (visibility === 'full') return view
  const entries = shown.entries.map(({ signUp, round }) => ({
    signUp: masked(signUp, visibility),
    round: roundWithoutWords(round),
  }))
  const bulks = shown.bulks.map((bulk) => bulkWithoutWords(bulk, () => visibility))
  return { ...view, shown: { ...shown, entries, bulks } }
}

/** A digest tells of no other channel's pool. A host is shown as on a masked card, where it is one. */
function digestWithout(view: DigestView): DigestView {
  const { pools, shown } = view
  const visibilityOf = (poolId: string): Visibility | null =>
    pools.find(({ id }) => id === poolId)?.visibility ?? null
  const told = shown.digest.pools.flatMap((part) => {
    const visibility = visibilityOf(part.poolId)
    if (visibility === null) return []
    const isShown = ({ host }: HostCount) => visibility === 'full' || isHostName(host)
    return [{ ...part, hosts: part.hosts.filter(isShown) }]
  })
  const bulks = shown.bulks.map((bulk) => bulkWithoutWords(bulk, (id) => visibilityOf(id) ?? 'domain'))
  return { ...view, shown: { ...shown, digest: { ...shown.digest, pools: told }, bulks } }
}

function isHostName(host: string): boolean {
  return /^[a-z0-9.-]+$/.test(host)
}

/** A sign-up for somebody who may not see all of it. */
export function masked(signUp: SignUp, visibility: Visibility): SignUp {
  if (visibility === 'full') return signUp
  const { sub, userName, attributes } = signUp
  const { email, email_verified, phone_number, phone_number_verified, name } = attributes
  const shown = {
    email: email && maskedAddress(email, visibility),
    email_verified,
    phone_number: phone_number && maskedPhone(phone_number, visibility),
    phone_number_verified,
    name: visibility === 'masked' ? name && initialsOf(name) : undefined,
  }
  return {
    ...signUp,
    // The id says nothing about anybody.
    userName: userName === sub ? userName : maskedAddress(userName, visibility),
    attributes: Object.fromEntries(
      Object.entries(shown).flatMap(([key, text]) => (text === undefined ? [] : [[key, text]])),
    ),
    isMasked: true,
  }
}

/** Keeps the domain, which is all after the last @. */
function maskedAddress(text: string, visibility: Visibility): string {
  const at = text.lastIndexOf('@')
  const isAddress = at > 0 && !/\s/.test(text.slice(at))
  const [local, domain] = isAddress ? [text.slice(0, at), text.slice(at)] : [text, '']
  return `${visibility === 'masked' ? firstOf(local) : ''}${mask}${domain}`
}

/** Keeps the beginning of the country's code. */
function maskedPhone(phone: string, visibility: Visibility): string {
  return `${visibility === 'masked' ? phone.slice(0, 2) : ''}${mask}`
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '')
  return words
    .slice(0, 3)
    .map((word) => `${firstOf(word)}.`)
    .join(' ')
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

function firstOf(text: string): string {
  const [first] = graphemes.segment(text.slice(0, 20))
  return first?.segment ?? ''
}

function roundWithoutWords({ origin, ...round }: Round): Round {
  const state = stateWithoutWords(round.state)
  return origin == null ? { ...round, state } : { ...round, state, origin: originWithoutWords(origin) }
}

function originWithoutWords(origin: Origin): Origin {
  switch (origin.kind) {
    case 'reopen':
      return { ...origin, denied: deniedWithoutWords(origin.denied) }
    case 'resume':
    case 'undo':
    case 'let-in':
      return origin
    default:
      return never(origin)
  }
}

function stateWithoutWords(state: RoundState): RoundState {
  switch (state.kind) {
    case 'waiting': {
      const { failure } = state
      if (failure === null) return state
      return { ...state, failure: { ...failure, reason: reasonWithoutWords(failure.reason) } }
    }
    case 'claimed':
      return state
    case 'settled':
      return { ...state, ending: endingWithoutWords(state.ending) }
    default:
      return never(state)
  }
}

function endingWithoutWords(ending: Ending): Ending {
  switch (ending.kind) {
    case 'confirmed':
      return { ...ending, functionError: ending.functionError === null ? null : hiddenWords }
    case 'denied':
      return deniedWithoutWords(ending)
    case 'not-done':
      return { ...ending, reason: reasonWithoutWords(ending.reason) }
    case 'undone': {
      const { signOutFailure: failure } = ending
      return { ...ending, signOutFailure: failure === null ? null : reasonWithoutWords(failure) }
    }
    case 'disproved':
      return ending.said.kind === 'confirmed'
        ? { ...ending, said: { ...ending.said, functionError: null } }
        : ending
    case 'confirmed-elsewhere':
      return ending.functionError === undefined ? ending : { ...ending, functionError: hiddenWords }
    case 'lapsed':
    case 'disabled':
    case 'gone':
      return ending
    default:
      return never(ending)
  }
}

/** The reason is one of the pool's. */
function deniedWithoutWords(denied: Denied): Denied {
  return { ...denied, note: denied.note === null ? null : hiddenWords }
}

function reasonWithoutWords(reason: FailureReason): FailureReason {
  return reason.kind === 'function-failed' ? { ...reason, message: hiddenWords } : reason
}

function bulkWithoutWords(bulk: BulkDecision, visibilityOf: (poolId: string) => Visibility): BulkDecision {
  const ended = bulk.ended.map(({ signUp, end }) => {
    const visibility = signUp === null ? 'domain' : visibilityOf(signUp.poolId)
    return {
      signUp: signUp === null ? null : masked(signUp, visibility),
      end: visibility === 'full' ? end : endWithoutWords(end),
    }
  })
  return { ...bulk, ended }
}

/** A bulk approval's message tells an end in a few words of ours; only a function's are not. */
function endWithoutWords(end: ClickEnd): ClickEnd {
  return end.kind === 'failed' ? { ...end, reason: reasonWithoutWords(end.reason) } : end
}
