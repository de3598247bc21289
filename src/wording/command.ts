// What /confirm-user answers if it leads to no decision.
import type { CommandAnswer, NotWaiting } from '../domain/command.ts'
import { never } from '../shared/never.ts'
import { endingSentence } from './ending.ts'
import { joined, type Sentence, strong, time, untrusted } from './sentence.ts'

export const more = 'Show more'

/** A paragraph each. `shown` of `total` follow. */
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
          '❓ No user named ',
          untrusted(answer.user, 150),
          ' in ',
          ...namesOf(answer.poolNames),
          '. Check the spelling, or see who is waiting: /confirm-user list',
        ],
      ]
    case 'not-waiting':
      return notWaitingSentences(answer.users)
    case 'unknown-pool':
      return [
        [
          '❓ No pool named ',
          untrusted(answer.given, 100),
          '. You can approve in: ',
          ...namesOf(answer.poolNames),
          '. For example: /confirm-user ada@example.com ',
          untrusted(answer.poolNames[0] ?? '', 100),
        ],
      ]
    case 'approve-all':
      return [['❌ Nothing was changed. If no list opened, Slack was too slow: press Approve all again.']]
    case 'none-left':
      return [['Nobody in this message is waiting any more, so nothing was changed.']]
    case 'could-not-look':
      return [
        [
          '❌ Nothing was changed: Countersign could not look this user up in Cognito. Please try again in a minute.',
        ],
      ]
    default:
      return never(answer)
  }
}

const help: readonly Sentence[] = [
  [strong('/confirm-user'), ' confirms users who signed up and are waiting for approval.'],
  [
    strong('/confirm-user NAME'),
    ' confirms the waiting user with exactly this user name or id, without asking again.',
  ],
  [
    strong('/confirm-user ada@example.com'),
    ' shows who is waiting under this address, with a button for each: anyone can sign up with anyone’s address.',
  ],
  [
    strong('/confirm-user user:NAME'),
    ' always takes NAME as a user name, even if it looks like an address or an id.',
  ],
  [strong('/confirm-user list'), ' shows who is waiting, longest first.'],
  [
    'If there are several pools, you can add a pool’s name at the end, for example: /confirm-user list Customers',
  ],
]

function listTitle(offset: number, shown: number, total: number): Sentence {
  if (total === 0) return ['Nobody is waiting.']
  if (shown === 0)
    return ['Nobody else is waiting. ', counted(total), ' in all. To start again: /confirm-user list']
  if (total === 1) return ['1 sign-up is waiting:']
  return [`${counted(total)} in all, longest first. Here are ${offset + 1} to ${offset + shown}:`]
}

function counted(total: number): string {
  return total === 1 ? '1 sign-up is waiting' : `${total} sign-ups are waiting`
}

function candidatesTitle(user: string, shown: number, total: number): Sentence {
  const rest = shown < total ? ` Here are the first ${shown} of ${total}.` : ''
  const who: Sentence =
    total === 1
      ? ['1 sign-up is waiting under ', untrusted(user, 150), '.']
      : [`${total} sign-ups are waiting under `, untrusted(user, 150), '.']
  return [...who, rest, ' Make sure that they are who they say they are, then press Approve.']
}

/** More would not be read, and they share a name or an address. */
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
      ' is disabled. To let them in, enable the user in Cognito: a card will follow if they are still waiting.',
    ]
  if (ending?.kind === 'confirmed') return [...who, ' is already confirmed: ', ...endingSentence(ending)]
  if (status !== 'CONFIRMED')
    return [
      ...who,
      ' is not waiting: their status in Cognito is ',
      untrusted(status, 60),
      '. Nothing to do here.',
    ]
  // The end may be unknown because the approval is still under way, or only a lost store knew it.
  if (ending === null) return ['☑️ ', ...who, ' is already confirmed. They can sign in. Nothing to do here.']
  return [
    '☑️ ',
    ...who,
    ' was confirmed outside Slack, noticed ',
    time(ending.at),
    '. They can sign in. Nothing to do here.',
  ]
}

function namesOf(poolNames: readonly string[]): Sentence {
  return joined(
    poolNames.map((name) => [untrusted(name, 100)]),
    ', ',
  )
}
