// Every sentence that a person reads: what happened first, what to do last.
import { never } from '../../shared/never.ts'
import type { ClickEnd } from '../../sign-up/click.ts'
import type { CommandAnswer, NotWaiting } from '../../sign-up/command.ts'
import type { Refusal } from '../../sign-up/may-decide.ts'
import type { Ending, Failure, FailureReason, Round } from '../../sign-up/round.ts'
import type { SignUp } from '../../sign-up/sign-up.ts'
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
export const noAddress = 'none'

/** The line under the facts: when, and into which pool. */
export function origin(signUp: SignUp, poolName: string): Sentence {
  return ['Signed up ', time(signUp.signedUpAt), ' in pool ', untrusted(poolName, 100)]
}

/** How a person is named where there is room for one name only. */
export function nameOf(signUp: SignUp, most: number): Piece {
  return untrusted(signUp.attributes['email'] ?? signUp.userName, most)
}

export const approve = 'Approve'

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
        `Not confirmed: Countersign was interrupted, and the approval is too old to carry out now. Please ${again}`,
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

/** On a message of ours that no row knows. */
export const strayCard: Sentence = [
  'This card is out of date, so its button was taken away. If the sign-up still waits, a newer card shows it.',
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
        '❌ Your approval was not carried out: Countersign was interrupted, and it is too old now. Please press Approve again.',
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
