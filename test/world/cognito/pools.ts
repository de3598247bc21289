// The stand-in's user pools: who signed up, and what happened to them since.
import { randomUUID } from 'node:crypto'

export interface SandboxUser {
  readonly sub: string
  readonly poolId: string
  readonly userName: string
  readonly status: string
  readonly enabled: boolean
  /** Without the sub; null if the service sends no attributes at all. */
  readonly attributes: Readonly<Record<string, string>> | null
  readonly password: string | undefined
  readonly createdAt: Date
  readonly changedAt: Date
}

export interface SignUpForm {
  readonly sub?: string
  /** The sub by default, as in a pool whose users sign in with their e-mail. */
  readonly userName?: string
  readonly email?: string
  readonly phone?: string
  readonly name?: string
  readonly attributes?: Readonly<Record<string, string>>
  readonly emailVerified?: boolean
  readonly password?: string
  readonly createdAt?: Date
  readonly poolId?: string
}

export type UserChange = Partial<
  Pick<SandboxUser, 'userName' | 'status' | 'enabled' | 'attributes' | 'createdAt'>
>

export type Pools = ReturnType<typeof createPools>

export function createPools(firstPoolId: string, now: () => Date, changed: () => void) {
  const poolIds = [firstPoolId]
  let isCaseIgnored = false
  const users = new Map<string, SandboxUser>()
  /** The subs of the members, by pool and group. */
  const groups = new Map<string, Set<string>>()
  const groupKey = (poolId: string, group: string) => `${poolId} ${group}`

  const inPool = (poolId: string) => [...users.values()].filter((user) => user.poolId === poolId)

  const isNamed = ({ userName }: SandboxUser, username: string) =>
    userName === username || (isCaseIgnored && userName.toLowerCase() === username.toLowerCase())

  const known = (sub: string) => {
    const user = users.get(sub)
    if (user === undefined) throw new Error(`The stand-in knows no user with the sub ${sub}`)
    return user
  }

  const store = (user: SandboxUser) => {
    users.set(user.sub, user)
    changed()
    return user
  }

  return {
    poolIds,
    inPool,
    all: () => [...users.values()],
    user: (sub: string) => users.get(sub),
    addPool(poolId: string): void {
      if (!poolIds.includes(poolId)) poolIds.push(poolId)
    },
    /** Throws if the pool is unknown, or the sub or the user name is taken. */
    signUp(form: SignUpForm = {}): SandboxUser {
      const poolId = form.poolId ?? firstPoolId
      const sub = form.sub ?? randomUUID()
      const userName = form.userName ?? sub
      if (!poolIds.includes(poolId)) throw new Error(`The stand-in has no pool ${poolId}`)
      if (users.has(sub)) throw new Error(`There is a user with the sub ${sub} already`)
      if (inPool(poolId).some((user) => user.userName === userName))
        throw new Error(`There is a user named ${userName} already`)
      const createdAt = form.createdAt ?? now()
      return store({
        sub,
        poolId,
        userName,
        status: 'UNCONFIRMED',
        enabled: true,
        attributes: attributesOf(form),
        password: form.password,
        createdAt,
        changedAt: createdAt,
      })
    },
    /** Merges the attributes with those that the user has; null removes all of them. */
    change(sub: string, change: UserChange): SandboxUser {
      const user = known(sub)
      const attributes = change.attributes && { ...user.attributes, ...change.attributes }
      return store({
        ...user,
        ...change,
        attributes: attributes === undefined ? user.attributes : attributes,
        changedAt: now(),
      })
    },
    addGroup(group: string, poolId = firstPoolId): void {
      groups.set(groupKey(poolId, group), new Set())
      changed()
    },
    removeGroup(group: string, poolId = firstPoolId): void {
      groups.delete(groupKey(poolId, group))
    },
    /** The members' subs; undefined if there is no such group. */
    membersOf: (group: string, poolId = firstPoolId) => groups.get(groupKey(poolId, group)),
    groupNames: (poolId: string): readonly string[] =>
      [...groups.keys()]
        .filter((key) => key.startsWith(groupKey(poolId, '')))
        .map((key) => key.slice(poolId.length + 1)),
    /** The names of the groups that a user is in. */
    groupsOf(sub: string): readonly string[] {
      const { poolId } = known(sub)
      const isIn = ([key, members]: readonly [string, ReadonlySet<string>]) =>
        key.startsWith(groupKey(poolId, '')) && members.has(sub)
      return [...groups].filter(isIn).map(([key]) => key.slice(groupKey(poolId, '').length))
    },
    remove(sub: string): void {
      for (const members of groups.values()) members.delete(sub)
      users.delete(known(sub).sub)
      changed()
    },
    /** From now on user names are found whatever their case, as in a pool that the console makes. */
    ignoreCase(): void {
      isCaseIgnored = true
    },
    /** As the service does it: by user name, by sub, or by an e-mail address that only one user has verified. */
    find(poolId: string, username: string): SandboxUser | undefined {
      const candidates = inPool(poolId)
      const verified = candidates.filter(
        ({ attributes }) => attributes?.['email'] === username && attributes['email_verified'] === 'true',
      )
      return (
        candidates.find((user) => isNamed(user, username)) ??
        candidates.find((user) => user.sub === username) ??
        (verified.length === 1 ? verified[0] : undefined)
      )
    },
  }
}

function attributesOf(form: SignUpForm): Record<string, string> {
  return {
    ...(form.email !== undefined && { email: form.email }),
    ...(form.emailVerified !== undefined && { email_verified: String(form.emailVerified) }),
    ...(form.phone !== undefined && { phone_number: form.phone }),
    ...(form.name !== undefined && { name: form.name }),
    ...form.attributes,
  }
}
