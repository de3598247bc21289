import { describe, expect, it } from 'vitest'
import type { CommandAnswer } from '../../../src/domain/command.ts'
import type { NamedPoolRead } from '../../../src/domain/pool-read.ts'
import type { RoundState } from '../../../src/domain/round.ts'
import { type HistoryPage, historyPage } from '../../../src/domain/sign-up-history.ts'
import type { ListedEntry } from '../../../src/domain/told.ts'
import { drawPrivateAnswer, readMoreValue } from '../../../src/slack/draw/private-answer.ts'
import { decisionsIn } from '../../support/decisions.ts'
import { checkBlocks } from '../../world/slack/block-kit/check-blocks.ts'
import { findButtons } from '../../world/slack/block-kit/find-elements.ts'
import { readWords } from '../../world/slack/block-kit/read-words.ts'
import { ada, at, denied, failure, grace, pool, roundOf } from './everything.ts'
import { plainTexts } from './plain-texts.ts'

const waiting: RoundState = { kind: 'waiting', failure: null }
const failed: RoundState = {
  kind: 'waiting',
  failure: failure({ kind: 'function-failed', message: '&'.repeat(500) }),
}

function entries(count: number, state: RoundState = waiting, typed = ''): ListedEntry[] {
  const names = Array.from({ length: 15 }, (_, index) => `custom:attribute-${index}`)
  const attributes = Object.fromEntries(
    ['email', 'phone_number', 'name', ...names].map((name) => [name, typed]),
  )
  return Array.from({ length: count }, (_, index) => ({
    signUp: typed === '' ? grace({ userName: `user-${index}` }) : grace({ userName: typed, attributes }),
    round: { ...roundOf(state), id: `round-${index}` },
    pool: typed === '' ? pool : { ...pool, name: typed, attributes: names },
  }))
}

/** The answer as Slack takes it, and as whoever asked sees it. */
function seen(
  answer: CommandAnswer,
  listed: readonly ListedEntry[] = [],
  total = listed.length,
  reads: readonly NamedPoolRead[] = [],
  history?: HistoryPage,
) {
  const click = { id: 'click-1', at, by: ada, channel: 'C0SIGNUPS', responseUrl: null }
  const end = { kind: 'answered', answer } as const
  const { text, blocks } = drawPrivateAnswer({
    click,
    end,
    signUp: null,
    poolName: null,
    listed,
    total,
    reads,
    ...(history && { history }),
  })
  const checked = checkBlocks(blocks, 'message')
  if (checked.kind === 'refused') throw new Error(`${checked.error}: ${checked.messages.join(', ')}`)
  expect(text.length).toBeLessThanOrEqual(3500)
  return { text, blocks, words: readWords(checked.blocks), buttons: findButtons(checked.blocks) }
}

/** Whom the buttons approve. */
function approvals(buttons: ReturnType<typeof findButtons>) {
  return buttons.filter(({ actionId }) => /^(?:open-)?approv/.test(actionId)).map(({ value }) => value)
}

const list: CommandAnswer = { kind: 'list', poolIds: [pool.id], offset: 0 }
const candidates: CommandAnswer = {
  kind: 'candidates',
  decision: 'approve',
  user: 'grace@example.com',
  roundIds: [],
  unsearched: [],
}

describe('those whom a person may mean to deny', () => {
  it('have a button each that opens the form, and none that approves', () => {
    const { words, buttons } = seen({ ...candidates, decision: 'deny' }, entries(1), 1)
    expect(words).toContain('Make sure that you mean them, then press Deny…')
    expect(buttons).toMatchObject([
      { label: 'Deny…', actionId: 'deny', value: 'round-0' },
      { label: 'Details', actionId: 'details', value: 'round-0' },
    ])
  })

  it('are nobody, which says what the words were taken for', () => {
    const nobody = { poolNames: ['Customers'], isWhole: true, unsearched: [] }
    const { words } = seen({ kind: 'unknown-user', decision: 'deny', user: 'zed', ...nobody }, [], 0)
    expect(words).toContain('No user named zed in Customers.')
    expect(words).toContain('If somebody is called “deny zed”, put the whole name in quotation marks.')
  })
})

describe('where the channel is shown little', () => {
  const [known] = entries(1)
  if (known === undefined) throw new Error('There is no entry')
  const attributes = { email: 'grace@example.com', name: 'Grace Hopper', 'custom:company': 'Acme' }
  const signUp = { ...known.signUp, attributes }
  const masked: ListedEntry = { ...known, signUp, pool: { ...pool, visibility: 'masked' } }

  it('a list shows all of whom it offers to approve', () => {
    const { words, buttons } = seen(list, [masked], 1)
    expect(words).toContain('Grace Hopper · grace@example.com (not verified)')
    expect(words).toContain('custom:company: Acme')
    expect(approvals(buttons)).toEqual(['round-0'])
  })

  it('a history, which does not, leaves approving to Details', () => {
    const history = { events: [], goesOn: false, total: 0 }
    const answer: CommandAnswer = { kind: 'history', roundId: 'round-0' }
    const labels = (entry: ListedEntry) =>
      seen(answer, [entry], 1, [], history).buttons.map(({ label }) => label)
    expect(labels(masked)).toEqual(['Deny…', 'Details'])
    expect(labels(known)).toEqual(['Approve', 'Deny…', 'Details'])
  })
})

describe('a history', () => {
  const answer: CommandAnswer = { kind: 'history', roundId: 'round-0' }
  const settled: RoundState = { kind: 'settled', ending: denied }

  it('says who it is about, how it ended, and what happened, newest first, with what can be done', () => {
    const events = [
      {
        place: { at: at.getTime(), id: '2' },
        happening: { kind: 'ended', by: ada, end: { kind: 'denied', ending: denied } },
      },
      { place: { at: at.getTime(), id: '1' }, happening: { kind: 'noticed' } },
    ] as const
    const { words, buttons, text } = seen(answer, entries(1, settled), 1, [], {
      events,
      goesOn: false,
      total: 2,
    })
    expect(words).toContain('in pool Customers\n🚫 Denied by <@U0ADA>')
    expect(words).toMatch(
      /History, newest first\.\n.*: 🚫 Denied by .*\n.*: 👋 Countersign noticed the sign-up\.\n/,
    )
    expect(buttons.map(({ label }) => label)).toEqual(['Reopen', 'Details'])
    expect(text).toContain('History, newest first.')
  })

  it('is cut where a message has no more room, and says of how many', () => {
    const hostile = { ...denied, reason: '&'.repeat(75), note: '&'.repeat(500) }
    const happening = { kind: 'ended', by: ada, end: { kind: 'denied', ending: hostile } } as const
    const events = Array.from({ length: historyPage }, (_, id) => ({
      place: { at: id, id: `${id}` },
      happening,
    }))
    const { words } = seen(answer, entries(1, failed, '&'.repeat(400)), 1, [], {
      events,
      goesOn: true,
      total: 500,
    })
    expect(words).toMatch(/newest first: the latest \d+ of 500 events/)
  })

  it('of a sign-up that was forgotten meanwhile is said to be unknown', () => {
    expect(seen(answer, [], 0).words).toBe('Countersign no longer knows this sign-up.')
  })
})

describe('those who were decided about', () => {
  const settled: RoundState = { kind: 'settled', ending: denied }

  it('are shown with how it ended, and their details', () => {
    const answer: CommandAnswer = { kind: 'decided', user: 'user-0', roundIds: ['round-0'], unsearched: [] }
    const { words, buttons } = seen(answer, entries(1, settled))
    expect(words).toContain('Nobody is waiting under user-0, and Cognito no longer lists such a user.')
    expect(words).toContain('🚫 Denied by <@U0ADA>')
    expect(buttons.map(({ label }) => label)).toEqual(['Reopen', 'Details'])
    const unsearched = [{ poolName: 'Customers', problem: 'out-of-reach' }] as const
    expect(seen({ ...answer, unsearched }, entries(1, settled)).words).not.toContain('no longer lists')
  })

  it('are called by their address where Countersign has kept it, and not by an id', () => {
    const user = { poolName: 'Customers', status: 'CONFIRMED', isEnabled: true, ending: null }
    const known = entries(1, settled)
    const users = known.map(({ signUp: { userName } }) => ({ ...user, userName }))
    const { words } = seen({ kind: 'not-waiting', users, roundIds: ['round-0'] }, known)
    expect(words).toMatch(/^☑️ \S+@\S+ in Customers is already confirmed\./)
  })

  it('have their details under what Cognito says of them, which is said once', () => {
    const user = {
      poolName: 'Customers',
      userName: 'user-0',
      status: 'UNCONFIRMED',
      isEnabled: false,
      ending: denied,
    }
    const { words, buttons } = seen(
      { kind: 'not-waiting', users: [user], roundIds: ['round-0'] },
      entries(1, settled),
    )
    expect(words.match(/Denied by/g)).toHaveLength(1)
    expect(buttons.map(({ label }) => label)).toEqual(['Reopen', 'Details'])
  })
})

describe('a name of two words', () => {
  it('of which the second is no pool is looked for whole, and both are said not to be found', () => {
    const poolNames = ['Customers', 'Partners']
    const { words } = seen({ kind: 'unknown-pool', given: 'Hopper', user: 'Grace Hopper', poolNames })
    expect(words).toContain(
      'Nobody called Grace Hopper was found, and there is no pool named Hopper. You can approve in: Customers, Partners.',
    )
  })
})

describe('a list of who waits', () => {
  it('shows each with its own button, and goes on where there are more', () => {
    const { words, buttons } = seen(list, entries(10), 12)
    expect(words).toContain('12 sign-ups are waiting in all, longest first. Here are 1 to 10:')
    expect(buttons.map(({ label }) => label)).toEqual([
      ...Array(10).fill(['Approve', 'Details']).flat(),
      'Show more',
    ])
    expect(buttons.at(-1)?.value).toBe('click-1 round-9')
    expect(buttons[0]?.value).toBe('round-0')
  })

  it('shows each in a line, with what became of it, and the button only while it waits', () => {
    const settled: RoundState = { kind: 'settled', ending: { kind: 'gone', at } }
    const busy: RoundState = { kind: 'waiting', failure: failure({ kind: 'throttled' }, null) }
    const { words, buttons } = seen(list, [...entries(1), ...entries(1, busy), ...entries(1, settled)])
    const who =
      '• grace@example.com (not verified), user name user-0. Signed up 2026-05-01 11:00 UTC in pool Customers'
    const [, ...lines] = words.split('\n')
    expect(lines.filter((line) => line === who)).toHaveLength(3)
    expect(lines[0]).toBe(who)
    expect(lines[1]).toBe('Approve Details')
    expect(lines[3]).toContain('❌')
    expect(lines[4]).toBe('Approve Details')
    expect(lines[6]).toContain('Deleted from the pool')
    expect(lines[7]).toBe('Details')
    expect(lines).toHaveLength(8)
    expect(decisionsIn({ buttons })).toHaveLength(2)
  })

  it('ends where all are shown', () => {
    const { words, buttons } = seen({ ...list, offset: 10 }, entries(2), 12)
    expect(words).toContain('Here are 11 to 12:')
    expect(decisionsIn({ buttons }).map(({ label }) => label)).toEqual(['Approve', 'Approve'])
  })

  it('goes on where it stopped: its button names the list and the last that it shows', () => {
    const button = seen(list, entries(10), 12).buttons.at(-1)
    expect(button?.actionId).toBe('more')
    expect(button?.element['accessibility_label']).toBe('Show more sign-ups that are waiting')
    expect(readMoreValue(button?.value ?? '')).toEqual({ listId: 'click-1', after: 'round-9' })
  })

  it('takes a button that was tampered with for one that names nothing', () => {
    expect(readMoreValue('click-1')).toEqual({ listId: 'click-1', after: '' })
    expect(readMoreValue('')).toEqual({ listId: '', after: '' })
  })

  it('has nothing to go on from where it shows nobody, though some wait', () => {
    expect(seen(list, [], 12).buttons).toEqual([])
  })

  it('draws no emoji of what is typed as its name, :tada:', () => {
    const { blocks } = seen(list, entries(1), 2)
    expect(plainTexts(blocks).map(({ emoji }) => emoji)).toEqual(Array(7).fill(false))
  })

  it('says so where nobody waits', () => {
    expect(seen(list).text).toBe('Nobody is waiting.')
  })
})

describe('how old a list is', () => {
  const earlier = new Date(at.getTime() - 3_600_000)
  const read: NamedPoolRead = { poolName: 'Customers', readAt: at, problem: null }
  const older: NamedPoolRead = { poolName: 'Partners', readAt: earlier, problem: null }
  const failing: NamedPoolRead = { poolName: 'Partners', readAt: earlier, problem: 'out-of-reach' }
  const never: NamedPoolRead = { poolName: 'Partners', readAt: null, problem: 'forbidden' }
  const notYet: NamedPoolRead = { poolName: 'Partners', readAt: null, problem: null }
  const told = (reads: readonly NamedPoolRead[], waiting = 0) =>
    seen(list, entries(waiting), waiting, reads).text.replace(/<!date[^|]*\|([^>]*)>/g, '$1')

  it('is said, by the pool that was read longest ago', () => {
    expect(told([read])).toBe('Nobody is waiting, as of 2026-05-01 12:00 UTC.')
    expect(told([read, older])).toBe('Nobody is waiting, as of 2026-05-01 11:00 UTC.')
    expect(told([read], 1)).toBe('As of 2026-05-01 12:00 UTC, 1 sign-up is waiting:')
    expect(told([read], 2)).toBe(
      'As of 2026-05-01 12:00 UTC, 2 sign-ups are waiting in all, longest first. Here are 1 to 2:',
    )
  })

  it('is said of a pool that can’t be read, with the reason', () => {
    expect(told([read, failing])).toBe(
      'Nobody is known to be waiting, as of 2026-05-01 12:00 UTC. ⚠️ Partners could not be read: Cognito gives no answer. ' +
        'What is shown of it is as of 2026-05-01 11:00 UTC.',
    )
    expect(told([failing])).toContain('Nobody is known to be waiting. ⚠️ Partners could not be read')
    expect(told([failing], 1)).toContain('1 sign-up is waiting: ⚠️ Partners could not be read')
  })

  it('is not said of a pool that was never read: nobody knows whether anybody waits there', () => {
    expect(told([never])).toBe(
      'It isn’t known yet whether anybody is waiting. ⚠️ Partners could not be read: AWS doesn’t let Countersign list ' +
        'its users. Ask an operator to allow cognito-idp:ListUsers. It has never been read.',
    )
    expect(told([notYet])).toContain(
      'Partners has not been read yet, so whoever waits there is missing here.',
    )
    expect(told([read, notYet])).toContain('Nobody is known to be waiting')
  })

  it('is said of five pools at most', () => {
    expect(told(Array(6).fill(never))).toContain('1 more pool could not be read either.')
    expect(told(Array(40).fill(never))).toContain('35 more pools could not be read either.')
  })
})

describe('those who are called nearly so', () => {
  const near: CommandAnswer = {
    kind: 'nearest',
    decision: 'approve',
    user: 'garce',
    poolIds: [pool.id],
    roundIds: [],
    isWhole: true,
    unsearched: [],
  }

  it('are shown in full, each with its pool and its own button', () => {
    const reads = [{ poolName: 'Customers', readAt: at, problem: null }]
    const { words, buttons } = seen(near, entries(2), 2, reads)
    expect(words).toContain('Nobody waiting is called exactly garce, as of 2026-05-01 12:00 UTC. These are')
    expect(words).toContain('in pool Customers')
    expect(approvals(buttons)).toEqual(['round-0', 'round-1'])
  })

  it('may not be all, which is said', () => {
    expect(seen({ ...near, isWhole: false }, entries(1)).text).toContain('More sign-ups are waiting than')
    const unsearched = [{ poolName: 'Partners', problem: 'out-of-reach' }] as const
    expect(seen({ ...near, unsearched }, entries(1)).text).toContain(
      'Partners could not be searched: Cognito gives no answer.',
    )
  })
})

describe('a search that failed', () => {
  it('is worth another try only if it may pass', () => {
    const told = (problem: 'out-of-reach' | 'credentials') =>
      seen({ kind: 'could-not-look', unsearched: [{ poolName: 'Customers', problem }] }).text
    expect(told('out-of-reach')).toContain('Please try again in a minute.')
    expect(told('credentials')).not.toContain('try again')
    expect(told('credentials')).toContain('Ask an operator to renew them')
  })
})

describe('those among whom somebody has to choose', () => {
  it('are shown in full, each with its own button', () => {
    const { words, buttons } = seen(candidates, entries(2))
    expect(words).toContain('2 sign-ups are waiting under grace@example.com.')
    expect(words).toContain('User name: user-1')
    expect(approvals(buttons)).toEqual(['round-0', 'round-1'])
  })
})

describe('an answer of several paragraphs', () => {
  it('is one line in the notification, with spaces between them', () => {
    const user = { poolName: 'Customers', status: 'CONFIRMED', isEnabled: true, ending: null }
    const told = (...userNames: readonly string[]) =>
      seen({ kind: 'not-waiting', users: userNames.map((userName) => ({ ...user, userName })) }).text
    expect(told('grace', 'ada')).toBe(`${told('grace')} ${told('ada')}`)
  })
})

describe('whatever strangers typed, and however many they are', () => {
  const nasty = ['&'.repeat(2048), '👩‍👩‍👧'.repeat(200), '\u0000'.repeat(2048), 'x'.repeat(2048)]

  it.each(nasty)('Slack takes a full list', (typed) => {
    expect(seen(list, entries(10, failed, typed), 12).buttons).toHaveLength(21)
  })

  it.each(nasty)(
    'Slack takes as many candidates as fit, and whoever asked learns how many there are',
    (typed) => {
      const { words, buttons } = seen({ ...candidates, user: typed }, entries(10, failed, typed), 12)
      expect(approvals(buttons).length).toBeGreaterThan(0)
      expect(words).toContain(`Here are the first ${approvals(buttons).length} of 12.`)
    },
  )

  it('Slack takes as many short ones as fit, of four blocks each', () => {
    expect(seen(candidates, entries(12)).words).not.toContain('Here are the first')
    const { words, buttons } = seen(candidates, entries(13))
    expect(words).toContain('Here are the first 12 of 13.')
    expect(approvals(buttons)).toEqual(entries(12).map(({ round }) => round.id))
  })

  it('Slack takes what is said of sixty who do not wait', () => {
    const user = { poolName: 'Customers', userName: 'x', status: 'CONFIRMED', isEnabled: true, ending: null }
    const users = Array.from({ length: 60 }, (_, index) => ({ ...user, userName: `user-${index}` }))
    const { words } = seen({ kind: 'not-waiting', users })
    expect(words).toContain('User name user-0 in Customers is already confirmed')
    expect(words).toContain('50 more')
  })

  it.each(nasty)('Slack takes every other answer', (typed) => {
    const poolNames = Array.from({ length: 40 }, () => typed)
    const unsearched = poolNames.map((poolName) => ({ poolName, problem: 'forbidden' }) as const)
    const ending = { kind: 'confirmed', by: ada, at, certainty: 'answered', functionError: typed } as const
    const notWaiting = { poolName: typed, userName: typed, status: typed, isEnabled: true, ending }
    const answers: readonly CommandAnswer[] = [
      { kind: 'help' },
      { kind: 'unknown-user', decision: 'approve', user: typed, poolNames, isWhole: false, unsearched },
      { kind: 'too-many', user: typed },
      { kind: 'not-askable', user: typed },
      { kind: 'list-of-another' },
      { kind: 'test-button', would: 'approve', poolName: 'Customers' },
      { kind: 'list-unknown' },
      { kind: 'unknown-pool', given: typed, poolNames },
      { kind: 'not-waiting', users: Array.from({ length: 60 }, () => notWaiting) },
      { kind: 'could-not-look', unsearched },
    ]
    for (const answer of answers) expect(seen(answer).text).not.toBe('')
  })
})
