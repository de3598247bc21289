// What slack-blocks-to-jsx draws correctly: rich text, mrkdwn and Markdown. It would parse plain text, so we draw that.
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { type Block, Message } from 'slack-blocks-to-jsx'
import type { z } from 'zod'
import type { messageBlocks } from '../slack/block-kit/blocks.ts'
import { drawDate } from './draw-date.ts'
import { drawEmoji } from './draw-emoji.ts'
import { type Html, html, markedUp } from './html.ts'

/** Whom and what mentions may name. */
export interface Names {
  readonly users: readonly { readonly id: string; readonly name: string }[]
  readonly channels: readonly { readonly id: string; readonly name: string }[]
  readonly groups: readonly { readonly id: string; readonly name: string; readonly handle: string }[]
}

/** A text object of Block Kit. */
export interface TextObject {
  readonly type: 'plain_text' | 'mrkdwn'
  readonly text: string
}

/** Plain text as it is, with its line breaks; mrkdwn as Slack shows it. */
export function drawText({ type, text }: TextObject, names: Names, now: Date): Html {
  if (type === 'plain_text') return html`<span class="plain">${text}</span>`
  return drawByLibrary({ type: 'section', text: { type, text } }, names, now)
}

/** What the library draws as Slack does. */
export type RightlyDrawn =
  | Extract<z.infer<typeof messageBlocks>[number], { type: 'rich_text' | 'markdown' }>
  | { readonly type: 'section'; readonly text: TextObject }

/** A block drawn by the library; without its id, which could clash with the page's. */
export function drawByLibrary(block: RightlyDrawn, { users, channels, groups }: Names, now: Date): Html {
  // JSON drops undefined fields, which the library's types don't allow.
  const copy: Block = JSON.parse(JSON.stringify({ ...block, block_id: undefined }))
  const markup = renderToStaticMarkup(
    createElement(Message, {
      blocks: [copy],
      name: '',
      logo: '',
      theme: 'light',
      unstyled: true,
      withoutWrapper: true,
      data: { users: [...users], channels: [...channels], user_groups: [...groups] },
      hooks: { date: ({ timestamp, format }) => dateElement(Number(timestamp), format, now) },
    }),
  )
  return markedUp(drawEmoji(markup.replaceAll('<div id="slack_blocks_to_jsx" ', '<div ')))
}

function dateElement(timestamp: number, format: string, now: Date) {
  const at = new Date(timestamp * 1000)
  return createElement('time', { dateTime: at.toISOString() }, drawDate(at, format, now))
}
