// Reads the filter of a ListUsers call: one attribute, equal to a value or beginning with it.
import type { SandboxUser } from './pools.ts'

/** Says which users a filter lets through (all if it is empty), or the words in which the service refuses it. */
export function readListFilter(
  filter: string,
): { kind: 'filter'; lets: (user: SandboxUser) => boolean } | { kind: 'refused'; message: string } {
  if (filter === '') return { kind: 'filter', lets: () => true }
  const parts = /^\s*([\w:]+)\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/s.exec(filter)
  const [, attribute = '', comparison, quoted = ''] = parts ?? []
  if (parts === null) return { kind: 'refused', message: 'Error while parsing filter' }
  const read = readers[attribute]
  if (read === undefined) return { kind: 'refused', message: `Invalid search attribute: ${attribute}` }

  const isAnyCase = attribute === 'cognito:user_status'
  const fold = (text: string) => (isAnyCase ? text.toUpperCase() : text)
  const wanted = fold(quoted.replaceAll(/\\(.)/gs, '$1'))
  const lets = (user: SandboxUser) => {
    const value = fold(read(user) ?? '')
    return comparison === '=' ? value === wanted : value.startsWith(wanted)
  }
  return { kind: 'filter', lets }
}

/** The attributes that the API reference lists as searchable. */
const readers: Readonly<Record<string, (user: SandboxUser) => string | undefined>> = {
  username: (user) => user.userName,
  sub: (user) => user.sub,
  'cognito:user_status': (user) => user.status,
  status: (user) => (user.enabled ? 'Enabled' : 'Disabled'),
  email: (user) => user.attributes?.['email'],
  phone_number: (user) => user.attributes?.['phone_number'],
  name: (user) => user.attributes?.['name'],
  given_name: (user) => user.attributes?.['given_name'],
  family_name: (user) => user.attributes?.['family_name'],
  preferred_username: (user) => user.attributes?.['preferred_username'],
}
