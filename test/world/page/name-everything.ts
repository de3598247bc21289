// Names for the ids that mentions carry.
import type { Names } from './draw-text.ts'
import type { World } from './world.ts'

/** Everyone and everything in the workspace. */
export function nameEverything({ slack }: Pick<World, 'slack'>): Names {
  return {
    users: slack.users().map(({ id, realName }) => ({ id, name: realName })),
    channels: slack.channels().map(({ id, name }) => ({ id, name })),
    groups: slack.groups().map(({ id, name, handle }) => ({ id, name, handle })),
  }
}
