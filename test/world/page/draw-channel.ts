// The channel as one person sees it: everyone's messages, what only they see, and what Slack says has failed.
import type { SeenEphemeral } from '../slack/ephemeral.ts'
import type { SeenMessage } from '../slack/message.ts'
import type { Failure } from '../slack/records.ts'
import { directMessagesOf, type Person } from './cast.ts'
import { type Drawing, drawBlocks } from './draw-blocks.ts'
import { drawTime } from './draw-date.ts'
import { drawText } from './draw-text.ts'
import { type Html, html } from './html.ts'
import { nameEverything } from './name-everything.ts'
import type { World } from './world.ts'

/** One line of the channel: the page finds it by its id, and replaces it if its markup has changed. */
export interface Item {
  readonly id: string
  readonly content: Html
}

/** Oldest first; a direct message stands among the others, when it came. Blocks are drawn once for each version of a message, because a new version has new blocks. */
export function makeDrawChannel(world: World): (viewer: Person) => readonly Item[] {
  const { slack, cast } = world
  const drawnBlocks = new WeakMap<SeenMessage['blocks'], Html>()
  const drawBody = ({ blocks, text }: SeenMessage | SeenEphemeral, drawing: Drawing): Html => {
    if (blocks.length === 0) return drawText({ type: 'mrkdwn', text }, drawing.names, drawing.now)
    const drawn = drawnBlocks.get(blocks) ?? drawBlocks(blocks, drawing)
    drawnBlocks.set(blocks, drawn)
    return drawn
  }

  return (viewer) => {
    const drawing = { names: nameEverything(world), now: new Date() }
    const messages = slack.messages(cast.channel).map((message) => ({
      at: secondsOf(message.ts),
      id: `message-${message.ts}`,
      content: drawMessage(message, drawBody(message, drawing)),
    }))
    const conversations = directMessagesOf(slack, viewer)
    const direct = conversations
      .flatMap((channel) => slack.messages(channel))
      .map((message) => ({
        at: secondsOf(message.ts),
        id: `direct-${message.ts}`,
        content: drawMessage(message, drawBody(message, drawing), 'Direct message to you'),
      }))
    const ephemerals = slack
      .ephemerals(viewer.id)
      .filter(({ channel }) => channel === cast.channel || conversations.includes(channel))
      .map((ephemeral) => ({
        at: secondsOf(ephemeral.ts),
        id: `ephemeral-${ephemeral.ts}`,
        content: drawEphemeral(ephemeral, drawBody(ephemeral, drawing)),
      }))
    const failures = slack.failures
      .filter(({ user }) => user === viewer.id)
      .map((failure) => ({
        at: failure.at.getTime() / 1000,
        id: `failure-${failure.envelopeId}`,
        content: drawFailure(failure),
      }))
    return [...messages, ...direct, ...ephemerals, ...failures].sort((one, other) => one.at - other.at)
  }
}

function secondsOf(ts: string): number {
  return Number(ts)
}

/** `seenBy` says who sees it, unless everyone does. */
function drawMessage({ ts, edited }: SeenMessage, body: Html, seenBy?: string): Html {
  const isEdited = edited !== undefined
  return html`<article class="message${seenBy !== undefined && ' private'}" data-ts="${ts}" tabindex="-1">
    ${seenBy !== undefined && html`<p class="only-you">${seenBy}</p>`}
    ${drawAuthor(ts)}
    <div class="message-body">${body}${isEdited && html`<span class="edited">(edited)</span>`}</div>
  </article>`
}

function drawEphemeral({ ts }: SeenEphemeral, body: Html): Html {
  return html`<article class="message private" data-ts="${ts}" tabindex="-1">
    <p class="only-you">Only visible to you</p>
    ${drawAuthor(ts)}
    <div class="message-body">${body}</div>
  </article>`
}

/** Only the bot posts. */
function drawAuthor(ts: string): Html {
  const at = new Date(secondsOf(ts) * 1000)
  return html`<span class="avatar avatar-bot" aria-hidden="true"><svg viewBox="0 0 24 24"><path d="M5 12.5l4.5 4.5L19 7.5"/></svg></span>
    <h4 class="author">Countersign <span class="app-badge">APP</span>
      <time datetime="${at.toISOString()}">${drawTime(at)}</time></h4>`
}

const deeds = { click: 'click', command: 'command', form: 'form' } as const

/** Only without a socket is it certain that the app knows nothing of it. */
function explain({ what, reason }: Failure): string {
  const deed = `Your ${deeds[what]}`
  const check = 'Check the channel before you try again.'
  switch (reason) {
    case 'no socket':
      return `${deed} was not delivered: Countersign is not connected. Nothing was changed. Try again when the line at the top says that it is connected.`
    case 'not acknowledged in time':
      return `${deed} got no answer within three seconds. Countersign may still have received it. ${check}`
    case 'invalid response':
      return `${deed} got an answer that Slack does not understand. Countersign may still have received it. ${check}`
  }
}

function drawFailure(failure: Failure): Html {
  const { at } = failure
  return html`<article class="message failure" tabindex="-1">
    <p class="only-you">Only visible to you</p>
    <span class="avatar avatar-slack" aria-hidden="true">!</span>
    <h4 class="author">Slack <time datetime="${at.toISOString()}">${drawTime(at)}</time></h4>
    <div class="message-body"><p>${explain(failure)}</p></div>
  </article>`
}
