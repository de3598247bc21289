// The form that lists people to approve or to deny at once.
import type { ListAnswer, ListForm } from '../domain/choosing.ts'
import type { CommandAnswer } from '../domain/command.ts'
import type { OnDeny } from '../domain/decision.ts'
import type { HostRefusal } from '../domain/host-refusal.ts'
import type { ManyDecision } from '../domain/list-source.ts'
import type { Pool } from '../domain/pool.ts'
import { never } from '../shared/never.ts'
import { onceEnough } from './approvals.ts'
import { type Sentence, strong, untrusted, value } from './sentence.ts'

export const listCancel = 'Cancel'

/** Where there is no list to show. */
export const listTitle = 'List'

/** The words of a form, by what it decides. */
export const listWords: {
  readonly [Decided in ManyDecision]: {
    readonly title: string
    readonly submit: string
    /** Beside each box. */
    readonly box: string
    readonly press: string
  }
} = {
  approve: { title: 'Whom to approve?', submit: 'Approve chosen', box: 'Approve', press: 'Approve all…' },
  deny: { title: 'Whom to deny?', submit: 'Deny chosen', box: 'Deny', press: 'Deny all…' },
}

/** The dry count, where all have the same host; nothing otherwise. */
export function howManyFrom({ list, leftOut }: Pick<ListForm, 'list' | 'leftOut'>, pool: Pool): Sentence {
  if (list.kind !== 'deny-all' || list.host === null) return []
  const count = list.roundIds.length + leftOut
  const many = count === 1 ? '1 sign-up waits' : `${count} sign-ups wait`
  return [
    `${many} with an address at exactly `,
    value(`@${list.host}`),
    ' in ',
    untrusted(pool.name, 100),
    '. ',
  ]
}

/** How many are chosen, on all pages. */
export function howManyChosen({ list, ticks }: Pick<ListForm, 'list' | 'ticks'>): Sentence {
  const chosen = ticks.filter(({ isChosen }) => isChosen).length
  return [strong(`${chosen} of ${list.roundIds.length} chosen.`)]
}

/** What will become of those who are chosen. */
export function whatListDoes(list: ListAnswer, { name, requiredApprovals }: Pool): Sentence {
  if (list.kind === 'deny-all')
    return [` ${fates[list.onDeny]} Reopen, on a denied card or in Details, takes that back.`]
  const once = onceEnough(requiredApprovals)
  return [
    ' They will be able to sign in to ',
    untrusted(name, 100),
    `${once}. Make sure that you know all of them. Those with a warning ⚠️ aren’t chosen at first.`,
  ]
}

const fates: { readonly [Fate in OnDeny]: string } = {
  disable: 'Their accounts will be disabled in Cognito, and they can’t sign in.',
  keep: 'Their accounts will stay in Cognito as they are: unconfirmed, so they can’t sign in.',
}

/** Under a list that doesn't hold all. */
export function listLeavesOut(count: number): Sentence {
  const who = count === 1 ? '1 more person waits' : `${count} more people wait`
  return [
    `${who}, for whom there is no room in one list. Submit this one, then open the list again for them.`,
  ]
}

export function whichPage({ page, starts }: Pick<ListForm, 'page' | 'starts'>): Sentence {
  return [`Page ${page + 1} of ${starts.length}. What you have chosen on other pages stays chosen.`]
}

export const earlierPeople = '← Earlier'
export const morePeople = 'More →'

/** Beside somebody who can't be shown in full: nobody is decided about whom one can't see. */
export const tooLongToChoose =
  'Too long to be shown here in full: decide about them on their own card, or in Details.'

/** In place of a form in which nobody was chosen. */
export const noneChosen: Sentence = [
  'Nothing was changed: nobody was chosen. Close this and open the list again.',
]

/** In place of a form that another store's message opened. */
export const listElsewhere: Sentence = [
  '❌ Nothing was changed: another Countersign, which uses the same Slack app, answers for this list. Close it and open it again: Slack may hand your click to that one.',
]

/** In place of a form that the store does not know, or that was submitted. */
export const listOutOfDate: Sentence = [
  '❌ Nothing was changed: this list is out of date. Close it and open it again.',
]

/** Told if the list could not be opened. */
export const listUnopened: Sentence = [
  '❌ Nothing was changed. If no list opened, Slack was too slow: press the button again.',
]

/** The button in Details. */
export function denyHost(host: string): Sentence {
  return ['Deny all from ', value(`@${host}`, 40), '…']
}

/** Told if nobody is denied by this host. */
export function hostKept({ host, because }: Extract<CommandAnswer, { kind: 'host-kept' }>): Sentence {
  return ['Nothing was changed: ', ...whyKept(host ?? '', because)]
}

function whyKept(host: string, because: HostRefusal): Sentence {
  const at: Sentence = ['an address at ', value(`@${host}`)]
  switch (because) {
    case 'no-address':
      return ['this sign-up has no e-mail address whose host others could share.']
    case 'free-mail':
      return ['anybody can have ', ...at, ', so it says nothing about who they are. Deny them one by one.']
    case 'expected':
      return [
        'the pool’s expected_domains name the domain of ',
        ...at,
        '. Deny those whom you don’t know one by one.',
      ]
    default:
      return never(because)
  }
}
