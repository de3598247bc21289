// Details: the modal in which an approver looks at one sign-up.
import type { CardEntry } from '../domain/card-entry.ts'
import type { ClickEnd } from '../domain/click.ts'
import type { Details, SeenUser, Sharing } from '../domain/details.ts'
import type { TextUse } from '../domain/look-alikes.ts'
import type { Pool } from '../domain/pool.ts'
import type { PoolUser } from '../domain/sign-up.ts'
import { never } from '../shared/never.ts'
import { remarker, who } from './facts.ts'
import { whyUnread } from './pool-read.ts'
import { privateAnswer } from './private-answer.ts'
import { type Sentence, strong, time, untrusted, value } from './sentence.ts'

export const detailsTitle = 'Details'
export const detailsClose = 'Close'

export const loading: Sentence = [
  '⏳ Loading… If nothing follows within a minute, close this and press the button again.',
]
export const deciding: Sentence = [
  '⏳ Your decision is being carried out. The result will show here and on the card, and you are told privately.',
]
export const detailsFailed: Sentence = [
  '❌ Countersign could not read what is to be shown here. Close this and press the button again in a minute. If that doesn’t help, ask an operator to check the log.',
]

export function refusedBySlack(error: string): Sentence {
  return [
    '❌ Slack did not accept what was to be shown here (',
    untrusted(error, 80),
    '). Ask an operator to check the log, and look this user up in Cognito.',
  ]
}

/** Why a person is shown nothing. */
export function withheld(end: ClickEnd, clicker: string, poolName: string | null): Sentence {
  const why = privateAnswer(end, clicker, null, poolName)
  const isAboutThem = end.kind === 'refused' || end.kind === 'unchecked'
  return isAboutThem ? ['🔒 Details are for approvers only. ', ...why] : why
}

export function whoAndWhere({ signUp }: CardEntry, pool: Pool): Sentence {
  return [...who(signUp, pool, 'long'), '\nin pool ', untrusted(pool.name, 100)]
}

/** What Cognito says now, and what never changes. */
export function nowInCognito({ entry, seen, pool }: Pick<Details, 'entry' | 'seen' | 'pool'>): Sentence {
  const { userName, sub, signedUpAt } = seen.kind === 'found' ? seen.user : entry.signUp
  const changedAt = seen.kind === 'found' ? seen.user.changedAt : undefined
  return [
    ...stateOf(seen),
    '\n',
    ...(userName === sub ? [] : userNameLine(userName, remarker(entry.signUp, pool, 'long'))),
    strong(userName === sub ? 'User name and ID (sub): ' : 'ID (sub): '),
    value(sub, 130),
    '\n',
    strong('Signed up: '),
    time(signedUpAt),
    ...(changedAt === undefined ? [] : [', last changed in Cognito ', time(changedAt)]),
  ]
}

function userNameLine(userName: string, remark: ReturnType<typeof remarker>): Sentence {
  return [strong('User name: '), value(userName), ...remark(userName, 'identifier'), '\n']
}

function stateOf(seen: SeenUser): Sentence {
  switch (seen.kind) {
    case 'found': {
      const { status, isEnabled } = seen.user
      return [
        strong('In Cognito just now: '),
        untrusted(status, 60),
        isEnabled ? ', enabled' : ', ⛔ disabled',
      ]
    }
    case 'not-listed':
      return ['⚠️ Cognito’s list does not show this user just now. What follows is what Countersign knows.']
    case 'unread':
      return [
        '⚠️ Cognito could not be read: ',
        whyUnread(seen.problem),
        '. What follows is what Countersign knows.',
      ]
    default:
      return never(seen)
  }
}

export function attributesTitle(seen: SeenUser): Sentence {
  return [
    strong(seen.kind === 'found' ? 'All attributes in Cognito' : 'Attributes that Countersign has kept'),
  ]
}

export const noAttributes: Sentence = ['None.']

export function attributesLeftOut(count: number): Sentence {
  return [`… and ${count} more, for which there is no room here.`]
}

/** Attributes by which people are identified; others are words. */
const identifiers = new Set(['email', 'phone_number', 'preferred_username'])

/** Where there is room for nothing but the attribute. */
export const narrowest = 30

/** At most `most` characters of it. */
export function attributeLine(name: string, text: string, pool: Pool, most: number): Sentence {
  const use: TextUse = identifiers.has(name) ? 'identifier' : 'words'
  const remark = remarker({}, pool, most < 200 ? 'short' : 'long')
  return [
    untrusted(name, Math.min(most, 60)),
    ': ',
    value(text, most),
    ...(most === narrowest ? [] : remark(text, use)),
  ]
}

const called = { email: 'e-mail address', phone_number: 'phone number' } as const

/** Whether the user shares an address or a number with others. */
export function sharingSentence({ attribute, others }: Sharing): Sentence {
  const what = called[attribute]
  switch (others.kind) {
    case 'found': {
      const { users } = others
      if (users.length === 0) return [`Nobody else in this pool has this ${what}.`]
      const named = users
        .slice(0, mostNamed)
        .flatMap((user, index) => [...(index === 0 ? [] : ['; ']), ...otherUser(user)])
      const rest = users.length - mostNamed
      const more = rest > 0 ? `, and ${rest} more` : ''
      const holders =
        users.length === 1 ? 'Another user of this pool has' : `${users.length} other users of this pool have`
      return [`⚠️ ${holders} this ${what}: `, ...named, `${more}.`]
    }
    case 'too-many':
      return [`⚠️ Very many users of this pool have this ${what}.`]
    case 'not-askable':
      return [`Whether anybody else has this ${what} is unknown: Cognito can’t search for it.`]
    case 'unread':
      return [`Whether anybody else has this ${what} is unknown: `, whyUnread(others.problem), '.']
    default:
      return never(others)
  }
}

/** More would not be read. */
const mostNamed = 3

function otherUser({ userName, status, isEnabled }: PoolUser): Sentence {
  return ['user name ', value(userName, 130), ' (', untrusted(status, 60), isEnabled ? ')' : ', disabled)']
}
