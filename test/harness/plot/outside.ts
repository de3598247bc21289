// What happens to users without the bot, written down with the time.
import type { SignUpForm } from '../../world/cognito/pools.ts'
import type { SeenMessage } from '../../world/slack/message.ts'
import type { UserState } from '../world/deeds.ts'
import type { World, WorldPool } from '../world/world.ts'

/** A person signs up. Resolves to their `sub`. */
export function signUp({ cognito, deeds }: World, pool: WorldPool, form: SignUpForm = {}): string {
  const number = deeds.users.size + 1
  const userName = `visitor-${number}-of-${pool.name.toLowerCase()}`
  const email = `visitor-${number}.${pool.name.toLowerCase()}@visitors.example`
  const user = cognito.signUp({ userName, email, poolId: pool.id, ...form })
  deeds.users.set(user.sub, {
    sub: user.sub,
    poolId: pool.id,
    userName: user.userName,
    email: form.email ?? email,
    states: [{ at: Date.now(), state: 'waiting' }],
  })
  return user.sub
}

/** What Cognito says about this user now. */
export function stateOf({ cognito }: World, sub: string): UserState {
  const user = cognito.user(sub)
  if (user === undefined) return 'gone'
  if (user.status === 'CONFIRMED') return 'confirmed'
  if (!user.enabled) return 'disabled'
  return user.status === 'UNCONFIRMED' ? 'waiting' : 'other'
}

/** Changes a user in Cognito, past the bot. */
export function changeOutside(
  world: World,
  sub: string,
  change: 'confirm' | 'disable' | 'enable' | 'remove' | 'reset',
): void {
  const { cognito, deeds } = world
  if (cognito.user(sub) === undefined) return
  if (change === 'confirm') cognito.confirmElsewhere(sub)
  if (change === 'disable') cognito.disable(sub)
  if (change === 'enable') cognito.enable(sub)
  if (change === 'remove') cognito.removeUser(sub)
  if (change === 'reset') cognito.setStatus(sub, 'RESET_REQUIRED')
  deeds.users.get(sub)?.states.push({ at: Date.now(), state: stateOf(world, sub) })
}

/** Everyone who waits in this pool, oldest first. */
export function waitingIn(world: World, pool: WorldPool): readonly string[] {
  return [...world.deeds.users.values()]
    .filter(({ poolId, sub }) => poolId === pool.id && stateOf(world, sub) === 'waiting')
    .map(({ sub }) => sub)
}

/** Renames everyone in this message, so that it has to be redrawn. */
export function renameShown({ cognito, deeds, random }: World, { words }: Pick<SeenMessage, 'words'>): void {
  for (const { sub, userName } of deeds.users.values())
    if (words.includes(userName) && cognito.user(sub) !== undefined)
      cognito.changeUser(sub, { attributes: { name: `Renamed ${random.whole(1, 9999)}` } })
}
