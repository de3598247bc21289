// Who it is stays readable, whoever else is in the message.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CardEntry } from '../../../src/domain/card-entry.ts'
import type { ListForm } from '../../../src/domain/choosing.ts'
import type { SignUp } from '../../../src/domain/sign-up.ts'
import { drawListForm } from '../../../src/slack/draw/list-form.ts'
import { drawSharedCard, howManyShare } from '../../../src/slack/draw/shared-card.ts'
import { hostileText } from '../../support/hostile-text.ts'
import { checkBlocks } from '../../world/slack/block-kit/check-blocks.ts'
import { findButtons } from '../../world/slack/block-kit/find-elements.ts'
import { readWords } from '../../world/slack/block-kit/read-words.ts'
import { confirmed, grace, pool, roundOf } from './everything.ts'

const label = fc.stringMatching(/^[a-z0-9]{1,20}$/)
const domain = fc
  .array(label, { minLength: 2, maxLength: 8 })
  .map((labels) => labels.join('.').slice(0, 90))
  .filter((text) => !text.endsWith('.'))
const local = fc.stringMatching(/^[a-z0-9.]{1,60}$/)

const stranger = fc
  .record({
    userName: hostileText,
    email: hostileText,
    phone: hostileText,
    name: hostileText,
    company: hostileText,
  })
  .map(({ userName, email, phone, name, company }) =>
    grace({ userName, attributes: { email, phone_number: phone, name, 'custom:company': company } }),
  )

function entryOf(signUp: SignUp, index: number): CardEntry {
  return { signUp, round: { ...roundOf({ kind: 'waiting', failure: null }), id: `round-${index}` } }
}

function decidedEntryOf(entry: CardEntry): CardEntry {
  return { ...entry, round: { ...entry.round, state: { kind: 'settled', ending: confirmed } } }
}

function takenBlocks(blocks: unknown, surface: 'message' | 'view') {
  const checked = checkBlocks(blocks, surface)
  if (checked.kind === 'refused') throw new Error(`${checked.error}: ${checked.messages.join(', ')}`)
  return checked.blocks
}

/** The form that approves them. */
function listOf(entries: readonly CardEntry[]): ListForm {
  return {
    clickId: 'click-1',
    poolId: pool.id,
    list: { kind: 'approve-all', roundIds: entries.map(({ round }) => round.id) },
    leftOut: 0,
    ticks: [],
    starts: [0],
    page: 0,
    turn: 0,
    shown: entries.map((entry, place) => ({ ...entry, place })),
  }
}

/** The line about the first sign-up. */
function firstLine(blocks: ReturnType<typeof takenBlocks>): string {
  const lines = readWords(blocks).split('\n')
  return lines.find((words) => words.startsWith('1. ')) ?? ''
}

/** The first of those that approve one. */
function approveButton(blocks: ReturnType<typeof takenBlocks>) {
  return findButtons(blocks).find(({ actionId }) => actionId === 'approve')
}

/** What a reader takes for the domain of the address in `text`, which `after` follows. */
function readDomain(text: string, after: string): string | undefined {
  const end = text.indexOf(after)
  return text.slice(0, end).split('@').at(-1)
}

describe('whoever the others in a message are', () => {
  it('what a reader takes for the domain of an address is its domain, on the card, in the dialog and in the form', () => {
    fc.assert(
      fc.property(
        fc.tuple(local, domain),
        fc.array(stranger, { maxLength: 21 }),
        fc.boolean(),
        ([name, itsDomain], others, isPosing) => {
          const email = `${name}@${itsDomain}`
          // Only a user name that is an address, too, or an e-mail.
          const signUp = grace(isPosing ? { userName: email, attributes: {} } : { attributes: { email } })
          const all = [signUp, ...others].map(entryOf)
          const entries = all.slice(0, howManyShare(pool, all))
          const { blocks } = drawSharedCard({ messageId: 'message-1', pool, entries, bulks: [] })
          const taken = takenBlocks(blocks, 'message')
          const after = isPosing ? ' · no e-mail' : ' (not verified)'
          expect(readDomain(firstLine(taken), after)).toBe(itsDomain)
          const decided = drawSharedCard({
            messageId: 'message-1',
            pool,
            entries: entries.map(decidedEntryOf),
            bulks: [],
          })
          expect(readDomain(firstLine(takenBlocks(decided.blocks, 'message')), after)).toBe(itsDomain)
          const text = approveButton(taken)?.confirm?.text ?? ''
          expect(readDomain(text, isPosing ? ' will be able' : ' (user name grace)')).toBe(itsDomain)
          const form = takenBlocks(drawListForm(listOf(entries), pool).blocks, 'view')
          expect(readDomain(firstLine(form), after)).toBe(itsDomain)
        },
      ),
      { numRuns: 25 },
    )
  })

  it('a dialog is never cut: where it has no room for all of who it is, there is none, and a form opens', () => {
    const long = '0123456789'.repeat(40)
    const tooLong = [`${long}@${long}`, long, `${long}@example.com`, '“”'.repeat(300), 'а'.repeat(400)]
    for (const email of [...tooLong, long.slice(0, 100)]) {
      for (const attributes of [{ email }, { phone_number: email }, { name: email }, {}]) {
        const signUp = grace({ userName: email, attributes })
        const { blocks } = drawSharedCard({
          messageId: 'message-1',
          pool: { ...pool, name: long },
          entries: [entryOf(signUp, 1), entryOf(signUp, 2)],
          bulks: [],
        })
        const taken = takenBlocks(blocks, 'message')
        const text = approveButton(taken)?.confirm?.text
        if (tooLong.includes(email))
          expect(findButtons(taken)).toContainEqual(expect.objectContaining({ actionId: 'open-approval' }))
        else expect(text).toMatch(/ will be able to sign in to [\d]+…\.$/)
        expect(text === undefined).toBe(tooLong.includes(email))
      }
    }
  })
})
