// What /confirm-user answers if it leads to no decision.
import type { CommandAnswer, Purpose } from '../domain/command.ts'
import type { NamedPoolRead } from '../domain/pool-read.ts'
import type { ListedEntry } from '../domain/told.ts'
import { never } from '../shared/never.ts'
import { approvalUnopened } from './approval.ts'
import { denialUnopened } from './denial.ts'
import { hostKept, listUnopened } from './list-form.ts'
import { notWaitingSentences } from './not-waiting.ts'
import { asOf, unread, unreadSentences, unsearchedSentences } from './pool-read.ts'
import { joined, type Sentence, strong, untrusted } from './sentence.ts'
import { testAnswer } from './test-card.ts'

export const more = 'Show more'
export const moreLabel = 'Show more sign-ups that are waiting'

/** A paragraph each. `shown` of `total` follow; `reads` say how old a list is. */
export function commandAnswer(answer: CommandAnswer, list: ShownList): readonly Sentence[] {
  switch (answer.kind) {
    case 'help':
      return help
    case 'list':
      return [...listTitle(answer.offset, list), ...unreadSentences(list.reads)]
    case 'candidates':
      return [candidatesTitle(answer, list), ...unsearchedSentences(answer.unsearched)]
    case 'nearest':
      return [
        [
          '❓ Nobody waiting is called exactly ',
          untrusted(answer.user, 150),
          ...asOf(list.reads, ', as of '),
          '. ',
          ...nearestTitle(answer.decision, list),
          answer.isWhole ? '' : ` ${notWhole}`,
        ],
        ...unreadSentences(list.reads),
        ...unsearchedSentences(answer.unsearched),
      ]
    case 'unknown-user':
      return [
        [
          '❓ No user named ',
          untrusted(answer.user, 150),
          ' in ',
          ...namesOf(answer.poolNames),
          '. Check the spelling, or see who is waiting: /confirm-user list',
        ],
        ...(answer.isWhole ? [] : [[notWhole]]),
        ...whatWordMeans(answer.decision, answer.user),
        ...unsearchedSentences(answer.unsearched),
      ]
    case 'too-many':
      return [
        [
          '❓ Too many users are called ',
          untrusted(answer.user, 150),
          ', so Countersign stopped searching. Use the id (sub) of the user whom you mean: /confirm-user ID',
        ],
      ]
    case 'not-askable':
      return [
        [
          '❓ Nothing was changed: Cognito can’t search for ',
          untrusted(answer.user, 150),
          '. Use the user’s id (sub): /confirm-user ID',
        ],
      ]
    case 'not-waiting':
      return notWaitingSentences(answer.users, list.listed ?? [])
    case 'decided':
      return [decidedTitle(answer), ...unsearchedSentences(answer.unsearched)]
    case 'history':
      return list.total === 0 ? [['Countersign no longer knows this sign-up.']] : []
    case 'unknown-pool':
      return [unknownPool(answer)]
    case 'approve-all':
    case 'deny-all':
      return [listUnopened]
    case 'host-kept':
      return [hostKept(answer)]
    case 'approve-form':
      return [approvalUnopened]
    case 'deny-form':
      return [denialUnopened]
    case 'details-unopened':
      return [
        [
          '⚠️ If Details did not open, or the list, Slack was too slow or did not accept it: press the button again.',
        ],
      ]
    case 'none-left':
      return [['Nobody in this message is waiting any more, so nothing was changed.']]
    case 'could-not-look':
      return [
        ['❌ Nothing was changed: Countersign could not look this user up in Cognito. ', ...tryAgain(answer)],
        ...unsearchedSentences(answer.unsearched),
      ]
    case 'list-of-another':
      return [['This is somebody else’s list. For your own: /confirm-user list']]
    case 'test-button':
      return [testAnswer(answer.would, answer.poolName)]
    case 'list-unknown':
      return [['Countersign no longer knows this list. For a new one: /confirm-user list']]
    default:
      return never(answer)
  }
}

/** Only what may pass by itself is worth another try. */
function tryAgain({ unsearched }: Extract<CommandAnswer, { kind: 'could-not-look' }>): Sentence {
  const isPassing = unsearched.every(({ problem }) => problem === 'out-of-reach')
  return [isPassing ? 'Please try again in a minute.' : 'Ask an operator to fix what keeps it from doing so.']
}

const notWhole = 'More sign-ups are waiting than were compared, so a similar one may be missing here.'

const help: readonly Sentence[] = [
  [strong('/confirm-user'), ' confirms users who signed up and are waiting for approval.'],
  [
    strong('/confirm-user ID'),
    ' confirms the waiting user with exactly this id (sub), without asking again: only an id is never chosen by the user. Where the channel can’t see in full who it is, you are shown that first.',
  ],
  [
    strong('/confirm-user NAME'),
    ' shows who is waiting under this user name, with their buttons, or whoever is called nearly so. If they were decided about, it says how.',
  ],
  [
    strong('/confirm-user ada@example.com'),
    ' and ',
    strong('/confirm-user +15550100'),
    ' show who is waiting under this e-mail address or phone number: anyone can sign up with anyone’s.',
  ],
  [
    strong('/confirm-user user:NAME'),
    ' always takes NAME as a user name, even if it looks like an address or an id.',
  ],
  [
    strong('/confirm-user deny'),
    ' and an id, a name, an address or a number shows who is waiting under it, with a button that opens a form. Nobody is denied before that is sent.',
  ],
  [
    strong('/confirm-user history'),
    ' and an id, a name, an address or a number shows what happened to that sign-up, newest first.',
  ],
  [strong('/confirm-user list'), ' shows who is waiting, longest first, and then who has lapsed.'],
  [
    'If there are several pools, you can add a pool’s name at the end, for example: /confirm-user list Customers',
  ],
]

function unknownPool({ user, given, poolNames }: Extract<CommandAnswer, { kind: 'unknown-pool' }>): Sentence {
  const nobody: Sentence =
    user === undefined
      ? ['No pool named ', untrusted(given, 100)]
      : [
          'Nobody called ',
          untrusted(user, 150),
          ' was found, and there is no pool named ',
          untrusted(given, 100),
        ]
  return [
    '❓ ',
    ...nobody,
    '. You can approve in: ',
    ...namesOf(poolNames),
    '. For example: /confirm-user ada@example.com ',
    untrusted(poolNames[0] ?? '', 100),
  ]
}

function decidedTitle({ user, unsearched }: Extract<CommandAnswer, { kind: 'decided' }>): Sentence {
  const isAsked = unsearched.length === 0
  return [
    'Nobody is waiting under ',
    untrusted(user, 150),
    isAsked ? ', and Cognito no longer lists such a user.' : '.',
    ' This is what Countersign knows:',
  ]
}

/** What follows an answer, and how old it is. */
interface ShownList {
  readonly shown: number
  /** Those who wait and those who have lapsed. */
  readonly total: number
  /** How many of these have lapsed; left out if none has. */
  readonly lapsed?: number
  readonly reads: readonly NamedPoolRead[]
  /** The sign-ups that may follow. */
  readonly listed?: readonly ListedEntry[]
}

function listTitle(offset: number, { shown, total, lapsed = 0, reads }: ShownList): readonly Sentence[] {
  if (total === 0) {
    const isAnyKnown = reads.length === 0 || reads.some(({ readAt }) => readAt !== null)
    if (!isAnyKnown) return [['It isn’t known yet whether anybody is waiting.']]
    return [
      [
        unread(reads).length === 0 ? 'Nobody is waiting' : 'Nobody is known to be waiting',
        ...asOf(reads, ', as of '),
        '.',
      ],
    ]
  }
  const since = asOf(reads, 'As of ')
  const age: Sentence = since.length === 0 ? [] : [...since, ', ']
  const waiting = total - lapsed
  if (shown === 0)
    return [
      [
        ...age,
        age.length === 0 ? 'Nobody' : 'nobody',
        ' else is waiting. ',
        waiting === 0 ? hasLapsed(lapsed) : `${counted(waiting)} in all`,
        '. To start again: /confirm-user list',
      ],
    ]
  const who = waiting === 0 ? `${hasLapsed(lapsed)}, and can be reopened` : counted(waiting)
  if (total === 1) return [[...age, `${who}:`]]
  const order = waiting === 0 ? '' : ` in all, longest first${followedBy(lapsed)}`
  return [[...age, `${who}${order}. Here are ${offset + 1} to ${offset + shown}:`]]
}

function hasLapsed(lapsed: number): string {
  return lapsed === 1 ? '1 sign-up has lapsed' : `${lapsed} sign-ups have lapsed`
}

function followedBy(lapsed: number): string {
  if (lapsed === 0) return ''
  return lapsed === 1 ? ', followed by 1 that has lapsed' : `, followed by ${lapsed} that have lapsed`
}

function counted(waiting: number): string {
  return waiting === 1 ? '1 sign-up is waiting' : `${waiting} sign-ups are waiting`
}

/** For whoever is called so, "deny" or "history" and all. */
function whatWordMeans(purpose: Purpose, user: string): readonly Sentence[] {
  if (purpose === 'approve') return []
  return [
    [
      `Countersign took the first word for what you want to do. If somebody is called “${purpose} `,
      untrusted(user, 150),
      '”, put the whole name in quotation marks.',
    ],
  ]
}

type Candidates = Extract<CommandAnswer, { kind: 'candidates' }>

function candidatesTitle({ user, decision }: Candidates, { shown, total }: ShownList): Sentence {
  const another = anothers[decision]
  const others = ` Here are the first ${shown} of ${total}. ${another}`
  const rest = shown < total ? others : ''
  const who: Sentence =
    total === 1
      ? [`1 sign-up ${decision === 'history' ? 'is known' : 'is waiting'} under `, untrusted(user, 150), '.']
      : [
          `${total} sign-ups ${decision === 'history' ? 'are known' : 'are waiting'} under `,
          untrusted(user, 150),
          '.',
        ]
  return [...who, rest, nexts[decision]]
}

const anothers: { readonly [For in Purpose]: string } = {
  approve: 'To confirm another, use its id: /confirm-user ID.',
  deny: 'To deny another, use its id: /confirm-user deny ID.',
  history: 'For another, use its id: /confirm-user history ID.',
}

const nexts: { readonly [For in Purpose]: string } = {
  approve: ' Make sure that they are who they say they are, then press Approve.',
  deny: ' Make sure that you mean them, then press Deny…',
  history: ' Press Details to see what happened to one of them.',
}

function nearestTitle(decision: Purpose, { total }: ShownList): Sentence {
  const button = { approve: 'Approve.', deny: 'Deny…', history: 'Details.' }[decision]
  const these = total === 1 ? 'This one is called nearly so' : 'These are called nearly so'
  return [these, `: make sure that you mean them before you press ${button}`]
}

function namesOf(poolNames: readonly string[]): Sentence {
  return joined(
    poolNames.map((name) => [untrusted(name, 100)]),
    ', ',
  )
}
