// Everything on the page that changes by itself, in pieces that are replaced one by one.
import { createHash } from 'node:crypto'
import type { Person } from './cast.ts'
import { makeDrawChannel } from './draw-channel.ts'
import { drawFirstSteps, drawNextStep, drawStepsSaid } from './draw-first-steps.ts'
import { drawHappenedShortly, drawHappening } from './draw-happened.ts'
import { drawHome } from './draw-home.ts'
import { drawFaultNote } from './draw-product.ts'
import { drawStatus } from './draw-status.ts'
import { drawView } from './draw-view.ts'
import { makeFirstSteps } from './first-steps.ts'
import { listHappenings, readHappened } from './happened.ts'
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
  readonly messages: readonly Piece[]
  /** What happened, newest first. */
  readonly happened: readonly Piece[]
}

/** What one person sees now. */
export function makeDrawScreen(world: World): (viewer: Person) => Screen {
  const drawChannel = makeDrawChannel(world)
  const readFirstSteps = makeFirstSteps(world)
  return (viewer) => {
    const happened = readHappened(world)
    const happenings = listHappenings(world, happened)
    const done = readFirstSteps(happened)
    return {
      regions: [
        piece('status', drawStatus(world)),
        piece('next-step', drawNextStep(done)),
        piece('first-steps', drawFirstSteps(done)),
        piece('steps-said', drawStepsSaid(done)),
        piece('fault-note', drawFaultNote(world)),
        piece('completions', drawCompletions(world)),
        piece('happened-shortly', drawHappenedShortly(happenings)),
        piece('home', drawHome(world, viewer)),
        piece('view', drawView(world, viewer)),
      ],
      messages: drawChannel(viewer).map(({ id, content }) => piece(id, content)),
      happened: happenings.map((one) => piece(one.key, drawHappening(one, world))),
    }
  }
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
