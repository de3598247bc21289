import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { call, makeClock, openSocket, openWorkspace, postCard } from '../support/open-workspace.ts'

const plain = (text: string) => ({ type: 'plain_text', text })

const modal = {
  type: 'modal',
  callback_id: 'deny',
  private_metadata: 'round-1',
  title: plain('Deny'),
  submit: plain('Deny'),
  blocks: [
    {
      type: 'input',
      block_id: 'why',
      label: plain('Why?'),
      element: { type: 'plain_text_input', action_id: 'reason' },
    },
    {
      type: 'input',
      block_id: 'kind',
      optional: true,
      label: plain('Kind'),
      element: {
        type: 'static_select',
        action_id: 'pick',
        options: [{ text: plain('Spam'), value: 'spam' }],
      },
    },
    { type: 'actions', elements: [{ type: 'button', action_id: 'help', text: plain('Help') }] },
  ],
}

async function openModal(view: Readonly<Record<string, unknown>> = modal) {
  const clock = makeClock()
  const workspace = await openWorkspace({ now: clock.now })
  const socket = await openSocket(workspace)
  const card = await postCard(workspace)
  const click = await workspace.click({ user: card.ada, channel: card.channel, ts: card.ts })
  socket.ack(click.envelopeId)
  const open = (trigger_id = click.triggerId) => call(workspace, 'views.open', { trigger_id, view })
  return { clock, workspace, socket, ...card, click, open }
}

async function openTheModal() {
  const prepared = await openModal()
  await prepared.open()
  const view = prepared.workspace.views(prepared.ada)[0]
  if (view === undefined) throw new Error('no view')
  return { ...prepared, view }
}

describe('views.open', () => {
  it('shows a modal to the person who clicked', async () => {
    const { workspace, ada, open } = await openModal()
    expect(await open()).toMatchObject({
      ok: true,
      view: { id: expect.stringMatching(/^V/), callback_id: 'deny' },
    })
    expect(workspace.views()).toMatchObject([
      { user: ada, type: 'modal', state: 'open', callbackId: 'deny', privateMetadata: 'round-1' },
    ])
  })

  it('refuses a trigger that is three seconds old', async () => {
    const { clock, open } = await openModal()
    clock.advance(3001)
    expect(await open()).toMatchObject({ error: 'expired_trigger_id' })
  })

  it('refuses a trigger that was used', async () => {
    const { open } = await openModal()
    await open()
    expect(await open()).toMatchObject({ error: 'exchanged_trigger_id' })
  })

  it('refuses a trigger that Slack never issued', async () => {
    const { open } = await openModal()
    expect(await open('1.2.abc')).toMatchObject({ error: 'invalid_trigger_id' })
  })

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    [
      'a title of 25 characters',
      { title: plain('x'.repeat(25)) },
      'must be less than 25 characters [json-pointer:/view/title/text]',
    ],
    [
      'a submit of 25 characters',
      { submit: plain('x'.repeat(25)) },
      'must be less than 25 characters [json-pointer:/view/submit/text]',
    ],
    [
      'a close of 25 characters',
      { close: plain('x'.repeat(25)) },
      'must be less than 25 characters [json-pointer:/view/close/text]',
    ],
    [
      '3,001 characters of private_metadata',
      { private_metadata: 'x'.repeat(3001) },
      'must be less than 3001 characters [json-pointer:/view/private_metadata]',
    ],
    [
      'a callback_id of 256 characters',
      { callback_id: 'x'.repeat(256) },
      'must be less than 256 characters [json-pointer:/view/callback_id]',
    ],
    [
      'an input without a submit button',
      { submit: undefined },
      'missing required field: submit [json-pointer:/view/submit]',
    ],
    [
      'invalid blocks',
      { blocks: [{ type: 'marquee' }] },
      'unsupported type [json-pointer:/view/blocks/0/type]',
    ],
  ])('refuses %s', async (_, change, message) => {
    const { open } = await openModal({ ...modal, ...change })
    expect(await open()).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: { messages: [`[ERROR] ${message}`] },
    })
  })
})

describe('views.update', () => {
  it('changes an open modal', async () => {
    const { workspace, view } = await openTheModal()
    const args = { view_id: view.id, hash: view.hash, view: { ...modal, callback_id: 'next' } }
    expect(await call(workspace, 'views.update', args)).toMatchObject({ ok: true })
    expect(workspace.views()).toMatchObject([{ id: view.id, callbackId: 'next' }])
    expect(await call(workspace, 'views.update', args)).toMatchObject({ error: 'hash_conflict' })
  })

  it('does not find a closed or unknown view', async () => {
    const { workspace, view } = await openTheModal()
    await workspace.closeView(view.id)
    for (const view_id of [view.id, 'V0NONE']) {
      expect(await call(workspace, 'views.update', { view_id, view: modal })).toMatchObject({
        error: 'not_found',
      })
    }
  })
})

describe('views.push', () => {
  const press = async (
    { workspace, socket, ada }: Awaited<ReturnType<typeof openTheModal>>,
    view: string,
  ) => {
    const { triggerId, envelopeId } = await workspace.clickInView({ view, user: ada, label: 'Help' })
    socket.ack(envelopeId)
    return triggerId
  }

  it('puts a modal on top of the one whose button was pressed, twice at most', async () => {
    const stage = await openTheModal()
    const { workspace, ada } = stage
    for (const _ of [1, 2]) {
      const top = workspace.views(ada).at(-1)?.id ?? ''
      const trigger_id = await press(stage, top)
      expect(await call(workspace, 'views.push', { trigger_id, view: modal })).toMatchObject({
        ok: true,
        view: { previous_view_id: top, root_view_id: stage.view.id },
      })
    }
    const trigger_id = await press(stage, workspace.views(ada).at(-1)?.id ?? '')
    expect(await call(workspace, 'views.push', { trigger_id, view: modal })).toMatchObject({
      error: 'push_limit_reached',
    })
  })

  it('needs a trigger that comes from a modal', async () => {
    const { workspace, click } = await openModal()
    const args = { trigger_id: click.triggerId, view: modal }
    expect(await call(workspace, 'views.push', args)).toMatchObject({ error: 'not_found' })
    expect(await call(workspace, 'views.push', args)).toMatchObject({ error: 'exchanged_trigger_id' })
  })
})

describe('views.publish', () => {
  const home = { type: 'home', blocks: [{ type: 'header', text: plain('Welcome') }] }

  it("replaces a person's Home tab", async () => {
    const workspace = await openWorkspace()
    const ada = workspace.addUser({ name: 'ada' })
    for (const _ of [1, 2]) await call(workspace, 'views.publish', { user_id: ada, view: home })
    expect(workspace.views(ada)).toMatchObject([{ type: 'home', words: 'Welcome' }])
  })

  it('refuses an unknown user and an invalid view', async () => {
    const workspace = await openWorkspace()
    const user_id = workspace.addUser({ name: 'ada' })
    expect(await call(workspace, 'views.publish', { user_id: 'U0NOBODY', view: home })).toMatchObject({
      error: 'user_not_found',
    })
    expect(await call(workspace, 'views.publish', { user_id, view: {} })).toMatchObject({
      error: 'invalid_arguments',
    })
    expect(await call(workspace, 'views.publish', { user_id })).toMatchObject({ error: 'invalid_arguments' })
    const asModal = { user_id, view: { ...home, type: 'modal', title: plain('A modal') } }
    expect(await call(workspace, 'views.publish', asModal)).toMatchObject({ error: 'invalid_arguments' })
  })

  it('refuses to replace another view than the one that is named by its hash', async () => {
    const workspace = await openWorkspace()
    const user_id = workspace.addUser({ name: 'ada' })
    const publish = (hash?: string) =>
      call(workspace, 'views.publish', { user_id, view: home, ...(hash !== undefined && { hash }) })
    expect(await publish('unknown')).toMatchObject({ error: 'hash_conflict' })
    await publish()
    const [first] = workspace.views(user_id)
    expect(await publish(first?.hash)).toMatchObject({ ok: true, view: { id: first?.id } })
    expect(await publish(first?.hash)).toMatchObject({ error: 'hash_conflict' })
  })

  it('refuses a view that is too large, and any if the app has no Home tab', async () => {
    const workspace = await openWorkspace()
    const user_id = workspace.addUser({ name: 'ada' })
    const long = { type: 'section', text: plain('x'.repeat(2900)) }
    const view = { type: 'home', blocks: Array.from({ length: 100 }, () => long) }
    expect(await call(workspace, 'views.publish', { user_id, view })).toMatchObject({
      error: 'view_too_large',
    })
    const folder = mkdtempSync(join(tmpdir(), 'manifest-'))
    const manifest = join(folder, 'manifest.yml')
    writeFileSync(manifest, 'oauth_config: { scopes: { bot: [chat:write] } }')
    const without = await openWorkspace({ manifest, scopes: undefined })
    rmSync(folder, { recursive: true })
    const ada = without.addUser({ name: 'ada' })
    expect(await call(without, 'views.publish', { user_id: ada, view: home })).toMatchObject({
      error: 'not_enabled',
    })
  })

  it('tells the app who opens its Home tab, with what it shows, and takes clicks there that can open a modal', async () => {
    const workspace = await openWorkspace()
    const socket = await openSocket(workspace)
    const ada = workspace.addUser({ name: 'ada' })
    workspace.openHome(ada)
    expect((await socket.next(1)).payload).toMatchObject({
      event: { type: 'app_home_opened', user: ada, tab: 'home' },
    })
    const button = { type: 'button', action_id: 'go', text: plain('Go') }
    const view = { ...home, private_metadata: 'm', blocks: [{ type: 'actions', elements: [button] }] }
    await call(workspace, 'views.publish', { user_id: ada, view })
    workspace.openHome(ada)
    expect((await socket.next(2)).payload).toMatchObject({
      event: { view: { type: 'home', private_metadata: 'm' } },
    })
    const [published] = workspace.views(ada)
    const click = await workspace.clickInView({ view: published?.id ?? '', user: ada, label: 'Go' })
    expect(click.payload).toMatchObject({
      type: 'block_actions',
      container: { type: 'view', view_id: published?.id },
      view: { type: 'home', private_metadata: 'm' },
    })
    expect(click.payload).not.toHaveProperty('channel')
    const args = { trigger_id: click.triggerId, view: modal }
    expect(await call(workspace, 'views.push', args)).toMatchObject({ error: 'not_found' })
  })
})

describe('a modal', () => {
  it('is submitted with what was entered, and closes', async () => {
    const { workspace, socket, ada, view } = await openTheModal()

    const form = await workspace.submit(view.id, { user: ada, values: { why: 'a bot', pick: 'Spam' } })

    expect((await socket.next(2)).payload).toMatchObject({
      type: 'view_submission',
      user: { id: ada },
      view: {
        id: view.id,
        callback_id: 'deny',
        private_metadata: 'round-1',
        state: {
          values: {
            why: { reason: { type: 'plain_text_input', value: 'a bot' } },
            kind: { pick: { type: 'static_select', selected_option: { value: 'spam' } } },
          },
        },
      },
    })
    socket.ack(form.envelopeId)
    await form.acked
    expect(workspace.views()).toMatchObject([{ state: 'submitted' }])
  })

  it('cannot be submitted while a required field is empty', async () => {
    const { workspace, ada, view } = await openTheModal()
    await expect(workspace.submit(view.id, { user: ada })).rejects.toThrow('"reason" must be filled in')
  })

  it('stays open if the app answers with errors', async () => {
    const { workspace, socket, ada, view } = await openTheModal()
    const form = await workspace.submit(view.id, { user: ada, values: { why: 'x' } })
    socket.ack(form.envelopeId, { response_action: 'errors', errors: { why: 'Say more' } })
    await form.acked
    expect(workspace.views()).toMatchObject([{ state: 'open', errors: { why: 'Say more' } }])
  })

  it.each(['update', 'push'])(
    'shows the next view that the app answers with: %s',
    async (response_action) => {
      const { workspace, socket, ada, view } = await openTheModal()
      const form = await workspace.submit(view.id, { user: ada, values: { why: 'x' } })
      socket.ack(form.envelopeId, { response_action, view: { ...modal, callback_id: 'next' } })
      await form.acked
      expect(workspace.views().map(({ callbackId }) => callbackId)).toEqual(
        response_action === 'update' ? ['next'] : ['deny', 'next'],
      )
    },
  )

  it('fails for the person if the next view is invalid', async () => {
    const { workspace, socket, ada, view } = await openTheModal()
    const form = await workspace.submit(view.id, { user: ada, values: { why: 'x' } })
    socket.ack(form.envelopeId, { response_action: 'update', view: {} })
    expect(await form.acked).toMatchObject({ kind: 'failed', reason: 'invalid response' })
    expect(workspace.failures).toMatchObject([{ what: 'form' }])
  })

  it('has buttons too', async () => {
    const { workspace, socket, ada, view } = await openTheModal()
    await workspace.clickInView({ view: view.id, user: ada, label: 'Help' })
    expect((await socket.next(2)).payload).toMatchObject({
      type: 'block_actions',
      container: { type: 'view', view_id: view.id },
      view: { id: view.id },
      actions: [{ action_id: 'help' }],
    })
  })

  it('tells with each click which boxes are ticked, and keeps them while their ids stay the same', async () => {
    const option = { text: { type: 'plain_text', text: 'Approve' }, value: '0' }
    const box = (block_id: string, isTicked: boolean) => ({
      type: 'section',
      block_id,
      text: { type: 'plain_text', text: 'Grace' },
      accessory: {
        type: 'checkboxes',
        action_id: 'choose',
        options: [option],
        ...(isTicked && { initial_options: [option] }),
      },
    })
    const list = { type: 'modal', title: { type: 'plain_text', text: 'List' } }
    const { workspace, socket, open, ada } = await openModal({
      ...list,
      blocks: [box('one', true), box('two', false)],
    })
    await open()
    const view = workspace.views(ada)[0]?.id ?? ''
    await workspace.clickInView({ view, user: ada, blockId: 'one' })
    const ticked = { choose: { selected_options: [{ value: '0' }] } }
    const empty = { choose: { selected_options: [] } }
    expect((await socket.next(2)).payload).toMatchObject({
      actions: [{ type: 'checkboxes', block_id: 'one', selected_options: [] }],
      view: { state: { values: { one: empty, two: empty } } },
    })
    const blocks = [box('one', true), box('three', true)]
    await call(workspace, 'views.update', { view_id: view, view: { ...list, blocks } })
    await workspace.clickInView({ view, user: ada, blockId: 'three', option: 'Approve' })
    const { payload } = await socket.next(3)
    expect(payload).toMatchObject({ view: { state: { values: { one: empty, three: ticked } } } })
    expect(JSON.stringify(payload)).not.toContain('"two"')
  })

  it('tells the app that it was closed, if the app asked for that', async () => {
    const silent = await openTheModal()
    expect(await silent.workspace.closeView(silent.view.id)).toBeUndefined()

    const { workspace, socket, open, ada } = await openModal({ ...modal, notify_on_close: true })
    await open()
    await workspace.closeView(workspace.views(ada)[0]?.id ?? '')
    expect((await socket.next(2)).payload).toMatchObject({ type: 'view_closed' })
    await expect(workspace.closeView('V0NONE')).rejects.toThrow('no open view')
  })
})

test('a slash command can open a modal as well', async () => {
  const workspace = await openWorkspace()
  const ada = workspace.addUser({ name: 'ada' })
  const channel = workspace.addChannel({ name: 'sign-ups' })
  const { triggerId } = await workspace.slash({ user: ada, channel, command: '/confirm-user' })
  expect(await call(workspace, 'views.open', { trigger_id: triggerId, view: modal })).toMatchObject({
    ok: true,
  })
})
