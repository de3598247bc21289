// Where a channel may not see who it is, no part of any message there says it; approvers see all of it in a form.
import { describe, expect, it } from 'vitest'
import type { BulkDecision } from '../../../src/domain/bulk-decision.ts'
import type { CardView } from '../../../src/domain/card-view.ts'
import type { RoundState } from '../../../src/domain/round.ts'
import { drawApprovalForm } from '../../../src/slack/draw/approval-form.ts'
import { drawMessage } from '../../../src/slack/draw/message.ts'
import { checkBlocks } from '../../world/slack/block-kit/check-blocks.ts'
import { findButtons } from '../../world/slack/block-kit/find-elements.ts'
import { readWords } from '../../world/slack/block-kit/read-words.ts'
import { checkView } from '../../world/slack/web-api/open-view.ts'
import {
  ada,
  at,
  clickEnds,
  confirmed,
  denied,
  endings,
  failure,
  grace,
  pool,
  reasons,
  roundOf,
} from './everything.ts'

const canary = 'CANARY'

/** Everything that a stranger, an approver or a function may have typed holds the canary, from its second letter on. */
const secret = grace({
  userName: `u${canary}`,
  attributes: {
    email: `e${canary}@acme.example`,
    phone_number: `+3${canary}`,
    name: `N${canary} M${canary}`,
    'custom:company': canary,
  },
})

const states: readonly RoundState[] = [
  { kind: 'waiting', failure: null },
  ...reasons.map(
    (reason): RoundState => ({
      kind: 'waiting',
      failure: failure(reason.kind === 'function-failed' ? { ...reason, message: canary } : reason),
    }),
  ),
  {
    kind: 'claimed',
    claim: { clickId: 'c', decision: 'approve', by: ada, holder: 'h', fence: 1, since: at, until: at },
  },
  ...endings.map((ending): RoundState => ({ kind: 'settled', ending })),
  { kind: 'settled', ending: { ...confirmed, functionError: canary } },
  { kind: 'settled', ending: { ...denied, note: canary } },
]

const bulk: BulkDecision = {
  id: 'bulk',
  decision: 'approve',
  by: ada,
  asked: clickEnds.length,
  ended: clickEnds.map((end) => ({
    signUp: secret,
    end: end.kind === 'failed' ? { ...end, reason: { kind: 'function-failed', message: canary } } : end,
  })),
}

/** A round that was opened to take back a denial. */
const origin = { kind: 'reopen', by: ada, at, denied: { ...denied, note: canary } } as const

function drawn(visibility: 'full' | 'masked' | 'domain', state: RoundState, people = 1, isPlain = false) {
  const entries = Array.from({ length: people }, () => ({
    signUp: secret,
    round: { ...roundOf(state), origin },
  }))
  const { text, blocks } = drawMessage({
    messageId: 'message-1',
    pool: { ...pool, visibility },
    shown: { kind: 'cards', entries, bulks: people > 1 ? [bulk] : [], isPlain },
  })
  const checked = checkBlocks(blocks, 'message')
  if (checked.kind === 'refused') throw new Error(checked.messages.join())
  return {
    everything: JSON.stringify({ text, blocks }),
    text,
    words: readWords(checked.blocks),
    buttons: findButtons(checked.blocks),
  }
}

describe.each(['masked', 'domain'] as const)('in a channel whose visibility is %s', (visibility) => {
  it.each(states)('nothing but the domain is said, in any message, button or notification: %o', (state) => {
    for (const [people, isPlain] of [
      [1, false],
      [1, true],
      [2, false],
    ] as const) {
      const { everything } = drawn(visibility, state, people, isPlain)
      expect(everything).not.toContain(canary)
      expect(everything).toContain('acme.example')
    }
  })

  it('nobody can approve before a form has shown them who it is, but deny as ever', () => {
    const waiting = { kind: 'waiting', failure: null } as const
    const [approve, deny] = drawn(visibility, waiting).buttons
    expect(approve).toMatchObject({ label: 'Approve', actionId: 'open-approval', confirm: undefined })
    expect(deny).toMatchObject({ label: 'Deny…', actionId: 'deny' })
    const shared = drawn(visibility, waiting, 2).buttons.map(({ actionId }) => actionId)
    const forAll = ['approve-all', 'deny-all']
    expect(shared).toEqual([...forAll, 'open-approval', 'open-approval', ...forAll])
  })
})

it.each(['masked', 'domain'] as const)(
  'no digest, list of results or reminder says more, where the channel sees %s',
  (visibility) => {
    const pools = [{ ...pool, visibility }]
    const hosts = ['acme.example', `${canary} ${canary}`].map((host) => ({ host, count: 1 }))
    const part = { poolId: pool.id, waiting: 2, warned: 0, since: at, hosts }
    const round = roundOf({ kind: 'waiting', failure: null })
    const elsewhere = { ...secret, poolId: 'us-east-1_Elsewhere' }
    const named = [secret, elsewhere].map((signUp) => ({ signUp, round, since: at, card: null }))
    const view = { messageId: 'message-1', pools } as const
    const calm = { pace: null, results: [] }
    const views: readonly CardView[] = [
      {
        ...view,
        shown: { kind: 'digest', digest: { pools: [part], ...calm }, bulks: [bulk], isPlain: false },
      },
      { ...view, shown: { kind: 'digest', digest: { pools: [], ...calm }, bulks: [bulk], isPlain: false } },
      { ...view, shown: { kind: 'reminder', named, more: 0, isPlain: false } },
    ]
    for (const one of views) {
      const everything = JSON.stringify(drawMessage(one))
      expect(everything).not.toContain(canary)
      expect(everything).toContain('acme.example')
    }
  },
)

it('nobody is let in again by a message that does not say who it is: Details does', () => {
  const undone = endings.find(({ kind }) => kind === 'undone')
  if (undone === undefined) throw new Error('No ending is an undoing')
  for (const people of [1, 2]) {
    const { buttons } = drawn('masked', { kind: 'settled', ending: undone }, people)
    expect(buttons.map(({ actionId }) => actionId)).toEqual(Array(people).fill('details'))
  }
  expect(drawn('full', { kind: 'settled', ending: undone }).buttons[0]?.actionId).toBe('let-in')
})

it('what is hidden reads as such, not as something odd that somebody typed', () => {
  const waiting = { kind: 'waiting', failure: null } as const
  expect(drawn('masked', waiting).words.split('\n').slice(1, 4)).toEqual([
    'N. M. · e•••@acme.example (not verified)',
    'Phone: +3••• (not verified)',
    'User name: u•••',
  ])
  expect(drawn('masked', waiting, 1, true).words).toContain('N. M. · e•••@acme.example (not verified)')
  expect(drawn('domain', waiting).text).toMatch(
    /^•••@acme\.example in Customers: sign-up reopened\. .* Note: “…”\.$/,
  )
  const failed: RoundState = { kind: 'settled', ending: { ...confirmed, functionError: canary } }
  expect(drawn('masked', failed).words).toContain('function failed: “…”')
})

it('a domain that looks like an expected one is still pointed out', () => {
  const signUp = grace({ attributes: { email: `e${canary}@acrne.example` } })
  const { blocks } = drawMessage({
    messageId: 'm',
    pool: { ...pool, visibility: 'domain', expectedDomains: ['acme.example'] },
    shown: {
      kind: 'cards',
      entries: [{ signUp, round: roundOf({ kind: 'waiting', failure: null }) }],
      bulks: [],
      isPlain: false,
    },
  })
  expect(JSON.stringify(blocks)).toContain('its domain looks like')
})

describe('the form that approves one', () => {
  const wordsOf = (view: unknown) => {
    const checked = checkView(view)
    if (checked.kind === 'refused') throw new Error(checked.messages.join())
    return readWords(checked.blocks)
  }

  it('shows all of who it is, however long, also where the channel sees little', () => {
    const email = `${'x'.repeat(2000)}@acme.example`
    const signUp = grace({ attributes: { ...secret.attributes, email } })
    const form = { clickId: 'click-1', pool: { ...pool, visibility: 'domain' as const }, signUp }
    const words = wordsOf(drawApprovalForm(form))
    expect(words).toContain(email)
    expect(words).toContain(`N${canary} M${canary}`)
    expect(words).toContain('They will be able to sign in to Customers.')
    const several = drawApprovalForm({ ...form, pool: { ...pool, requiredApprovals: 2 } })
    expect(wordsOf(several)).toContain('sign in to Customers once 2 people have approved.')
    expect(drawApprovalForm(form)).toMatchObject({
      callback_id: 'approve-one',
      private_metadata: 'click-1',
      submit: { text: 'Approve' },
    })
  })

  it('is opened by a card, too, whose dialog has no room for all of who it is', () => {
    const button = (email: string) => {
      const entry = {
        signUp: grace({ attributes: { email } }),
        round: roundOf({ kind: 'waiting', failure: null }),
      }
      const shown = { kind: 'cards', entries: [entry], bulks: [], isPlain: false } as const
      const checked = checkBlocks(drawMessage({ messageId: 'm', pool, shown }).blocks, 'message')
      return checked.kind === 'taken' ? findButtons(checked.blocks)[0] : undefined
    }
    expect(button(`${'x'.repeat(220)}@acme.example`)?.confirm?.text).toContain(
      `${'x'.repeat(220)}@acme.example`,
    )
    expect(button(`${'x'.repeat(320)}@acme.example`)).toMatchObject({
      actionId: 'open-approval',
      confirm: undefined,
    })
  })
})
