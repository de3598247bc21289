// A person clicks a button (or picks from a menu) in a message: one block_actions payload.
import type { Usable } from '../block-kit/find-elements.ts'
import { type ConfirmDialog, findElements } from '../block-kit/find-elements.ts'
import { isInChannel } from '../channel.ts'
import { lookAtEphemeral, type SeenEphemeral } from '../ephemeral.ts'
import { describeMessage, lookAt, type SeenMessage } from '../message.ts'
import type { Records } from '../records.ts'
import type { Delivery } from '../socket-mode/send-envelopes.ts'
import { findMessage } from '../web-api/post-message.ts'
import type { Act, Interaction } from './do-something.ts'
import { describeActor, knowChannel, knowPerson, nameInPayload } from './know-person.ts'
import { issueResponseUrl } from './response-url.ts'
import { issueTrigger } from './trigger.ts'
import { describeAction, pickElement, type Which } from './use-element.ts'

/** Which element of which message, by whom. */
interface Click extends Which {
  readonly user: string
  readonly channel: string
  readonly ts: string
  readonly delivery?: Delivery | undefined
}

/** The same, on a screen that still shows an older copy. */
interface ClickAsSeen extends Which {
  readonly user: string
  readonly message: SeenMessage | SeenEphemeral
  readonly delivery?: Delivery | undefined
}

export interface Clicking {
  /** Clicks in the message as it is now, and confirms the dialog if there is one; rejects if there is no such button. */
  readonly click: (click: Click) => Promise<Interaction>
  /** Clicks in an older copy: people click on what they still see. */
  readonly clickAsSeen: (click: ClickAsSeen) => Promise<Interaction>
  /** Clicks and cancels the dialog; nothing is sent. Returns what the dialog said, or undefined if there was none. */
  readonly clickAndCancel: (click: Click) => ConfirmDialog | undefined
}

/** The clicks that people in this workspace can make. */
export function makeClicking(records: Records, act: Act): Clicking {
  return {
    click: async (click) => send(click, see(click)),
    clickAsSeen: async (click) => send(click, click.message),
    clickAndCancel: (click) => pickElement(findElements(see(click).blocks), click).confirm,
  }

  function see({ user, channel, ts }: Click): SeenMessage | SeenEphemeral {
    const message = findMessage(records, channel, ts)
    if (message !== undefined) return lookAt(message)
    const ephemeral = records.ephemerals.find(
      (one) => one.ts === ts && one.user === user && one.deletedAt === undefined,
    )
    if (ephemeral === undefined) throw new Error(`${user} sees no message ${ts} in ${channel}.`)
    return lookAtEphemeral(ephemeral)
  }

  function send(click: Click | ClickAsSeen, message: SeenMessage | SeenEphemeral): Interaction {
    const { user, delivery } = click
    if (!records.settings.isInteractive) throw new Error('The manifest does not enable interactivity.')
    if (!isInChannel(knowChannel(records, message.channel), user)) {
      throw new Error(`${user} is not in the channel ${message.channel}.`)
    }
    const element = pickElement(findElements(message.blocks), click)
    const triggerId = issueTrigger(records, user)
    const kind = 'way' in message ? 'ephemeral' : 'message'
    const responseUrl = issueResponseUrl(records, 'actions', {
      user,
      channel: message.channel,
      original: { kind, ts: message.ts },
    })
    const payload = describeClick(records, {
      user,
      message,
      element,
      option: click.option,
      triggerId,
      responseUrl,
    })
    return act({ user, what: 'click', payload, triggerId, responseUrl, delivery })
  }
}

interface Done {
  readonly user: string
  readonly message: SeenMessage | SeenEphemeral
  readonly element: Usable
  readonly option: string | undefined
  readonly triggerId: string
  readonly responseUrl: string
}

// Slack sends no copy of an ephemeral message.
function describeClick(records: Records, done: Done): Record<string, unknown> {
  const { message } = done
  const isEphemeral = 'way' in message
  const container = { type: 'message', message_ts: message.ts, channel_id: message.channel }
  const channel = knowChannel(records, message.channel)
  return {
    type: 'block_actions',
    ...describeActor(records, knowPerson(records, done.user)),
    container: { ...container, is_ephemeral: isEphemeral },
    trigger_id: done.triggerId,
    channel: { id: channel.id, name: nameInPayload(channel) },
    ...(isEphemeral ? {} : { message: describeMessage(message, records.team.id, false) }),
    state: { values: {} },
    response_url: done.responseUrl,
    actions: [describeAction(done.element, done.option, records.nextTs())],
  }
}
