// A small world in which nothing is wrong: Ada has approved Mia, Eve was refused, and Ben waits. Tests break it.
import type { Evidence } from '../world/evidence.ts'

const poolId = 'eu-west-1_Pool'
const channel = 'C0SIGNUPS'

const outcome = {
  kind: 'confirmed',
  ending: { kind: 'confirmed', by: { userId: 'UADA' }, certainty: 'answered' },
}
const answered = { isAcked: true, isDeclined: false }
const refused = { kind: 'refused', because: 'not-an-approver' }

/** At 100 Mia and Ben sign up, at 200 their cards are posted, at 300 Ada and Eve click, at 400 both are told. */
export function perfectWorld(): Evidence {
  return {
    now: 1000,
    storeSince: 0,
    pools: [{ id: poolId, channel, requiredApprovals: 1, groups: [] }],
    deeds: [
      { envelopeId: 'envelope 1', user: 'UADA', at: 300, what: 'click', said: 'round mia', ...answered },
      { envelopeId: 'envelope 2', user: 'UEVE', at: 310, what: 'click', said: 'round mia', ...answered },
    ],
    users: [
      {
        sub: 'mia',
        poolId,
        userName: 'mia-1',
        email: 'mia@x.example',
        states: [{ at: 100, state: 'waiting' }],
      },
      {
        sub: 'ben',
        poolId,
        userName: 'ben-2',
        email: 'ben@x.example',
        states: [{ at: 100, state: 'waiting' }],
      },
    ],
    approvers: [{ user: 'UADA', poolId, from: 0, until: null }],
    excuses: 0,
    staleness: 0,
    forms: [],
    digests: new Set(),
    undone: new Set(),
    lapsed: new Map(),
    calls: [{ sub: 'mia', at: 350, approvedBy: 'UADA', approvalId: 'click 1', approvers: [] }],
    confirmations: [{ sub: 'mia', at: 350, approvedBy: 'UADA', approvalId: 'click 1', approvers: [] }],
    disablings: [],
    enablings: [],
    signOuts: [],
    additions: [],
    memberNotes: [],
    cards: [
      {
        channel,
        ts: '1.1',
        messageId: 'message mia',
        isDeleted: false,
        versions: [
          { at: 200, words: 'New sign-up mia-1', buttons: ['round mia'] },
          {
            at: 400,
            words: 'Sign-up confirmed mia-1 ✅ Approved by <@UADA>, now. They can sign in now.',
            buttons: [],
          },
        ],
      },
      {
        channel,
        ts: '1.2',
        messageId: 'message ben',
        isDeleted: false,
        versions: [{ at: 200, words: 'New sign-up ben-2', buttons: ['round ben'] }],
      },
    ],
    privateAnswers: [
      { user: 'UEVE', at: 400, words: 'mia@x.example: 🚫 You are not an approver for pool X.' },
    ],
    shownIn: new Map([
      ['message mia', ['mia']],
      ['message ben', ['ben']],
    ]),
    subOfRound: new Map(),
    rows: perfectRows(),
  }
}

function perfectRows(): Evidence['rows'] {
  const click = {
    request: '{"kind":"approve","roundId":"round mia"}',
    told_by: 'card',
    clicked_at: 300,
    ended_at: 380,
    told_at: 400,
    round_id: 'round mia',
    bulk_id: null,
    private_word: null,
  }
  const flags = { card: 'shown', origin: null }
  const message = {
    pool_id: poolId,
    channel,
    shows: 'cards',
    kind: 'live',
    version: 0,
  }
  const unlinked = { content_hash: null, seq: null, chain_hash: null }
  const event = { ...unlinked, at: 380, pool_id: poolId, sub: 'mia', round_id: 'round mia' }
  return {
    store: [],
    sign_ups: [
      { id: 'sign-up mia', pool_id: poolId, sub: 'mia', is_imitation: 0 },
      { id: 'sign-up ben', pool_id: poolId, sub: 'ben', is_imitation: 0 },
    ],
    rounds: [
      {
        id: 'round mia',
        sign_up_id: 'sign-up mia',
        number: 1,
        version: 3,
        kind: 'settled',
        state: { ...outcome, kind: 'settled' },
        ...flags,
      },
      {
        id: 'round ben',
        sign_up_id: 'sign-up ben',
        number: 1,
        version: 1,
        kind: 'waiting',
        state: { kind: 'waiting' },
        ...flags,
      },
    ],
    clicks: [
      {
        ...click,
        id: 'click 1',
        user_id: 'UADA',
        slack_request_id: 'envelope 1',
        outcome,
        teller: 'card',
      },
      {
        ...click,
        id: 'click 2',
        user_id: 'UEVE',
        slack_request_id: 'envelope 2',
        outcome: refused,
        teller: 'private-answer',
      },
    ],
    bulk_approvals: [],
    steps: [],
    messages: [
      {
        ...message,
        id: 'message mia',
        ts: '1.1',
        state: { drawn: { version: 0, rounds: { 'round mia': 3 } } },
      },
      {
        ...message,
        id: 'message ben',
        ts: '1.2',
        state: { drawn: { version: 0, rounds: { 'round ben': 1 } } },
      },
    ],
    message_rounds: [
      { message_id: 'message mia', round_id: 'round mia' },
      { message_id: 'message ben', round_id: 'round ben' },
    ],
    audit_events: [
      {
        ...event,
        id: 'event 1',
        kind: 'click-confirmed',
        click_id: 'click 1',
        user_id: 'UADA',
        outcome,
        entitlement: '{}',
      },
      {
        ...event,
        id: 'event 2',
        kind: 'click-refused',
        click_id: 'click 2',
        user_id: 'UEVE',
        outcome: refused,
        entitlement: null,
      },
    ],
  }
}

/** The same world with some of its rows changed. */
export function withRows(change: (rows: Evidence['rows']) => Partial<Evidence['rows']>): Evidence {
  const world = perfectWorld()
  return { ...world, rows: { ...world.rows, ...change(world.rows) } }
}

/** The same world with the card of this message changed. */
export function withCard(
  messageId: string,
  change: (card: Evidence['cards'][number]) => Partial<Evidence['cards'][number]>,
): Evidence {
  const world = perfectWorld()
  const cards = world.cards.map((card) =>
    card.messageId === messageId ? { ...card, ...change(card) } : card,
  )
  return { ...world, cards }
}
