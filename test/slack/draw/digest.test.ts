// The digest: what a channel reads of many who wait, however long and hostile their hosts are.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Digest, DigestOfPool } from '../../../src/domain/digest.ts'
import type { Pool } from '../../../src/domain/pool.ts'
import { drawMessage } from '../../../src/slack/draw/message.ts'
import { hostileText } from '../../support/hostile-text.ts'
import { testPool } from '../../support/pool.ts'
import { checkBlocks } from '../../world/slack/block-kit/check-blocks.ts'
import { readWords } from '../../world/slack/block-kit/read-words.ts'
import { ada, at, bob } from './everything.ts'

const pool = testPool()

function part(change: Partial<DigestOfPool> = {}): DigestOfPool {
  return { poolId: pool.id, waiting: 1234, warned: 0, since: at, hosts: [], ...change }
}

function drawn(change: Partial<Digest>, { pools = [pool], isPlain = false } = {}) {
  const digest = { pools: [part()], pace: null, results: [], ...change }
  const shown = { kind: 'digest', digest, bulks: [], isPlain } as const
  const { text, blocks } = drawMessage({ messageId: 'message-1', pools, shown })
  const checked = checkBlocks(blocks, 'message')
  if (checked.kind === 'refused') throw new Error(`${checked.error}: ${checked.messages.join(', ')}`)
  return { text, blocks, words: readWords(checked.blocks) }
}

describe('a digest', () => {
  it('says how many wait, since when, from where, with how many warnings, and how fast they come', () => {
    const hosts = [
      { host: 'acme.example', count: 1000 },
      { host: 'zoo.example', count: 34 },
    ]
    const pace = { count: 100, within: 61_000, latest: at }
    const { text, words, blocks } = drawn({ pools: [part({ warned: 7, hosts })], pace })
    expect(blocks[0]).toMatchObject({
      type: 'header',
      text: { text: '1,234 sign-ups are waiting', emoji: false },
    })
    expect(words).toContain(
      'Customers: 1,234 waiting, the first since 2026-05-01 12:00 UTC. ⚠️ 7 with a warning.',
    )
    expect(words).toContain('By domain: @acme.example 1,000 · @zoo.example 34 · 200 others.')
    expect(words).toContain('The last 100 signed up within 61 seconds, the latest 2026-05-01 12:00 UTC.')
    expect(text).toBe('1,234 sign-ups are waiting in Customers.')
    expect(blocks.find(({ type }) => type === 'actions')).toMatchObject({
      elements: [
        { action_id: 'list-digest', value: `message-1 ${pool.id} waiting` },
        { action_id: 'approve-listed', value: `message-1 ${pool.id}` },
        { action_id: 'deny-listed', value: `message-1 ${pool.id}` },
      ],
    })
  })

  it('names each of several pools, and no single one that nobody has named', () => {
    const unnamed: Pool = { ...pool, id: 'us-east-1_Other', name: 'us-east-1_Other' }
    expect(drawn({ pools: [part({ poolId: unnamed.id })] }, { pools: [unnamed] }).words).not.toContain(
      'us-east',
    )
    const both = [part({ waiting: 2 }), part({ poolId: unnamed.id, waiting: 1 })]
    const { words, text } = drawn({ pools: both }, { pools: [pool, unnamed] })
    expect(words).toContain('Customers: 2 waiting')
    expect(words).toContain('us-east-1_Other: 1 waiting, since')
    expect(text).toBe('3 sign-ups are waiting in Customers, us-east-1_Other.')
  })

  it('tells nothing of a pool that is in another channel by now', () => {
    const gone = part({ poolId: 'us-east-1_Gone', waiting: 5 })
    expect(drawn({ pools: [part({ waiting: 2 }), gone] }).words).toMatch(/^2 sign-ups are waiting\n/)
  })

  it('tells who decided how many', () => {
    const results = [
      { kind: 'confirmed', by: ada, count: 12 },
      { kind: 'denied', by: bob, count: 2 },
      { kind: 'confirmed-elsewhere', by: null, count: 1 },
    ] as const
    expect(drawn({ results }).words).toContain(
      `So far: 12 approved by <@${ada.userId}>, 2 denied by <@${bob.userId}>, 1 confirmed outside Slack.`,
    )
  })

  it('tells the results once nobody waits any more, without a title, and keeps its list', () => {
    const results = [{ kind: 'confirmed', by: ada, count: 1234 }] as const
    const { words, text, blocks } = drawn({ pools: [], results })
    expect(words).toContain(
      `Nobody is waiting in this message any more.\n🏁 1,234 approved by <@${ada.userId}>.`,
    )
    expect(text).toBe(`Nobody is waiting in this message any more. 🏁 1,234 approved by <@${ada.userId}>.`)
    expect(blocks.some(({ type }) => type === 'header')).toBe(false)
    expect(blocks.at(-1)).toMatchObject({
      elements: [{ action_id: 'list-digest', value: `message-1 ${pool.id} settled` }],
    })
  })

  it('of which Slack refuses the hosts does without them', () => {
    const hosts = [{ host: 'acme.example', count: 1000 }]
    expect(drawn({ pools: [part({ hosts })] }, { isPlain: true }).words).not.toContain('acme.example')
  })

  it('is accepted, however many pools, hosts and people it tells of', () => {
    const pools = Array.from({ length: 40 }, (_, index) =>
      testPool({ id: `us-east-1_${index}`, name: '\u{1F469}&'.repeat(33) }),
    )
    const hosts = Array.from({ length: 5 }, (_, index) => ({ host: `${'<a.'.repeat(80)}${index}`, count: 1 }))
    const many = Array.from({ length: 500 }, (_, index) => ({
      kind: 'denied' as const,
      by: { ...ada, userId: `U${index}` },
      count: 1_000_000,
    }))
    const { words } = drawn(
      { pools: pools.map(({ id }) => part({ poolId: id, hosts })), results: many },
      { pools },
    )
    expect(words).toContain('30 more pools')
    expect(words).toContain('490,000,000 in other ways')
  })

  it('is accepted whatever a host is, and mentions nobody because of it', () => {
    fc.assert(
      fc.property(hostileText, (host) => {
        const { text, blocks } = drawn({ pools: [part({ hosts: [{ host, count: 2 }] })] })
        expect(text).not.toContain('<!')
        expect(JSON.stringify(blocks)).not.toMatch(/"(?:usergroup|user|broadcast|link)"/)
      }),
    )
  })

  it.each(['masked', 'domain'] as const)('shows in a %s pool only what is a host', (visibility) => {
    const hosts = [
      { host: 'acme.example', count: 2 },
      { host: 'grace hopper', count: 1 },
    ]
    const { words } = drawn({ pools: [part({ waiting: 3, hosts })] }, { pools: [{ ...pool, visibility }] })
    expect(words).toContain('By domain: @acme.example 2 · 1 other.')
  })
})
