// How Block Kit becomes HTML: nothing that a person typed becomes markup or a mention.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hostileText } from '../../support/hostile-text.ts'
import { checkBlocks } from '../slack/block-kit/check-blocks.ts'
import { drawBlocks } from './draw-blocks.ts'

const names = {
  users: [{ id: 'U1', name: 'Ada' }],
  channels: [{ id: 'C1', name: 'sign-ups' }],
  groups: [{ id: 'S1', name: 'Approvers', handle: 'approvers' }],
}

function draw(...blocks: readonly unknown[]): string {
  const checked = checkBlocks(blocks, 'message')
  if (checked.kind === 'refused') throw new Error(checked.messages.join())
  return drawBlocks(checked.blocks, { names, now: new Date('2026-05-01T12:00:00Z') }).markup
}

const plain = (text: string) => ({ type: 'plain_text', text })
const richText = (...elements: readonly unknown[]) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
})

/** What a person reads: without tags, and with entities decoded. */
function wordsOf(markup: string): string {
  return markup
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replace(/&#(?:39|x27);/g, "'")
    .replaceAll('&amp;', '&')
}

test.each([
  '*bold* _x_ ~y~ `z`',
  '<!channel> <@U1>',
  ':smile:',
  '<script>alert(1)</script>',
  '"><img src=x>',
])('plain text is shown as it is: %s', (text) => {
  const markup = draw({ type: 'header', text: plain(text) }, { type: 'section', text: plain(text) })
  expect(
    wordsOf(markup)
      .trim()
      .replace(/\s*\n\s*/g, '\n'),
  ).toBe(`${text}\n${text}`)
  expect(markup).not.toMatch(/<(?:strong|em|code|script|img)|slack_(?:user|broadcast|emoji)/)
})

test('rich text shows whatever a stranger typed, and none of it as markup', () => {
  const check = (text: string) => {
    const markup = draw(richText({ type: 'text', text }))
    expect(wordsOf(markup)).toBe(text)
    expect(markup).not.toMatch(/<(?!\/?(?:div|p|span)\b)/)
  }
  fc.assert(
    fc.property(
      hostileText.filter((text) => text !== ''),
      check,
    ),
    // A no-break space is easily taken for a space.
    { numRuns: 200, examples: [['\u00a0'], [' \u00a0 '], ['&lt;&#39;<b>']] },
  )
})

test('mentions show names, times are local, and no id clashes with the page', () => {
  const markup = draw({
    ...richText(
      { type: 'user', user_id: 'U1' },
      { type: 'text', text: ' approved ' },
      { type: 'date', timestamp: 1_777_636_800, format: '{date_short_pretty} at {time}', fallback: 'then' },
    ),
    block_id: 'messages',
  })
  expect(wordsOf(markup)).toMatch(/^@Ada approved today at \d\d:\d\d$/)
  expect(markup).not.toMatch(/ id="/)
})

test('mrkdwn is drawn as Slack draws it', () => {
  const markup = draw({ type: 'section', text: { type: 'mrkdwn', text: '*bold* <@U1> &lt;b&gt;' } })
  // The library keeps words beside a mention together.
  expect(wordsOf(markup).replaceAll('\u00a0', ' ').trim()).toBe('bold @Ada <b>')
  expect(markup).toContain('<strong>')
})

test('a button beside a section is drawn, and a screen reader hears its accessibility label', () => {
  const accessory = {
    type: 'button',
    action_id: 'a',
    text: plain('Approve'),
    accessibility_label: 'Approve *Mia*',
  }
  const markup = draw({ type: 'section', text: plain('*Mia*'), accessory })
  expect(markup).toMatch(
    /<span class="plain">\*Mia\*<\/span>[\s\S]*<button [^>]*aria-label="Approve \*Mia\*">Approve</,
  )
})

test('a button names its block and action, and carries its dialog', () => {
  const button = {
    type: 'button',
    action_id: 'approve',
    text: plain('Approve *now*'),
    value: 'round-1',
    style: 'primary',
    confirm: { title: plain('Sure?'), text: plain('<b>'), confirm: plain('Yes'), deny: plain('No') },
  }
  const markup = draw({ type: 'actions', block_id: 'b1', elements: [button] })
  expect(markup).toMatch(
    /<button [^>]*data-block="b1"\s+data-action="approve"[^>]*>Approve \*now\*<\/button>/,
  )
  expect(markup).toMatch(/<template class="confirm"><h2 id="confirm-title">Sure\?<\/h2>[\s\S]*&lt;b&gt;/)
})
