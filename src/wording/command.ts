// What /confirm-user answers, where it led to no decision.
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
          '❓ Nobody called ',
          untrusted(answer.user, 150),
          ' has signed up in ',
          ...namesOf(answer.poolNames),
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
          ...namesOf(answer.poolNames),
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

function namesOf(poolNames: readonly string[]): Sentence {
  return joined(
    poolNames.map((name) => [untrusted(name, 100)]),
    ', ',
  )
}
