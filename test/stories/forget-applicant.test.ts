// An applicant who wants to be forgotten: one command, and their card says nothing of them any more.
import { expect, test } from 'vitest'
import { auditCommand } from '../../src/commands/audit-command.ts'
import { systemClock } from '../../src/shared/clock.ts'
import type { Stage } from '../support/stage.ts'
import { approve, cardSays, openStory } from '../support/story.ts'

function audit(stage: Stage, ...given: string[]) {
  return auditUntil(null, stage, ...given)
}

/** As if it were killed when it says this. */
async function auditUntil(killedAt: string | null, { environment }: Stage, ...given: string[]) {
  const printed = { out: '', err: '' }
  const code = await auditCommand({
    given,
    environment,
    clock: systemClock,
    out: async (words) => {
      if (killedAt !== null && words.includes(killedAt)) throw new Error('Killed')
      printed.out += words
    },
    err: (words) => {
      printed.err += words
    },
  })
  return { code, ...printed }
}

test('npm run audit -- forget takes somebody off their card, and the audit log still verifies', async () => {
  const story = await openStory()
  const { slack, ada, user, card, channel } = story
  await approve(story)
  await cardSays(story, `✅ Approved by <@${ada}>`)
  expect((await audit(story, 'forget', '--sub', user.sub)).err).toContain(
    'Another process is using the store',
  )
  await story.stop()

  const { code, out } = await audit(story, 'forget', '--sub', user.sub)
  expect({ code, out }).toMatchObject({
    code: 0,
    out: expect.stringContaining('1 card says nothing of them any more'),
  })
  expect(JSON.stringify(slack.message(channel, card.ts))).not.toContain(user.userName)
  const verified = await audit(story, 'verify')
  expect(verified).toMatchObject({ code: 0, err: '' })
  expect(await audit(story, 'forget', '--sub', user.sub)).toMatchObject({ code: 2, out: '' })
})

test.each(['', 'Slack did not change', 'Erased'])(
  'a command that is killed when it says “%s” leaves no card with somebody who is erased',
  async (killedAt) => {
    const story = await openStory()
    const { slack, ada, user, card, channel } = story
    await approve(story)
    await cardSays(story, `✅ Approved by <@${ada}>`)
    await story.stop()
    if (killedAt.startsWith('Slack'))
      slack.fail('chat.update', { kind: 'error', error: 'cant_update_message' })

    const broken = await auditUntil(killedAt, story, 'forget', '--sub', user.sub)
    expect(broken).toMatchObject({ code: 2, err: expect.stringContaining('Type the same again.') })
    await audit(story, 'forget', '--sub', user.sub)
    expect(JSON.stringify(slack.message(channel, card.ts))).not.toContain(user.userName)
  },
)
