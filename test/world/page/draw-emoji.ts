// Emoji as pictures of ours, as Slack does it: not every machine has a font for them.

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
}

const known = new RegExp(Object.keys(pictures).join('|'), 'g')

/** Markup in which the emoji that we have a picture of show it; they stay what is copied and read aloud. */
export function drawEmoji(markup: string): string {
  return markup.replace(/[^<>]+(?=<|$)/g, (text) =>
    text.replace(known, (emoji) => `<span class="emoji emoji-${pictures[emoji]}">${emoji}</span>`),
  )
}
