// Every sentence that a person reads: what happened first, what to do last.

import type { BulkApproval, BulkEnd } from '../../domain/bulk-approval.ts'
import type { ClickEnd } from '../../domain/click.ts'
import type { CommandAnswer, NotWaiting } from '../../domain/command.ts'
import type { FailureReason } from '../../domain/failure.ts'
import type { Refusal } from '../../domain/may-decide.ts'
import type { Ending, Failure, Round } from '../../domain/round.ts'
import type { SignUp } from '../../domain/sign-up.ts'
import type { CardEntry, HeldBack } from '../../domain/workspace.ts'
import { never } from '../../shared/never.ts'
import { type Piece, person, type Sentence, strong, time, untrusted } from './pieces.ts'

/** A card's title. */
export function cardTitle({ state }: Round): string {
  if (state.kind === 'waiting') return state.failure === null ? 'New sign-up' : 'Sign-up still waiting'
  if (state.kind === 'claimed') return 'Confirming sign-up'
  return state.ending.kind === 'confirmed' ? 'Sign-up confirmed' : 'Sign-up no longer waiting'
}

export const labels = { userName: 'User name', email: 'E-mail', phone: 'Phone', name: 'Name' } as const

export const notVerified = ' (not verified)'
export const mixedAlphabets = ' ⚠️ mixes letters of different alphabets that look alike'
export const mixedAlphabetsShort = ' ⚠️ mixed alphabets'
export const noAddress = 'none'

/** The line under the facts: when, and into which pool. */
export function origin(signUp: SignUp, poolName: string): Sentence {
  return [...signedUp(signUp), ' in pool ', untrusted(poolName, 100)]
}

/** The same where the pool is told for all. */
export function signedUp(signUp: SignUp): Sentence {
  return ['Signed up ', time(signUp.signedUpAt)]
}

/** The title over several sign-ups. */
export function sharedTitle(entries: readonly CardEntry[]): string {
  const waiting = entries.filter(({ round }) => round.state.kind === 'waiting').length
  if (waiting === entries.length) return `${entries.length} new sign-ups`
  return `${entries.length} sign-ups, ${waiting === 0 ? 'none' : waiting} waiting`
}

export function sharedOrigin(poolName: string): Sentence {
  return ['In pool ', untrusted(poolName, 100), '. Each is decided on its own.']
}

/** For notifications and screen readers: how many, and who. */
export function sharedSummary(entries: readonly CardEntry[], poolName: string): Sentence {
  const people = entries.flatMap(
    ({ signUp }, index): Sentence => [index === 0 ? '' : ', ', nameOf(signUp, 60)],
  )
  return [sharedTitle(entries), ' in ', untrusted(poolName, 100), ': ', ...people, '.']
}

export const heldBackTitle = 'Sign-ups without a card'

/** How many of a pool have no card, and how to see them. `poolName` is null where there is only one pool to speak of. */
export function heldBack({ count, since }: HeldBack, poolName: string | null): Sentence {
  const inPool: Sentence = poolName === null ? [] : [' in pool ', untrusted(poolName, 100)]
  if (since === null)
    return ['🗂️ None is left', ...inPool, ': of the sign-ups without a card, none waits any more.']
  const command: Sentence = [
    '/confirm-user list',
    ...(poolName === null ? [] : [' ', untrusted(poolName, 100)]),
  ]
  const [who, see] =
    count === 1 ? ['1 more sign-up waits', 'To see it: '] : [`${count} more sign-ups wait`, 'To see them: ']
  return [
    '🗂️ ',
    strong(who),
    ...inPool,
    count === 1 ? ' and has no card here. It signed up ' : ' and have no card here. The oldest signed up ',
    time(since),
    '. ',
    see,
    ...command,
    '. To confirm one: /confirm-user, and the user name or e-mail address.',
  ]
}

/** How a person is named where there is room for one name only. */
export function nameOf(signUp: SignUp, most: number): Piece {
  return untrusted(signUp.attributes['email'] ?? signUp.userName, most)
}

export const approve = 'Approve'

export const approveAll = 'Approve all…'
export const approveAllTitle = 'Approve all?'
export const approveAllCancel = 'Cancel'

export function approveAllSubmit(count: number): string {
  return count === 1 ? 'Approve it' : `Approve all ${count}`
}

export function approveAllIntroduction(count: number, poolName: string): Sentence {
  const who = count === 1 ? 'This sign-up' : `These ${count} sign-ups`
  return [
    who,
    ' will be able to sign in to ',
    untrusted(poolName, 100),
    '. Make sure that you know them all.',
  ]
}

/** In place of a form that nobody knows any more. */
export const approveAllOutOfDate: Sentence = [
  '❌ Nothing was changed: this list is out of date. Close it, and press Approve all again.',
]

/** What became of approvals that one person asked for at once. */
export function bulkSentence({ by, asked, ended }: BulkApproval, hasRoomForNames: boolean): Sentence {
  const left = asked - ended.length
  const how = [' approved ', strong(asked === 1 ? '1 sign-up' : `${asked} sign-ups`), ' at once'] as const
  if (left > 0) return ['⏳ ', person(by.userId), ...how, `: ${ended.length} done, ${left} to go.`]
  const confirmed = ended.filter(({ end }) => end.kind === 'confirmed').length
  const others = Map.groupBy(
    ended.filter(({ end }) => end.kind !== 'confirmed'),
    ({ end }) => bulkReason(end),
  )
  const sign = confirmed === asked ? '✅ ' : '⚠️ '
  const result: Sentence = [sign, person(by.userId), ...how, `: ${confirmed} confirmed.`]
  const rest = [...others].flatMap(
    ([reason, ends]): Sentence => [
      ` ${ends.length} ${reason}`,
      ...(hasRoomForNames ? [': ', ...someOf(ends)] : []),
      '.',
    ],
  )
  const isToTry = ended.some(({ end }) => end.kind === 'failed' || end.kind === 'unchecked')
  return [
    ...result,
    ...rest,
    ...(isToTry ? [' Those that still wait have their button: press it again.'] : []),
  ]
}

/** As many as one reads. */
const mostNamed = 5

function someOf(ends: readonly BulkEnd[]): Sentence {
  const named = ends.slice(0, mostNamed).flatMap(({ signUp }, index): Sentence => {
    const comma = index === 0 ? '' : ', '
    return signUp === null ? [comma, 'unknown'] : [comma, nameOf(signUp, 60)]
  })
  const rest = ends.length - mostNamed
  return rest > 0 ? [...named, ` and ${rest} more`] : named
}

/** Why one of many was not confirmed by this; after a number. */
function bulkReason(end: ClickEnd): string {
  switch (end.kind) {
    case 'failed':
      return bulkFailure(end.reason)
    case 'refused':
      return bulkRefusal(end.because)
    case 'unchecked':
      return 'not confirmed, since Slack did not tell whether they may approve'
    case 'expired':
      return 'not confirmed, since it had waited for more than 15 minutes'
    case 'late':
    case 'overtaken':
    case 'superseded':
    case 'unknown-round':
    case 'answered':
      return 'left out, since something else came first'
    case 'confirmed':
      return 'confirmed'
    default:
      return never(end)
  }
}

function bulkFailure(reason: FailureReason): string {
  switch (reason.kind) {
    case 'throttled':
      return 'not confirmed, since Cognito was too busy'
    case 'unreachable':
    case 'no-answer':
      return 'not confirmed, since Cognito gave no answer'
    case 'uncertain':
    case 'unexplained':
    case 'look-forbidden':
      return 'perhaps confirmed, which could not be seen'
    case 'capped':
      return 'not confirmed, since Cognito has reached a limit that lasts for hours'
    case 'function-failed':
      return 'not confirmed, since a function of the pool failed'
    case 'expired':
    case 'withdrawn':
      return 'not confirmed, since Countersign was interrupted'
    case 'not-allowed':
    case 'bad-parameter':
    case 'unheard-of':
      return 'not confirmed, since Cognito refused'
    case 'forbidden':
    case 'credentials':
    case 'pool-missing':
      return 'not confirmed, since Countersign is not allowed to (an operator has to mend that)'
    default:
      return never(reason)
  }
}

function bulkRefusal(because: Refusal): string {
  switch (because) {
    case 'own-sign-up':
      return 'refused as their own sign-up'
    case 'imitation':
      return 'refused, since another sign-up can be taken for it'
    default:
      return 'refused, since they may not approve here'
  }
}

/** The dialog that asks once more. */
export function approveDialog(signUp: SignUp, poolName: string) {
  const userName: Sentence =
    signUp.attributes['email'] === undefined ? [] : [' (user name ', untrusted(signUp.userName, 80), ')']
  return {
    title: ['Approve this sign-up?'] satisfies Sentence,
    text: [
      nameOf(signUp, 110),
      ...userName,
      ' will be able to sign in to ',
      untrusted(poolName, 60),
      '.',
    ] satisfies Sentence,
    confirm: ['Approve'] satisfies Sentence,
    deny: ['Cancel'] satisfies Sentence,
  }
}

/** Instead of a button, on both cards, while one sign-up imitates another. */
export const imitationWarning: Sentence = [
  '⚠️ Another sign-up has this one’s id as its user name, or the other way round. Cognito could take one for the other, so neither can be approved here. Ask an operator to delete the false one in Cognito.',
]

const confirming: Sentence = ['⏳ Confirming…']

/** What a card says of the round it shows; null where there is nothing to say yet. */
export function cardStatus({ state }: Round): Sentence | null {
  if (state.kind === 'claimed') return [...confirming, ' Approved by ', person(state.claim.by.userId), '.']
  if (state.kind === 'settled') return endingSentence(state.ending)
  return state.failure === null ? null : failureSentence(state.failure)
}

/** How a round ended. */
export function endingSentence(ending: Ending): Sentence {
  switch (ending.kind) {
    case 'confirmed':
      return confirmedSentence(ending)
    case 'confirmed-elsewhere':
      return elsewhereSentence(ending.status, ending.at)
    case 'disabled':
      return [
        '⛔ Disabled outside Slack, seen ',
        time(ending.at),
        '. To decide again, enable the user in Cognito: a new card will follow.',
      ]
    case 'gone':
      return [
        '🗑️ Deleted from the pool, seen ',
        time(ending.at),
        '. If they still need access, they have to sign up again.',
      ]
    default:
      return never(ending)
  }
}

function confirmedSentence({
  by,
  at,
  certainty,
  functionError,
}: Extract<Ending, { kind: 'confirmed' }>): Sentence {
  if (functionError !== null) {
    return [
      '⚠️ Approved by ',
      person(by.userId),
      ', ',
      time(at),
      '. They can sign in now, but the pool’s post confirmation function failed: “',
      untrusted(functionError, 200),
      '”. Ask an operator whether something is missing.',
    ]
  }
  if (certainty === 'answered') {
    return ['✅ Approved by ', person(by.userId), ', ', time(at), '. They can sign in now.']
  }
  return [
    '✅ Confirmed. ',
    person(by.userId),
    '’s approval got no answer, so it was probably that, seen ',
    time(at),
    '. They can sign in now.',
  ]
}

function elsewhereSentence(status: string, at: Date): Sentence {
  if (status === 'CONFIRMED')
    return ['☑️ Confirmed outside Slack, seen ', time(at), '. They can sign in now: nothing to do here.']
  return [
    '☑️ No longer waiting: Cognito’s status is ',
    untrusted(status, 60),
    ', seen ',
    time(at),
    '. Nothing to do here.',
  ]
}

/** Why an approval did not go through, and what to do. */
export function failureSentence({ reason, by, at, requestId }: Failure): Sentence {
  return [
    '❌ ',
    ...reasonSentence(reason, requestId),
    ' (Approval by ',
    person(by.userId),
    ', ',
    time(at),
    '.)',
  ]
}

const again = 'press Approve again.'

function reasonSentence(reason: FailureReason, requestId: string | null): Sentence {
  switch (reason.kind) {
    case 'throttled':
      return [`Not confirmed: Cognito was too busy. In a minute, ${again}`]
    case 'unreachable':
      return [`Not confirmed: Cognito could not be reached. In a minute, ${again}`]
    case 'no-answer':
      return [`Not confirmed: Cognito gave no answer, and the user is still waiting. Please ${again}`]
    case 'uncertain':
      return [`Perhaps confirmed: Cognito gave no answer. Doing it twice does no harm, so ${again}`]
    case 'unexplained':
      return [
        'Perhaps confirmed: Cognito answered ',
        untrusted(reason.name, 80),
        ...quoted(requestId),
        `, and it could not be seen what that changed. Doing it twice does no harm, so ${again}`,
      ]
    case 'look-forbidden':
      return [
        `Perhaps confirmed: AWS does not allow Countersign to look. Ask an operator to allow ${reason.action} for it, then ${again}`,
      ]
    case 'capped':
      return [
        'Not confirmed: Cognito has reached a limit (',
        untrusted(reason.name, 80),
        `) that lasts for hours. Wait an hour, then ${again}`,
      ]
    case 'forbidden':
      return [
        `Not confirmed: AWS does not allow Countersign to do this. Ask an operator to allow ${reason.action} for it, then ${again}`,
      ]
    case 'credentials':
      return [
        'Not confirmed: AWS did not accept Countersign’s credentials (',
        untrusted(reason.name, 80),
        `). Ask an operator to renew them, then ${again}`,
      ]
    case 'pool-missing':
      return [
        `Not confirmed: AWS does not know this user pool. Ask an operator to check the pool’s id (COGNITO_USER_POOL_ID), then ${again}`,
      ]
    case 'bad-parameter':
      return [
        'Not confirmed: Cognito did not accept the request',
        ...quoted(requestId),
        `. Ask an operator to look into the log, then ${again}`,
      ]
    case 'function-failed':
      return [
        'Not confirmed: a function of the pool failed: “',
        untrusted(reason.message, 200),
        `”. Ask an operator to mend it, then ${again}`,
      ]
    case 'not-allowed':
      return [
        'Not confirmed: Cognito refused, although the user is still waiting',
        ...quoted(requestId),
        `. Ask an operator to look into the log, then ${again}`,
      ]
    case 'expired':
      return [
        `Not confirmed: Countersign was interrupted or very busy, and the approval is too old to carry out now. Please ${again}`,
      ]
    case 'withdrawn':
      return [
        'Not confirmed: Countersign was interrupted, and whoever approved could not be checked again. An approver can press Approve.',
      ]
    case 'unheard-of':
      return [
        'Not confirmed: Cognito answered ',
        untrusted(reason.name, 80),
        ...quoted(requestId),
        `. Please ${again} If that does not help, ask an operator to look into the log.`,
      ]
    default:
      return never(reason)
  }
}

function quoted(requestId: string | null): Sentence {
  return requestId === null ? [] : [' (request ', untrusted(requestId, 60), ')']
}

/** The same where it stands beside others. */
export const imitationWarningShort: Sentence = [
  '⚠️ Not to be approved here: another sign-up has this one’s id as its user name, or the other way round.',
]

/** On a message of ours that no row knows. */
export const strayCard: Sentence = [
  'This card is out of date, and nothing can be decided on it any more. If a sign-up still waits, a newer card shows it.',
]

/** The private answer to a click: whom it is about, what happened, what to do. */
export function privateAnswer(
  end: ClickEnd,
  clicker: string,
  signUp: SignUp | null,
  poolName: string | null,
): Sentence {
  const about: Sentence = signUp === null ? [] : [nameOf(signUp, 200), ': ']
  return [...about, ...endSentence(end, clicker, poolName)]
}

function endSentence(end: ClickEnd, clicker: string, poolName: string | null): Sentence {
  switch (end.kind) {
    case 'confirmed':
    case 'overtaken':
      return endingSentence(end.ending)
    case 'failed':
      return ['❌ ', ...reasonSentence(end.reason, null)]
    case 'refused':
      return ['🚫 ', ...refusalSentence(end.because, poolName)]
    case 'unchecked':
      return [
        '❌ Nothing was changed: Slack did not tell Countersign whether you may approve. In a minute, press Approve again.',
      ]
    case 'late':
      return lateSentence(end.first?.userId ?? null, end.ending, clicker)
    case 'expired':
      return [
        '❌ This was not carried out: it had waited for more than 15 minutes, because Countersign was interrupted or very busy. Please try again.',
      ]
    case 'superseded':
      return ['Your newer click counts instead of this one.']
    case 'answered':
      return commandAnswer(end.answer, { shown: 0, total: 0 }).flat()
    case 'unknown-round':
      return [
        '❌ Nothing was changed: Countersign does not know this card any more. If the sign-up still waits, use its newer card.',
      ]
    default:
      return never(end)
  }
}

function lateSentence(first: string | null, ending: Ending | null, clicker: string): Sentence {
  if (ending !== null && ending.kind !== 'confirmed')
    return [...endingSentence(ending), ' Your click changed nothing.']
  if (first === null)
    return ['Somebody else was first. Your click changed nothing: the card shows the result.']
  const isOwn = first === clicker
  if (ending !== null) {
    const who: Sentence = isOwn
      ? ['You had approved this already, ']
      : [person(first), ' was first and approved this, ']
    return [...who, time(ending.at), '. Your click changed nothing, and nothing is left to do.']
  }
  if (isOwn) return ['Your first click is being carried out. The card will show the result in a moment.']
  return [
    person(first),
    ' was first: their approval is being carried out. The card will show the result in a moment.',
  ]
}

function refusalSentence(because: Refusal, poolName: string | null): Sentence {
  const pool: Sentence = poolName === null ? ['this pool'] : ['pool ', untrusted(poolName, 100)]
  switch (because) {
    case 'not-an-approver':
      return [
        'You are not an approver of ',
        ...pool,
        ', so nothing was changed. Ask an approver to decide, or an operator to make you one.',
      ]
    case 'guest':
      return [
        'Guests can’t approve sign-ups, so nothing was changed. Ask an approver who is a full member of this workspace.',
      ]
    case 'other-workspace':
      return [
        'You belong to another workspace, so you can’t approve sign-ups here, and nothing was changed. Ask an approver of this workspace.',
      ]
    case 'deactivated':
      return ['Your Slack account is deactivated, so nothing was changed. Ask an approver to decide.']
    case 'bot':
      return ['Bots can’t approve sign-ups, so nothing was changed. Ask an approver to decide.']
    case 'own-sign-up':
      return [
        'This is your own sign-up (the same e-mail address), so nothing was changed. Ask another approver to decide.',
      ]
    case 'imitation':
      return [
        'Nothing was changed: this sign-up and another could be taken for each other. Ask an operator to delete the false one in Cognito.',
      ]
    default:
      return never(because)
  }
}

export const more = 'Show more'

/** One of a list, before where and when. */
export function inOneLine(signUp: SignUp): Sentence {
  const email = signUp.attributes['email']
  const isVerified = signUp.attributes['email_verified'] === 'true'
  const address: Sentence =
    email === undefined ? [] : [', ', untrusted(email, 150), isVerified ? '' : notVerified]
  return [strong('• '), untrusted(signUp.userName, 130), ...address, '.']
}

/** The private answer to a command that led to no decision; a paragraph each. */
export function commandAnswer(
  answer: CommandAnswer,
  { shown, total }: { shown: number; total: number },
): readonly Sentence[] {
  switch (answer.kind) {
    case 'help':
      return help
    case 'list':
      return [listTitle(answer.offset, shown, total)]
    case 'candidates':
      return [candidatesTitle(answer.user, shown, total)]
    case 'unknown-user':
      return [
        [
          '❓ Nobody called ',
          untrusted(answer.user, 150),
          ' has signed up in ',
          ...names(answer.poolNames),
          '. Check the spelling, or see who waits: /confirm-user list',
        ],
      ]
    case 'not-waiting':
      return notWaitingSentences(answer.users)
    case 'unknown-pool':
      return [
        [
          '❓ No pool is called ',
          untrusted(answer.given, 100),
          '. You can approve in ',
          ...names(answer.poolNames),
          '. For example: /confirm-user ada@example.com ',
          untrusted(answer.poolNames[0] ?? '', 100),
        ],
      ]
    case 'approve-all':
      return [['❌ Nothing was changed. If no list has opened, Slack was too slow: press Approve all again.']]
    case 'none-left':
      return [['Nobody in this message waits any more, so nothing was changed.']]
    case 'could-not-look':
      return [['❌ Nothing was changed: Cognito did not say who is meant. In a minute, please try again.']]
    default:
      return never(answer)
  }
}

const help: readonly Sentence[] = [
  [strong('/confirm-user'), ' confirms users who signed up and wait for an approval.'],
  [strong('/confirm-user NAME'), ' confirms the waiting user with exactly this user name or id, at once.'],
  [
    strong('/confirm-user ada@example.com'),
    ' shows who waits under this address, with a button: anybody can sign up with anybody’s address.',
  ],
  [strong('/confirm-user user:NAME'), ' takes NAME as a user name, whatever it looks like.'],
  [strong('/confirm-user list'), ' shows who waits, longest first.'],
  [
    'Where there are several pools, a pool’s name at the end says which one is meant, for example: /confirm-user list Customers',
  ],
]

function listTitle(offset: number, shown: number, total: number): Sentence {
  if (total === 0) return ['Nobody is waiting.']
  if (shown === 0)
    return ['Nobody else is waiting. ', ...counted(total), ' in all: /confirm-user list starts again.']
  if (total === 1) return ['1 sign-up waits:']
  return [...counted(total), ` in all, longest first. Here are ${offset + 1} to ${offset + shown}:`]
}

function counted(total: number): Sentence {
  return [total === 1 ? '1 sign-up waits' : `${total} sign-ups wait`]
}

function candidatesTitle(user: string, shown: number, total: number): Sentence {
  const rest = shown < total ? ` Here are the first ${shown} of ${total}.` : ''
  const who: Sentence =
    total === 1
      ? ['One sign-up under ', untrusted(user, 150), ' waits.']
      : [`${total} sign-ups under `, untrusted(user, 150), ' wait.']
  return [...who, rest, ' Make sure that it is who they say, then press Approve.']
}

/** As many as one reads; they share a name or an address, so these are telling enough. */
const mostNotWaiting = 10

function notWaitingSentences(users: readonly NotWaiting[]): readonly Sentence[] {
  const named = users.slice(0, mostNotWaiting).map(notWaitingSentence)
  const rest = users.length - named.length
  if (rest === 0) return named
  return [...named, [rest === 1 ? '1 more is not waiting either.' : `${rest} more are not waiting either.`]]
}

function notWaitingSentence({ userName, poolName, status, isEnabled, ending }: NotWaiting): Sentence {
  const who: Sentence = [untrusted(userName, 130), ' in ', untrusted(poolName, 100)]
  if (!isEnabled)
    return [
      '⛔ ',
      ...who,
      ' is disabled. To let them in, enable the user in Cognito: a card will follow if they still wait.',
    ]
  if (ending?.kind === 'confirmed') return [...who, ' is confirmed already: ', ...endingSentence(ending)]
  if (status !== 'CONFIRMED')
    return [...who, ' is not waiting: Cognito’s status is ', untrusted(status, 60), '. Nothing to do here.']
  // Of whom no end was seen, it may be an approval that is still being carried out, or one that a lost store knew.
  if (ending === null) return ['☑️ ', ...who, ' is confirmed already. They can sign in: nothing to do here.']
  return [
    '☑️ ',
    ...who,
    ' is confirmed already, outside Slack (seen ',
    time(ending.at),
    '). They can sign in: nothing to do here.',
  ]
}

function names(poolNames: readonly string[]): Sentence {
  return poolNames.flatMap(
    (name, index): Sentence => (index === 0 ? [untrusted(name, 100)] : [', ', untrusted(name, 100)]),
  )
}
