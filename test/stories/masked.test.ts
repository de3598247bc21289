// A channel that may not see who signs up: approvers see it in a form, and nothing else in Slack says it.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { auditKinds } from '../support/read-audit.ts'
import { openStage } from '../support/stage.ts'
import { cardSays, cardWithButton, privatelyTold } from '../support/story.ts'

const canary = 'canary'

test('in a masked pool, an approver approves in a form that shows all, and nobody else ever reads who it is', async () => {
  const stage = await openStage({ pollInterval: '1h', isNotStarted: true })
  const { slack, cognito, channel, group, environment, folder, ada, bob, eve } = stage
  const path = join(folder, 'countersign.yml')
  const keys = [`id: ${cognito.poolId}`, `channel: ${channel}`, `approvers: { groups: [${group}] }`]
  writeFileSync(path, `pools:\n  - ${[...keys, 'visibility: masked'].join('\n    ')}\n`)
  for (const name of ['COGNITO_USER_POOL_ID', 'APPROVAL_CHANNEL', 'APPROVER_GROUPS']) delete environment[name]
  environment['CONFIG_FILE'] = path
  const email = `m${canary}@visitors.example`
  const { sub } = cognito.signUp({ userName: `u${canary}`, email, name: `M${canary}` })
  await stage.start()
  const card = await cardWithButton(stage)
  expect(card.words).toContain('M. · m•••@visitors.example (not verified)')

  await slack.click({ user: eve, channel, ts: card.ts, label: 'Approve' })
  const refusal = await privatelyTold(stage, eve, 'You are not an approver')
  expect(slack.views(eve)).toEqual([])

  await slack.slash({ user: bob, channel, command: '/confirm-user', text: sub })
  const shown = await privatelyTold(stage, bob, email)
  expect(shown.buttons.map(({ label }) => label)).toEqual(['Approve', 'Deny…', 'Details'])
  expect(cognito.confirmations).toEqual([])

  await slack.click({ user: ada, channel, ts: card.ts, label: 'Approve' })
  const form = await slack.waitFor('the form', () => slack.views(ada).at(-1))
  expect(form.words).toContain(`M${canary} · ${email} (not verified)`)
  expect(cognito.confirmations).toEqual([])
  const { acked } = await slack.submit(form.id, { user: ada })
  expect(await acked).toMatchObject({ kind: 'acked' })
  const decided = await cardSays({ ...stage, card }, `✅ Approved by <@${ada}>`)
  expect(decided.words).toContain('M. · m•••@visitors.example')
  expect(cognito.confirmations.map((one) => one.sub)).toEqual([sub])
  expect(await auditKinds(stage.databaseUrl)).toEqual([
    'click-refused',
    'click-answered',
    'click-answered',
    'click-confirmed',
  ])

  const seenByAll = slack.calls.filter(({ method }) => /^chat\.(?:postMessage|update)$/.test(method))
  expect(JSON.stringify([seenByAll.map(({ args }) => args), refusal])).not.toContain(canary)
})
