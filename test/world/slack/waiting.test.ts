import { expect, test } from 'vitest'
import { call, openWorkspace, postCard } from '../support/open-workspace.ts'

test('waiting ends as soon as the probe finds something, even at once', async () => {
  const workspace = await openWorkspace()
  const { channel, ts } = await postCard(workspace)
  const done = () => workspace.messages(channel).find(({ text }) => text === 'done')

  const waiting = workspace.waitFor('the card to be done', done)
  await call(workspace, 'chat.update', { channel, ts, text: 'done' })

  expect(await waiting).toMatchObject({ ts })
  expect(await workspace.waitFor('the same again', done)).toMatchObject({ ts })
})

test('waiting in vain says what there was to see instead', async () => {
  const workspace = await openWorkspace()
  const { ada, channel, ts } = await postCard(workspace)
  await call(workspace, 'chat.postEphemeral', { channel, user: ada, text: 'not for you' })
  await (await workspace.click({ user: ada, channel, ts })).acked

  const error = await workspace.waitFor('pigs to fly', () => false, 10).catch(String)

  expect(error).toContain('Waited 10 ms in vain for: pigs to fly')
  expect(error).toContain('Grace wants in')
  expect(error).toContain('[Approve]')
  expect(error).toContain('not for you')
  expect(error).toContain('chat.postMessage 200')
  expect(error).toContain('click: no socket')
})

test('a probe that throws ends the waiting', async () => {
  const workspace = await openWorkspace()
  const broken = () => {
    throw new Error('broken probe')
  }
  await expect(workspace.waitFor('anything', broken)).rejects.toThrow('broken probe')
})

test('a listener hears of every change until it unsubscribes', async () => {
  const workspace = await openWorkspace()
  const heard = new Set<string>()
  const unsubscribe = workspace.subscribe((change) => heard.add(change))
  const { ada, channel, ts } = await postCard(workspace)
  await (await workspace.click({ user: ada, channel, ts })).acked
  expect([...heard].toSorted()).toEqual(['call', 'channel', 'envelope', 'failure', 'member', 'message'])

  unsubscribe()
  heard.clear()
  workspace.addUser({ name: 'bob' })

  expect(heard.size).toBe(0)
})

test('every call is recorded with its request, the scopes that it needs, and its answer', async () => {
  const workspace = await openWorkspace()
  const { channel } = await postCard(workspace)

  expect([...workspace.methodsSeen()]).toEqual(['chat.postMessage'])
  expect(workspace.calls).toMatchObject([
    {
      method: 'chat.postMessage',
      args: { channel, blocks: [{ type: 'section' }, { type: 'actions' }] },
      scopesNeeded: ['chat:write'],
      status: 200,
      answer: { ok: true },
      at: expect.any(Date),
    },
  ])
})

test('people, channels and groups can be listed', async () => {
  const workspace = await openWorkspace()
  const { ada, channel } = await postCard(workspace)
  const group = workspace.addGroup({ handle: 'approvers', members: [ada] })

  expect(workspace.users().map(({ id }) => id)).toEqual([workspace.botUserId, ada])
  expect(workspace.channels()).toMatchObject([{ id: channel }])
  expect(workspace.groups()).toMatchObject([{ id: group, members: [ada] }])
})

test('with a latency, a call is carried out and answered after that time at the earliest', async () => {
  const workspace = await openWorkspace({ latencyMs: 30 })
  const startedAt = performance.now()
  await call(workspace, 'auth.test')
  // Timers count whole milliseconds.
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(29)
  expect(workspace.calls).toMatchObject([{ method: 'auth.test', status: 200 }])
})
