// Everything on the page that changes by itself, in pieces that are replaced one by one.
import { createHash } from 'node:crypto'
import type { Person } from './cast.ts'
import { makeDrawChannel } from './draw-channel.ts'
import { drawHappened, drawHappenedShortly } from './draw-happened.ts'
import { drawFaultNote } from './draw-product.ts'
import { drawStatus } from './draw-status.ts'
import { drawView } from './draw-view.ts'
import { type Html, html } from './html.ts'
import type { World } from './world.ts'

/** A piece of the page, with a version that changes when its content does. */
export interface Piece {
  readonly id: string
  readonly version: string
  readonly content: Html
}

export interface Screen {
  readonly regions: readonly Piece[]
  /** The lines of the channel, oldest first. */
  readonly items: readonly Piece[]
}

/** What one person sees now. */
export function makeDrawScreen(world: World): (viewer: Person) => Screen {
  const drawChannel = makeDrawChannel(world)
  return (viewer) => ({
    regions: [
      piece('status', drawStatus(world)),
      piece('fault-note', drawFaultNote(world)),
      piece('completions', drawCompletions(world)),
      piece('happened-shortly', drawHappenedShortly(world)),
      piece('happened', drawHappened(world)),
      piece('view', drawView(world, viewer)),
    ],
    items: drawChannel(viewer).map(({ id, content }) => piece(id, content)),
  })
}

function piece(id: string, content: Html): Piece {
  return { id, content, version: createHash('sha1').update(content.markup).digest('base64url').slice(0, 12) }
}

const mostNames = 5

/** What the command box offers, including the latest sign-ups. */
function drawCompletions({ cognito }: World): Html {
  const calls = cognito.kind === 'running' ? cognito.cognito.proxy.calls : []
  const emails = calls
    .filter(({ operation, status }) => operation === 'SignUp' && status === 200)
    .map(({ input }) => String(input['Username']))
    .slice(-mostNames)
    .reverse()
  const offers: readonly (readonly [command: string, meaning: string])[] = [
    ['/confirm-user list', 'who is waiting, longest first'],
    ...emails.map((email) => [`/confirm-user ${email}`, 'who is waiting under this address'] as const),
    ['/confirm-user help', 'what the command can do'],
  ]
  return html`${offers.map(
    ([command, meaning], place) =>
      html`<li role="option" id="completion-${place}" data-command="${command}" aria-selected="false"><b>${command}</b> <span>${meaning}</span></li>`,
  )}`
}
