import { describe, expect, it } from 'vitest'
import { offersOf } from '../../../src/domain/offers.ts'
import type { RoundState } from '../../../src/domain/round.ts'
import type { SignUp } from '../../../src/domain/sign-up.ts'
import { type Drawn, drawCard, drawStray, facts } from '../../../src/slack/draw/card.ts'
import { decisionsIn } from '../../support/decisions.ts'
import { checkBlocks } from '../../world/slack/block-kit/check-blocks.ts'
import { findButtons } from '../../world/slack/block-kit/find-elements.ts'
import { readWords } from '../../world/slack/block-kit/read-words.ts'
import { ada, at, confirmed, denied, endings, failure, grace, pool, reasons, roundOf } from './everything.ts'
import { plainTexts } from './plain-texts.ts'

const waiting: RoundState = { kind: 'waiting', failure: null }
const claimed: Extract<RoundState, { kind: 'claimed' }> = {
  kind: 'claimed',
  claim: {
    clickId: 'click-1',
    decision: 'approve',
    by: ada,
    holder: 'process 1',
    fence: 1,
    since: at,
    until: at,
  },
}

/** A card as Slack takes it, and as people see it. */
function seen(drawn: Drawn) {
  const checked = checkBlocks(drawn.blocks, 'message')
  if (checked.kind === 'refused') throw new Error(`${checked.error}: ${checked.messages.join(', ')}`)
  return {
    text: drawn.text,
    words: readWords(checked.blocks),
    buttons: findButtons(checked.blocks),
  }
}

function card(state: RoundState, signUp: SignUp = grace(), ofPool = pool) {
  return seen(drawCard({ signUp, round: roundOf(state) }, ofPool))
}

describe('the card of a new sign-up', () => {
  it('says who waits, in which pool, since when, and that the address is not verified', () => {
    const { words } = card(waiting)
    expect(words).toContain('New sign-up')
    expect(words).toContain('User name: grace')
    expect(words).toContain('grace@example.com (not verified)')
    expect(words).toContain('in pool Customers')
  })

  it('says all that, a line each, who it is before anything else, and no more', () => {
    expect(card(waiting).words.split('\n')).toEqual([
      'New sign-up',
      'grace@example.com (not verified)',
      'User name: grace',
      'Signed up 2026-05-01 11:00 UTC in pool Customers',
      'Approve Deny… I’m on it Details',
    ])
    const attributes = { email: 'grace@example.com', name: 'Grace Hopper' }
    expect(card(waiting, grace({ attributes })).words.split('\n')[1]).toBe(
      'Grace Hopper · grace@example.com (not verified)',
    )
  })

  it('begins with whom it is about, in bold, not with an empty line', () => {
    const bold = { bold: true }
    const attributes = { email: 'grace@example.com', name: 'Grace Hopper' }
    expect(facts(grace({ attributes }), pool).elements[0]).toMatchObject({
      text: 'Grace Hopper',
      style: bold,
    })
    expect(facts(grace({ attributes: {} }), pool).elements[0]).toMatchObject({
      text: 'User name: ',
      style: bold,
    })
  })

  it('shows for whom people work before the pool’s other attributes', () => {
    const names = ['locale', 'custom:company', 'custom:tier', 'custom:Organization']
    const attributes = Object.fromEntries(names.map((name) => [name, 'x']))
    const { words } = card(waiting, grace({ attributes }), { ...pool, attributes: names })
    expect(words.match(/^[\w:]+(?=: x$)/gm)).toEqual([
      'custom:company',
      'custom:Organization',
      'locale',
      'custom:tier',
    ])
  })

  it('leaves out a user name that is only the id, in the dialog too', () => {
    const { words, text, buttons } = card(waiting, grace({ userName: 'sub-grace' }))
    expect(words).not.toContain('User name')
    expect(`${words} ${text} ${JSON.stringify(buttons)}`).not.toContain('sub-grace')
    expect(buttons[0]?.confirm?.text).toBe('grace@example.com will be able to sign in to Customers.')
  })

  it('calls by their id whoever gave nothing else', () => {
    const { words, text, buttons } = card(waiting, grace({ userName: 'sub-grace', attributes: {} }))
    expect(words).toContain('Id: sub-grace · no e-mail\n')
    expect(text).toBe('Id sub-grace in Customers: new sign-up.')
    expect(buttons[0]?.confirm?.text).toBe('Id sub-grace will be able to sign in to Customers.')
  })

  it('labels a name that could be taken for an address', () => {
    const attributes = { email: 'x@evil.example', name: 'boss@example.com' }
    const { words, text } = card(waiting, grace({ attributes }))
    expect(words).toContain('\nName: boss@example.com · x@evil.example (not verified)\n')
    expect(text).toContain('Name boss@example.com, x@evil.example in Customers')
    expect(card(waiting, grace({ attributes: { name: '555 0100' } })).words).toContain('Name: 555 0100')
  })

  it('draws no emoji of what is typed as its name, :tada:', () => {
    const { blocks } = drawCard({ signUp: grace(), round: roundOf(waiting) }, pool)
    expect(plainTexts(blocks).map(({ emoji }) => emoji)).toEqual(Array(9).fill(false))
  })

  it('has four buttons, whose value is the round and nothing else', () => {
    const { buttons } = card(waiting)
    expect(buttons).toMatchObject([
      { label: 'Approve', value: 'round-1', actionId: 'approve', style: 'primary' },
      { label: 'Deny…', value: 'round-1', actionId: 'deny', style: undefined, confirm: undefined },
      { label: 'I’m on it', value: 'round-1', actionId: 'look-into', style: undefined, confirm: undefined },
      { label: 'Details', value: 'round-1', actionId: 'details', style: undefined, confirm: undefined },
    ])
  })

  it('asks once more, naming the user and what they will be able to do', () => {
    const [button] = card(waiting).buttons
    expect(button?.confirm).toMatchObject({
      title: 'Approve this sign-up?',
      confirm: 'Approve',
      deny: 'Cancel',
    })
    expect(button?.confirm?.text).toBe(
      'grace@example.com (user name grace) will be able to sign in to Customers.',
    )
  })

  it('tells the same in its notification', () => {
    expect(card(waiting).text).toBe('grace@example.com in Customers: new sign-up.')
    const attributes = { email: 'grace@example.com', name: 'Grace Hopper' }
    expect(card(waiting, grace({ attributes })).text).toBe(
      'Grace Hopper, grace@example.com in Customers: new sign-up.',
    )
  })

  it('shows a verified address, phone, name, and the attributes that the pool names', () => {
    const attributes = {
      email: 'grace@example.com',
      email_verified: 'true',
      phone_number: '+31201234567',
      phone_number_verified: 'false',
      name: 'Grace Hopper',
      'custom:company': 'Navy',
      'custom:salary': '1',
    }
    const { words } = card(waiting, grace({ attributes }))
    expect(words).toContain('Grace Hopper · grace@example.com\n')
    expect(words).not.toContain('grace@example.com (not verified)')
    expect(words).toContain('Phone: +31201234567 (not verified)')
    expect(words).toContain('custom:company: Navy')
    expect(words).not.toContain('salary')
  })

  it('says that there is no address where there is none, and names the user by their user name', () => {
    const { words, text, buttons } = card(waiting, grace({ attributes: {} }))
    expect(words).toContain('\nUser name: grace · no e-mail\n')
    expect(text).toBe('User name grace in Customers: new sign-up.')
    expect(buttons[0]?.confirm?.text).toBe('User name grace will be able to sign in to Customers.')
  })

  it('says nothing of a phone number that is verified, nor of attributes that the user lacks', () => {
    const attributes = {
      email: 'grace@example.com',
      phone_number: '+31201234567',
      phone_number_verified: 'true',
    }
    expect(card(waiting, grace({ attributes })).words.split('\n').slice(1, 4)).toEqual([
      'grace@example.com (not verified)',
      'Phone: +31201234567',
      'User name: grace',
    ])
    const { email: _, ...without } = attributes
    expect(card(waiting, grace({ attributes: without })).words).toContain('\nPhone: +31201234567\nUser')
  })

  it('shows ten attributes of the pool at most', () => {
    const names = Array.from({ length: 12 }, (_, index) => `custom:${index + 1}`)
    const attributes = Object.fromEntries(names.map((name) => [name, 'x']))
    const { words } = card(waiting, grace({ attributes }), { ...pool, attributes: names })
    expect(words).toContain('custom:10: x')
    expect(words).not.toContain('custom:11')
  })

  it('warns of letters that look like others, and of letters of several alphabets', () => {
    const { words } = card(
      waiting,
      grace({ attributes: { email: 'grаce@example.com', name: 'Грейс Hopper' } }),
    )
    expect(words).toContain(
      'Грейс Hopper ⚠️ mixes look-alike letters from different alphabets · ' +
        'grаce@example.com (not verified) ⚠️ looks like “grace@example.com”, but is written with other letters\n',
    )
    expect(words).toContain('User name: grace\n')
  })

  it('warns of a domain that looks like one that the pool expects', () => {
    const expecting = { ...pool, expectedDomains: ['acme.example'] }
    expect(card(waiting, grace({ attributes: { email: 'grace@acrne.example' } }), expecting).words).toContain(
      '\ngrace@acrne.example (not verified) ⚠️ its domain looks like “acme.example”, but is another\n',
    )
    expect(
      card(waiting, grace({ attributes: { email: 'grace@acme.example' } }), expecting).words,
    ).not.toContain('⚠️')
  })

  it('warns of letters that hardly anybody uses, and says which', () => {
    const { words } = card(waiting, grace({ userName: 'ᴀᴅᴀᴋ', attributes: { name: 'Grace ᴅ' } }))
    expect(words).toContain('User name: ᴀᴅᴀᴋ ⚠️ has unusual characters (U+1D00, U+1D05, U+1D0B)\n')
    expect(words).toContain('\nGrace ᴅ ⚠️ has unusual characters (U+1D05) · no e-mail\n')
  })

  it('quotes a value that could pass for a further fact', () => {
    const name = 'Grace · E-mail: "boss@example.com” (verified)'
    const { words } = card(waiting, grace({ attributes: { name } }))
    expect(words).toContain("\nName: “Grace · E-mail: 'boss@example.com' (verified)” · no e-mail\n")
  })

  it('calls a sign-up by its phone where there is no address, and by its name where there is neither', () => {
    const userName = '0198c0de'
    const phone = card(
      waiting,
      grace({ userName, attributes: { phone_number: '+31201234567', name: 'Grace' } }),
    )
    expect(phone.text).toBe('Grace, phone +31201234567 in Customers: new sign-up.')
    expect(phone.buttons[0]?.confirm?.text).toBe(
      `Phone +31201234567 (user name ${userName}) will be able to sign in to Customers.`,
    )
    const name = card(waiting, grace({ userName, attributes: { name: 'Grace' } }))
    expect(name.text).toBe('Name Grace in Customers: new sign-up.')
    expect(name.buttons[0]?.confirm?.text).toBe(
      `Name Grace (user name ${userName}) will be able to sign in to Customers.`,
    )
  })

  it('says that a user name is one even if it looks like an address, and that an e-mail is one if it does not', () => {
    const posing = card(waiting, grace({ userName: 'boss@example.com', attributes: {} }))
    expect(posing.text).toBe('User name boss@example.com in Customers: new sign-up.')
    const odd = card(waiting, grace({ attributes: { email: 'grace' } }))
    expect(odd.text).toBe('E-mail grace in Customers: new sign-up.')
    const none = card(waiting, grace({ attributes: { email: '', phone_number: '' } }))
    expect(none.text).toBe('User name grace in Customers: new sign-up.')
  })

  it('has a warning and no button where the sign-up could be taken for another', () => {
    const { words, buttons } = card(waiting, grace({ isImitation: true }))
    expect(words).toContain('Ask an operator to delete the impostor')
    expect(decisionsIn({ buttons })).toEqual([])
  })
})

describe('the card of a sign-up that is being decided', () => {
  it('says so, and who approved, without a button', () => {
    const { words, buttons, text } = card(claimed)
    expect(words).toContain('Confirming…')
    expect(words).toContain('U0ADA')
    expect(decisionsIn({ buttons })).toEqual([])
    expect(text).toBe(
      'grace@example.com in Customers: confirming sign-up. ⏳ Confirming… Approved by <@U0ADA>.',
    )
  })
})

describe('the card of a sign-up that is being denied', () => {
  it('says so, and who denied', () => {
    const { words, buttons } = card({ kind: 'claimed', claim: { ...claimed.claim, decision: 'deny' } })
    expect(words).toContain('Denying sign-up')
    expect(words).toContain('⏳ Denying… Denied by <@U0ADA>.')
    expect(decisionsIn({ buttons })).toEqual([])
  })
})

describe('the card of a decided sign-up', () => {
  it.each(endings)('says how it ended, and has only buttons that take it back: %o', (ending) => {
    const { words, buttons, text } = card({ kind: 'settled', ending })
    const titles: Readonly<Record<string, string>> = {
      confirmed: 'Sign-up confirmed',
      denied: 'Sign-up denied',
      disproved: 'Sign-up not confirmed',
      undone: 'Approval undone',
      lapsed: 'Sign-up lapsed',
      'not-done':
        'not-done' === ending.kind && ending.decision === 'undo'
          ? 'Approval not undone'
          : 'Sign-up not reopened',
    }
    expect(words).toContain(titles[ending.kind] ?? 'Sign-up no longer waiting')
    expect(buttons.map(({ actionId }) => actionId)).toEqual(
      offersOf({ signUp: grace(), round: roundOf({ kind: 'settled', ending }) }),
    )
    expect(text).toContain('grace@example.com')
  })

  it.each(endings)(
    'says what was true then, and what to do next, no longer where a newer card follows',
    (ending) => {
      if (ending.kind === 'disproved') return
      const round = { ...roundOf({ kind: 'settled', ending }), isFollowed: true }
      const { words } = seen(drawCard({ signUp: grace(), round }, pool))
      expect(words).toContain(' That was 2026-05-01 12:00 UTC. A newer card shows what came after it.')
      expect(words).not.toMatch(/sign in|again|[Aa]sk an operator/)
    },
  )

  it('shrinks to who, where, what, by whom and when', () => {
    const attributes = { email: 'grace@example.com', name: 'Grace Hopper', 'custom:company': 'Navy' }
    const { words } = card({ kind: 'settled', ending: confirmed }, grace({ attributes }))
    expect(words).toBe(
      'Sign-up confirmed\nGrace Hopper · grace@example.com (not verified) · pool Customers\n' +
        '✅ Approved by <@U0ADA>, 2026-05-01 12:00 UTC. They can sign in now.\nDetails',
    )
  })
})

describe('the card of an approval that did not go through', () => {
  it.each(reasons)('says why, and has its buttons back: $kind', (reason) => {
    const { words, buttons, text } = card({ kind: 'waiting', failure: failure(reason) })
    expect(words).toContain('Sign-up still waiting')
    expect(words).toContain('❌')
    expect(words).toContain('U0ADA')
    expect(decisionsIn({ buttons })).toHaveLength(2)
    expect(text).toContain('❌')
  })
})

it('a card tells who looks into its sign-up, since when, and that this binds nobody', () => {
  const looking = { by: ada, since: at, until: at }
  const { words, text, buttons } = card({ kind: 'waiting', failure: null, looking })
  const said = '👀 <@U0ADA> is looking into this, since 2026-05-01 12:00 UTC. Anybody may still decide.'
  expect(words).toContain(`\n${said}\n`)
  expect(text).toContain('is looking into this')
  expect(buttons.map(({ label }) => label)).toEqual([
    'Approve',
    'Deny…',
    'I’m on it',
    'Not any more',
    'Details',
  ])
})

describe('a button', () => {
  const labels = (signUp: SignUp, state = waiting) =>
    card(state, signUp).buttons.map(({ element }) => element['accessibility_label'])

  it('tells a screen reader what it does, and to whom', () => {
    const attributes = { email: 'grace@example.com', name: 'Grace Hopper' }
    expect(labels(grace({ attributes }))).toEqual([
      'Approve Grace Hopper, grace@example.com',
      'Deny Grace Hopper, grace@example.com',
      'I’m on it: Grace Hopper, grace@example.com',
      'Details Grace Hopper, grace@example.com',
    ])
    expect(labels(grace({ attributes: {} }))[0]).toBe('Approve user name grace')
  })

  it('keeps to the 75 characters that Slack accepts, cut between graphemes, and the domain whole', () => {
    const long = { email: `${'x'.repeat(300)}@example.com`, name: '👩‍👩‍👧'.repeat(200) }
    const given = [{ by: ada, clickId: 'click', at }]
    const looking = { by: ada, since: at, until: at }
    const all: RoundState = { kind: 'waiting', failure: null, tally: { given, dropped: null }, looking }
    for (const label of labels(grace({ attributes: long }), all)) {
      expect(String(label).length).toBeLessThanOrEqual(75)
      expect(label).toMatch(/^[^“]+ name “(?:👩‍👩‍👧)+…”, x+…x+@example\.com$/u)
    }
  })
})

describe('whatever a stranger typed, and however much', () => {
  const nasty = ['&'.repeat(2048), '👩‍👩‍👧'.repeat(200), '\u0000'.repeat(2048), '<!channel> '.repeat(100), '']
  const names = Array.from({ length: 25 }, (_, index) => `custom:attribute-${index}`)

  it.each(nasty)('Slack takes the card, in every state', (typed) => {
    const attributes = Object.fromEntries(
      ['email', 'phone_number', 'name', ...names].map((name) => [name, typed]),
    )
    const signUp = grace({ userName: typed, attributes })
    const bigPool = { ...pool, name: typed, attributes: names }
    const states: readonly RoundState[] = [
      waiting,
      claimed,
      { kind: 'waiting', failure: failure({ kind: 'function-failed', message: typed }, typed) },
      { kind: 'settled', ending: { ...confirmed, functionError: typed } },
      { kind: 'settled', ending: { ...denied, reason: typed, note: typed } },
    ]
    for (const state of states) {
      const { text, buttons } = card(state, signUp, bigPool)
      expect(text.length).toBeLessThanOrEqual(3500)
      expect(text).not.toContain('<!channel>')
      expect(buttons).toHaveLength(offersOf({ signUp, round: roundOf(state) }).length)
    }
  })
})

describe('a message of ours that the store does not know', () => {
  it('says that it is out of date, without a button', () => {
    const { words, buttons, text } = seen(drawStray())
    expect(words).toContain('out of date')
    expect(buttons).toEqual([])
    expect(text).toContain('out of date')
  })
})
