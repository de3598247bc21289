import { expect, test } from 'vitest'
import type { Evidence } from '../world/evidence.ts'
import { judgeBulks } from './bulk-approvals.ts'
import { perfectWorld } from './perfect-world.ts'

const line =
  '⚠️ <@UADA> approved 2 sign-ups at once: 1 confirmed. 1 left out because something else came first: mia@x.example.'

/** Ada opened a form about Mia and Ben and submitted it; Mia had been approved before. */
function manyWorld(words = line): Evidence {
  const world = perfectWorld()
  const [click, message] = [world.rows.clicks[0], world.rows.messages[0]]
  if (click === undefined || message === undefined) throw new Error('The perfect world has changed')
  const listed = { kind: 'answered', answer: { kind: 'approve-all', roundIds: ['round mia', 'round ben'] } }
  const one = { ...click, bulk_id: 'bulk 1', told_by: 'bulk', teller: 'bulk' }
  const [mia, ben] = ['round mia', 'round ben'].map((round_id) => ({
    ...one,
    id: `of ${round_id}`,
    round_id,
  }))
  const form = { ...click, id: 'form 1', round_id: null, outcome: listed, teller: 'form' }
  return {
    ...world,
    deeds: [
      ...world.deeds,
      {
        envelopeId: 'envelope 3',
        user: 'UADA',
        at: 500,
        what: 'form',
        said: 'form 1',
        isAcked: true,
        isDeclined: false,
      },
    ],
    forms: [{ user: 'UADA', formId: 'form 1', words: 'mia-1 ben-2' }],
    cards: [
      {
        channel: message.channel,
        ts: '1.5',
        messageId: 'message both',
        isDeleted: false,
        versions: [{ at: 600, words, buttons: [] }],
      },
    ],
    rows: {
      ...world.rows,
      bulk_approvals: [
        { id: 'bulk 1', form_id: 'form 1', message_id: 'message both', user_id: 'UADA', asked_at: 500 },
      ],
      messages: [{ ...message, id: 'message both', ts: '1.5' }],
      clicks: [
        ...world.rows.clicks,
        form,
        ...(mia === undefined || ben === undefined
          ? []
          : [{ ...mia, outcome: { kind: 'late', first: null, ending: null } }, ben]),
      ],
    },
  }
}

test('a form that was carried out whole, and whose message counts its ends, is right', () => {
  expect(judgeBulks(manyWorld())).toEqual([])
})

test('a message that counts other ends than there were is caught', () => {
  const bragging = manyWorld('✅ <@UADA> approved 2 sign-ups at once: 2 confirmed.')
  expect(judgeBulks(bragging)).toEqual([expect.stringContaining('should say {"asked":2,"confirmed":1')])
  const silent = manyWorld('⏳ <@UADA> is approving 2: 1 done.')
  expect(judgeBulks(silent)).toEqual([expect.stringContaining('but says nothing')])
})

test('an end that only the clicker may be told does not count in the message', () => {
  const refused = { kind: 'refused', because: 'not-an-approver' }
  const told = (words: string): Evidence => {
    const world = manyWorld(words)
    const clicks = world.rows.clicks.map((click) =>
      click.id === 'of round mia' ? { ...click, outcome: refused, teller: 'private-answer' } : click,
    )
    return { ...world, rows: { ...world.rows, clicks } }
  }
  expect(judgeBulks(told('✅ <@UADA> approved 1 sign-up at once: 1 confirmed.'))).toEqual([])
  expect(judgeBulks(told(line))).toEqual([expect.stringContaining('should say {"asked":1,"confirmed":1')])
})

test('a form that was acknowledged but not written down is caught', () => {
  const world = manyWorld()
  const lost = { ...world, rows: { ...world.rows, bulk_approvals: [] } }
  expect(judgeBulks(lost)).toContainEqual(expect.stringContaining('acknowledged but not written down'))
})

test('a form that was only partly written down is caught', () => {
  const world = manyWorld()
  const clicks = world.rows.clicks.filter(({ id }) => id !== 'of round ben')
  expect(judgeBulks({ ...world, rows: { ...world.rows, clicks } })).toContainEqual(
    expect.stringContaining('listed round mia,round ben, but asked for round mia'),
  )
})

test('of a list, those whose boxes were ticked are to be decided about, and nobody else', () => {
  const world = manyWorld()
  const saw = (chosen: readonly number[]) => ({
    ...world,
    deeds: world.deeds.map((deed) => (deed.what === 'form' ? { ...deed, chosen } : deed)),
  })
  expect(judgeBulks(saw([0, 1]))).toEqual([])
  expect(judgeBulks(saw([1]))).toContainEqual(
    expect.stringContaining('listed round ben, but asked for round mia,round ben'),
  )
})

test('a form that is carried out although it was called out of date is caught', () => {
  const world = manyWorld()
  const deeds = world.deeds.map((deed) => ({ ...deed, isDeclined: deed.what === 'form' }))
  expect(judgeBulks({ ...world, deeds })).toContainEqual(expect.stringContaining('declined but carried out'))
})

test('a form that did not open, without anyone being told, is caught', () => {
  expect(judgeBulks({ ...manyWorld(), forms: [] })).toEqual([expect.stringContaining('saw no form form 1')])
})

test('where no message tells it, one private word tells every end', () => {
  const world = { ...manyWorld(), cards: [] }
  const word = { user: 'UADA', at: 900, words: line } as const
  expect(judgeBulks({ ...world, privateAnswers: [word] })).toEqual([])
  expect(judgeBulks({ ...world, privateAnswers: [{ ...word, user: 'UBEN' }] })).not.toEqual([])
})

test('if the message is gone, every end has to be told in another way', () => {
  const world = manyWorld()
  expect(judgeBulks({ ...world, cards: [] })).toContainEqual(
    'UADA was not told the end of of round ben, part of a bulk approval.',
  )
  const words =
    'ben@x.example: ✅ Approved by <@UADA>, now. It was not carried out: your click changed nothing'
  const told = [
    ...world.privateAnswers,
    { user: 'UADA', at: 700, words: `${words}. Your click changed nothing` },
  ]
  expect(judgeBulks({ ...world, cards: [], privateAnswers: told })).toEqual([])
})

test('a message that told the ends before it was deleted counts', () => {
  const world = manyWorld()
  const deleted = { ...world, cards: world.cards.map((card) => ({ ...card, isDeleted: true })) }
  expect(judgeBulks(deleted)).toEqual([])
})
