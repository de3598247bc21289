// How the service describes a user in its answers.
import type { SandboxUser } from './pools.ts'

/** A user as ListUsers gives them; AdminGetUser calls the attributes UserAttributes. */
export function userRecord(user: SandboxUser, attributesToGet?: readonly string[]) {
  const attributes = attributeList(user, attributesToGet)
  return { ...commonFields(user), ...(attributes && { Attributes: attributes }) }
}

/** The answer of AdminGetUser. */
export function userAnswer(user: SandboxUser) {
  const attributes = attributeList(user)
  return { ...commonFields(user), ...(attributes && { UserAttributes: attributes }) }
}

function commonFields(user: SandboxUser) {
  return {
    Username: user.userName,
    Enabled: user.enabled,
    UserStatus: user.status,
    UserCreateDate: user.createdAt.getTime() / 1000,
    UserLastModifiedDate: user.changedAt.getTime() / 1000,
  }
}

function attributeList(user: SandboxUser, wanted?: readonly string[]) {
  if (user.attributes === null) return undefined
  return Object.entries({ ...user.attributes, sub: user.sub })
    .filter(([name]) => name === 'sub' || wanted === undefined || wanted.includes(name))
    .map(([Name, Value]) => ({ Name, Value }))
}
