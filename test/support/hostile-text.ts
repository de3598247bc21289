// What strangers might type into a sign-up form, and what must not come of it in Slack.
import fc from 'fast-check'
import { z } from 'zod'

/** Texts that mean something to Slack, that can't be seen, or that take more room than they seem to. */
const tricks = [
  '<!channel>',
  '<!here|here>',
  '<@U0ADA>',
  '<#C0SIGNUPS>',
  '<!subteam^S0APPROVERS>',
  '<https://evil.example|Approve>',
  '<mailto:ada@our-company.example|ada>',
  'https://evil.example/x?a=b&c=d',
  '@channel',
  '*bold* _italic_ ~struck~ `code` ```block```',
  ':rotating_light::tada:',
  '&lt;!channel&gt;',
  '&amp;lt;',
  '&',
  '<',
  '>',
  '\n',
  '\r\n',
  '\u2028',
  '\u0085',
  '\t',
  '\u0000',
  '\u001b[31m',
  '\u200b',
  '\u200d',
  '\u2060',
  '\ufeff',
  '\u00ad',
  '\u034f',
  '\u202e',
  '\u2066',
  '\u2069',
  '\u061c',
  '\u115f',
  '\u3164',
  '\u2800',
  '\u180e',
  '\ufe0f',
  '\ufe00',
  '1\ufe0f',
  'a\u{e0100}',
  '\u{e0041}\u{e007f}',
  '\u{1d173}',
  '\ud800',
  '\udc00',
  '\u{10fffe}',
  '\u{10ffff}',
  '\ue000',
  '\u0378',
  ' ',
  '\u00a0',
  'е\u0301'.repeat(3),
  `e${'\u0301'.repeat(2000)}`,
  '\u20dd',
  '👩‍👩‍👧‍👦',
  '👩🏽‍💻',
  '❤️‍🔥',
  '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
  '🇳🇱',
  '1️⃣',
  'аdа', // Cyrillic, Latin, Cyrillic
  'אדה',
  'x'.repeat(400),
  '😀'.repeat(400),
  '👩‍👩‍👧‍👦'.repeat(100),
]

/** Including half of a surrogate pair. */
export const anyCharacter = fc.nat({ max: 0x10ffff }).map((point) => String.fromCodePoint(point))

/** Up to 2,048 characters, which is what an attribute may hold; sometimes none. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(fc.constantFrom(...tricks), fc.string({ unit: anyCharacter, maxLength: 20 }), fc.string()),
    { maxLength: 12 },
  )
  .map((parts) => parts.join('').slice(0, 2048))

const node = z.looseObject({ type: z.string().optional(), text: z.unknown().optional() })

/** Every object in these blocks that has a type, and every text in them, at any depth. */
export function insides(value: unknown): {
  readonly types: readonly string[]
  readonly texts: readonly string[]
} {
  if (Array.isArray(value)) return together(value.map(insides))
  const parsed = node.safeParse(value)
  if (!parsed.success) return { types: [], texts: [] }
  const { type, text } = parsed.data
  const inner = together(Object.values(parsed.data).map(insides))
  return {
    types: [...(type === undefined ? [] : [type]), ...inner.types],
    texts: [...(typeof text === 'string' ? [text] : []), ...inner.texts],
  }
}

function together(parts: readonly ReturnType<typeof insides>[]): ReturnType<typeof insides> {
  return { types: parts.flatMap(({ types }) => types), texts: parts.flatMap(({ texts }) => texts) }
}

const emojiSequences =
  /\p{Extended_Pictographic}\ufe0f?\p{Emoji_Modifier}?(?:\u200d\p{Extended_Pictographic}\ufe0f?\p{Emoji_Modifier}?)*|[\d#*]\ufe0f\u20e3/gu

/** Characters that can't be seen or that reverse others; not those that join emoji. */
export function unseen(text: string): readonly string[] {
  return (
    text.replace(emojiSequences, '').match(/[\p{Default_Ignorable_Code_Point}\p{C}\p{Zl}\p{Zp}\u2800]/gu) ??
    []
  )
}
