// Strangers who type what Slack would act on, or what people can't see: it reaches the card as text, and nothing else.
import { expect, test } from 'vitest'
import { insides, unseen } from '../support/hostile-text.ts'
import { approve, cardSays, openStory, privatelyTold, type Story } from '../support/story.ts'
import type { SignUpForm } from '../world/cognito/pools.ts'

interface Stranger {
  readonly what: string
  readonly form: SignUpForm
  readonly shows: readonly string[]
}

const strangers: readonly Stranger[] = [
  {
    what: 'mentions',
    form: { email: '<!channel>@evil.example', name: '<@U0ADA> @here <!subteam^S0>' },
    shows: ['“<!channel>@evil.example” (not verified)', '“<@U0ADA> @here <!subteam^S0>”'],
  },
  {
    what: 'links',
    form: { email: 'a@evil.example', name: '<https://evil.example|Approve here> https://evil.example' },
    shows: ['“<https://evil.example|Approve here> https://evil.example”'],
  },
  {
    what: 'formatting and emoji codes',
    form: { email: 'a@evil.example', name: '*Approved by* _Ada_ :white_check_mark: `x`' },
    shows: ['“*Approved by* _Ada_ :white_check_mark: `x`”'],
  },
  {
    what: 'a line of their own',
    form: { email: 'a@evil.example\n✅ Approved by Ada', name: 'Mia\r\nPhone: +31' },
    shows: ['“a@evil.example⏎✅ Approved by Ada” (not verified)', '“Mia⏎Phone: +31”'],
  },
  {
    what: 'text that runs backwards',
    form: { email: 'moc.ynapmoc-ruo@ada\u202e', name: '\u2066Ada\u2069' },
    shows: ['“moc.ynapmoc-ruo@ada[U+202E]”', '“[U+2066]Ada[U+2069]”'],
  },
  {
    what: 'characters that can’t be seen',
    form: { email: 'mia\u200b@our-company.example', name: 'A\u00add\u2060a\ufeff\u{e0100} ' },
    shows: ['“mia[U+200B]@our-company.example”', '“A[U+00AD]d[U+2060]a[U+FEFF][U+E0100]␣”'],
  },
  {
    what: 'letters that look like others',
    form: { email: 'аda@our-company.example' },
    shows: ['⚠️ looks like “ada@our-company.example”, but is written with other letters'],
  },
  {
    what: 'entities at the cut',
    form: { email: `a${'&lt;'.repeat(100)}@evil.example` },
    shows: ['“a&lt;&lt;', '@evil.example”'],
  },
  { what: 'nothing', form: { email: '', name: '' }, shows: ['E-mail: (empty)', 'Name: (empty)'] },
  {
    what: 'emoji only',
    form: { email: 'a@evil.example', name: '👩‍👩‍👧‍👦❤️🎉' },
    shows: ['“👩‍👩‍👧‍👦❤️🎉”'],
  },
  {
    what: 'as much as a field takes',
    form: { email: `${'x'.repeat(2030)}@evil.example`, name: 'Mia '.repeat(512), userName: 'u'.repeat(128) },
    shows: ['xxx…xxx', 'xxx@evil.example', 'Mia Mia', `User name: ${'u'.repeat(128)}`],
  },
  {
    what: 'as many emoji as a field takes',
    form: { email: 'a@evil.example', name: '😀'.repeat(2048) },
    shows: ['“😀😀'],
  },
  {
    what: 'one letter under a tower of marks',
    form: { email: 'a@evil.example', name: `e${'\u0301'.repeat(2000)}` },
    shows: ['“e\u0301\u0301\u0301\u0301…”'],
  },
]

test.each(strangers)(
  'a stranger who types $what gets a card that shows just that',
  async ({ form, shows }) => {
    const story = await openStory(form)
    const { slack, channel, card, eve } = story
    for (const words of shows) expect(card.words).toContain(words)
    const asked = slack.clickAndCancel({ user: story.ada, channel, ts: card.ts, label: 'Approve' })

    await slack.click({ user: eve, channel, ts: card.ts, label: 'Approve' })
    await privatelyTold(story, eve, 'You are not an approver for pool')
    await approve(story)
    // What a dialog has no room for is shown by a form.
    const view = asked === undefined ? await slack.waitFor('the form', () => slack.views(story.ada)[0]) : null
    const said = asked?.text ?? view?.words ?? ''
    expect(said).toContain(' will be able to sign in to us-east-1_Sandbox01.')
    expect(unseen(said.replaceAll('\n', ''))).toEqual([])
    if (view !== null) await slack.submit(view.id, { user: story.ada })
    await cardSays(story, `✅ Approved by <@${story.ada}>`)
    expectNothingTookEffect(story)
    expectSilenceInTheLog(story)
  },
)

/** Slack took everything, as plain text, with no mention but the approver's. */
function expectNothingTookEffect({ slack, ada }: Story): void {
  const said = slack.calls.filter(({ args }) => 'blocks' in args)
  expect(said).toHaveLength(3)
  for (const { args, answer } of said) {
    expect(answer === 'ok' || JSON.stringify(answer).includes('"ok":true')).toBe(true)
    const { types, texts } = insides(args['blocks'])
    expect(
      types.filter((type) => /mrkdwn|link|broadcast|emoji|usergroup|channel|markdown/.test(type)),
    ).toEqual([])
    expect(texts.flatMap((text) => unseen(text.replaceAll('\n', '')))).toEqual([])
    const fallback = String(args['text'])
      .replaceAll(`<@${ada}>`, '')
      .replace(/<!date\^[^<>]*>/g, '')
    expect(fallback).not.toMatch(/[<>]|&(?!(?:amp|lt|gt);)/)
    expect(fallback.length).toBeLessThanOrEqual(3500)
  }
  for (const { args } of slack.callsOf('chat.postMessage'))
    expect(args).toMatchObject({ unfurl_links: 'false', unfurl_media: 'false' })
}

function expectSilenceInTheLog({ log, user, slack }: Story): void {
  const lines = JSON.stringify(log)
  const secrets = [...Object.values(user.attributes ?? {}), slack.botToken, slack.appToken]
  for (const secret of secrets.filter((text) => text.length > 3)) expect(lines).not.toContain(secret)
  expect(lines).not.toMatch(/evil|our-company/)
}

test('apps and payloads can read nothing from a card but opaque ids', async () => {
  const story = await openStory({ email: 'a@evil.example', userName: '<@U0ADA>|approve', name: 'round-id' })
  const { card } = story
  const [button] = card.buttons
  expect(button?.value).toMatch(/^[\da-f]{16}\.[\w-]{36}$/)
  expect(card.metadata).toEqual({ event_type: 'countersign_card', event_payload: { id: expect.any(String) } })
  expect(JSON.stringify(card.metadata)).not.toContain(story.user.sub)
})
