// The scopes that the Slack app needs, by the feature that needs them.

/** Every configuration. */
export const scopesAlwaysNeeded: readonly string[] = [
  'chat:write',
  'commands',
  'users:read',
  'users:read.email',
]

/** User groups that approve, or that new cards mention. */
export const groupScopes: readonly string[] = ['usergroups:read']

/** A channel: whether it is archived or shared, and where its cards are. */
export function channelScopes(isPrivate: boolean): readonly string[] {
  const family = isPrivate ? 'groups' : 'channels'
  return [`${family}:read`, `${family}:history`]
}
