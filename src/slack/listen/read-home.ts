// What happens in App Home → a look of ours.
import { z } from 'zod'
import { type HomeLook, type HomeTurn, readShownLook, turnedTo } from '../../domain/home.ts'
import type { Person } from '../../domain/person.ts'
import { idFormat } from '../../domain/stored-text.ts'
import { type NoteOdd, readLeniently } from '../../shared/read-leniently.ts'
import { homeActions } from '../draw/home.ts'

/** https://docs.slack.dev/reference/events/app_home_opened: the tab is `messages` for the app's direct messages. */
const openedFormat = z.object({
  user: idFormat,
  tab: z.string().default('home'),
  view: z.object({ private_metadata: z.string().default('') }).optional(),
})

const bodyFormat = z.object({ team_id: idFormat.default('unknown') })

export interface OpenedHome {
  readonly by: Person
  readonly look: HomeLook
}

/** Null if they opened another tab. The view is the one that they see, if something was published before. */
export function readHomeOpened(event: unknown, body: unknown, odd: NoteOdd): OpenedHome | null {
  const { user: userId, tab, view } = readLeniently(openedFormat, event, odd)
  if (tab !== 'home') return null
  const { team_id: teamId } = readLeniently(bodyFormat, body, odd)
  return { by: { userId, teamId }, look: readShownLook(view?.private_metadata ?? '').look }
}

/** Null if this is no action of App Home. `chosen` is what was chosen in a menu. */
export function lookOf(actionId: string, chosen: string, metadata: string): HomeLook | null {
  const turn = turnOf(actionId, chosen)
  return turn === null ? null : turnedTo(readShownLook(metadata), turn)
}

function turnOf(actionId: string, chosen: string): HomeTurn | null {
  switch (actionId) {
    case homeActions.order:
      return { kind: 'order', order: chosen }
    case homeActions.pool:
      return { kind: 'pool', chosen }
    case homeActions.host:
      return { kind: 'host', chosen }
    case homeActions.first:
      return { kind: 'first' }
    case homeActions.previous:
      return { kind: 'previous' }
    case homeActions.next:
      return { kind: 'next' }
    default:
      return null
  }
}
