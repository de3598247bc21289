// Emoji as our own pictures, as in Slack: not every machine has a font for them.

const pictures: Readonly<Record<string, string>> = {
  '✅': 'done',
  '☑️': 'noted',
  '⏳': 'busy',
  '⚠️': 'warning',
  '❌': 'failed',
  '⛔': 'stopped',
  '🚫': 'refused',
  '🗑️': 'deleted',
  '❓': 'unknown',
  '⌛': 'busy',
  '👀': 'looking',
  '🔁': 'again',
  '↩️': 'back',
  '📈': 'rising',
  '🏁': 'finished',
  '🎉': 'cheer',
  '🔒': 'locked',
  '📨': 'asked',
  '👋': 'arrived',
}

const known = new RegExp(Object.keys(pictures).join('|'), 'g')

/** Shows our picture for every emoji that has one. The emoji stays in the text, to be copied and read aloud. */
export function drawEmoji(markup: string): string {
  return markup.replace(/[^<>]+(?=<|$)/g, (text) =>
    text.replace(known, (emoji) => `<span class="emoji emoji-${pictures[emoji]}">${emoji}</span>`),
  )
}
