// Every key of the file that CONFIG_FILE names, as an operator is told of it.
import type { Expectation, Path } from './mistake.ts'
import { variables } from './variables.ts'

/** Which keys stand together, by what holds them, and where that is. */
export const levels: Readonly<Record<string, { readonly place: string; readonly keys: readonly string[] }>> =
  {
    file: { place: 'at the top of the file', keys: ['pools'] },
    'pools[]': {
      place: 'in a pool',
      keys: ['id', 'name', 'channel', 'approvers', 'attributes', 'client_metadata'],
    },
    approvers: { place: "in a pool's approvers", keys: ['groups', 'users'] },
  }

const pool = '{ id: us-east-1_AbCdEfGhI, channel: C0123456789, approvers: { users: [U0123456789] } }'

/** What is expected of each key, and with [] of each entry in it. Examples are YAML. */
export const poolKeys: Readonly<Record<string, Expectation>> = {
  file: { expected: 'the key pools with a list of pools', example: `pools: [${pool}]` },
  pools: { expected: 'a list of at least one pool', example: `[${pool}]` },
  'pools[]': { expected: 'a pool with its keys', example: pool },
  id: variables.COGNITO_USER_POOL_ID,
  name: { expected: 'a text of 1 to 100 characters on one line', example: 'Customers' },
  channel: variables.APPROVAL_CHANNEL,
  approvers: { expected: 'groups, users or both', example: '{ users: [U0123456789] }' },
  groups: {
    expected: "a list of user groups' ids or @handles",
    example: '["@sign-up-approvers", S0123456789]',
  },
  'groups[]': { expected: "a user group's id or @handle", example: '"@sign-up-approvers"' },
  users: { expected: "a list of users' ids", example: '[U0123456789, U9876543210]' },
  'users[]': { expected: "a user's id", example: 'U0123456789' },
  attributes: { expected: 'a list of at most 10 attributes', example: '[custom:company, locale]' },
  'attributes[]': { expected: "an attribute's name as Cognito has it", example: 'custom:company' },
  client_metadata: { expected: 'at most 6 entries of text', example: '{ portal: customers }' },
  'client_metadata[]': { expected: 'a text of 1 to 256 printable ASCII characters', example: 'customers' },
}

/** Which of the keys a path of the file leads to. */
export function keyAt(path: Path): string {
  const [holder, last = holder] = path.slice(-2).map(String)
  if (holder === undefined || last === undefined) return 'file'
  const isEntry = path.length > 1 && (/^\d+$/.test(last) || holder === 'client_metadata')
  return isEntry ? `${holder}[]` : last
}

/** A path as people write it. A key that is not one of ours is written by `unknownKey`. */
export function written(path: Path, unknownKey: (key: string) => string): string {
  if (path.length === 0) return 'the file'
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`
      const key = String(step)
      const isOurs = Object.hasOwn(poolKeys, key) && path[index - 1] !== 'client_metadata'
      return `${index === 0 ? '' : '.'}${isOurs ? key : unknownKey(key)}`
    })
    .join('')
}
