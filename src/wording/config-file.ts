// Every sentence about the file that CONFIG_FILE names. None repeats what the file holds: people paste secrets into it.
import { type Expectation, expectation, sentences, variables } from './config-variables.ts'

/** Where something stands in the file: keys, and places in lists. */
export type Path = readonly PropertyKey[]

const pool = '{ id: us-east-1_AbCdEfGhI, channel: C0123456789, approvers: { users: [U0123456789] } }'

/** What is expected of each key of the file of pools, and with [] of each entry in it. Examples are YAML. */
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
  allow_no_email: { expected: 'true or false', example: 'true' },
  expected_domains: {
    expected: "a list of your users' domains in small letters",
    example: '[acme.example, acme.test]',
  },
  'expected_domains[]': {
    expected: 'a domain in small ASCII letters, without @',
    example: 'acme.example',
  },
  required_approvals: { expected: 'a whole number from 1 to 5', example: '2' },
  mention: { expected: "a user group's id or @handle", example: '"@sign-up-approvers"' },
  rush_at: { expected: 'a whole number from 1 to 1,000', example: '60' },
  on_deny: { expected: 'disable or keep', example: 'keep' },
  deny_reasons: {
    expected: 'a list of at most 100 reasons',
    example: '["We don’t know this person", Duplicate sign-up]',
  },
  'deny_reasons[]': { expected: 'a text of 1 to 75 characters on one line', example: 'Duplicate sign-up' },
  undo_window: { expected: 'a duration of at most 365d, or 0', example: '24h' },
  after: {
    expected: 'groups, tell_member or sign_in_needs_group',
    example: '{ groups: [customers], tell_member: true }',
  },
  'after.groups': { expected: "a list of at most 5 of the pool's groups", example: '[customers]' },
  'after.groups[]': { expected: "a group's name as Cognito has it, without spaces", example: 'customers' },
  tell_member: { expected: 'true or false', example: 'true' },
  sign_in_needs_group: { expected: 'true or false', example: 'true' },
  memory: { expected: 'a duration from 1d to 36500d', example: '800d' },
  remind_after: { expected: 'a duration of at least 1s, or off', example: '4h' },
  lapse_after: { expected: 'a duration of at least 1s, or off', example: '30d' },
  quiet_hours: {
    expected: 'from, to and zone',
    example: '{ from: "20:00", to: "07:00", zone: Europe/Berlin }',
  },
  daily_digest: { expected: 'at and zone', example: '{ at: "09:00", zone: Europe/Berlin }' },
  from: { expected: 'a time of day from 00:00 to 23:59', example: '"20:00"' },
  to: { expected: 'a time of day from 00:00 to 23:59', example: '"07:00"' },
  at: { expected: 'a time of day from 00:00 to 23:59', example: '"09:00"' },
  zone: { expected: 'the name of a time zone', example: 'Europe/Berlin' },
  attributes: { expected: 'a list of at most 10 attributes', example: '[custom:company, locale]' },
  'attributes[]': { expected: "an attribute's name as Cognito has it", example: 'custom:company' },
  visibility: { expected: 'full, masked or domain', example: 'masked' },
  approver_role: variables.APPROVER_ROLE_ARN,
  client_metadata: { expected: 'at most 6 entries of text', example: '{ portal: customers }' },
  'client_metadata[]': { expected: 'a text of 1 to 256 printable ASCII characters', example: 'customers' },
}

/** What is wrong with the file. `inLine` puts the place in front. */
export const fileSays = {
  inLine: (line: number, says: string) => `CONFIG_FILE line ${line}: ${says}`,
  thereIsMore: 'There are more problems from here on.',
  tooLong: 'the file is too long to be one of pools. Expected at most 200,000 characters.',
  notUtf8: 'Something here is no text in UTF-8. Expected a text file that was saved as UTF-8.',
  token:
    'What looks like a token stands here (not shown). Expected tokens in the environment only: ' +
    'a bot token in SLACK_BOT_TOKEN, an app-level token in SLACK_APP_TOKEN, a private key in APPROVAL_SIGNING_KEY.',
  /** `key` is the one of `poolKeys` to which the path leads. */
  wrong: (path: Path, key: string, value: unknown, advice: string | undefined) => {
    const expected = poolKeys[key]
    const says = `${subjectOf(path)} ${whatIs(value, key)}.`
    return sentences(says, expected === undefined ? undefined : expectation(expected), advice)
  },
  reservedEntry: (path: Path) =>
    `${written(path)} is what Countersign itself tells of an approval. Expected another key.`,
  unusualEntry: (path: Path) =>
    `${subjectOf(path.slice(0, -1))} has an unusual key. Expected 1 to 256 printable ASCII characters.`,
  unknownKey: (path: Path, advice: string) => `${subjectOf(path)} has an unknown key. ${advice}`,
  nobodyMayApprove: (path: Path) =>
    `${written(path)} names nobody, so nobody could approve a sign-up. Expected at least one user group or user, ` +
    'for example groups: ["@sign-up-approvers"] or users: [U0123456789].',
  tooFewApprovers: (path: Path, count: number) =>
    `${written(path)} asks for more people than may approve: approvers names ${count === 1 ? 'one' : count}. Expected no more than that.`,
  tooManyAttributes: (path: Path, count: number) =>
    `${written(path)} names ${count} attributes. Expected at most 10, so that a card can be read.`,
  tooManyDomains: (path: Path, count: number) =>
    `${written(path)} names ${count} domains. Expected at most 100: every address is compared with each.`,
  tooManyGroups: (path: Path, count: number) =>
    `${written(path)} names ${count} groups. Expected at most 5, so that a card can be read.`,
  needsNoGroup: (path: Path) =>
    `${written(path)} is true, but no group is named that users are added to. Expected groups beside it, for example groups: [customers].`,
  tooManyReasons: (path: Path, count: number) =>
    `${written(path)} names ${count} reasons. Expected at most 100, which is as many as Slack shows in a menu.`,
  noQuietTime: (path: Path) =>
    `${written(path)} begins when it ends. Expected two times, or no quiet_hours if it is never quiet.`,
  digestInQuietHours: (path: Path) =>
    `${written(path)} is to come in quiet_hours, when nothing comes. Expected a time outside of them.`,
  tooManyEntries: (path: Path, count: number) =>
    `${written(path)} has ${count} entries. Expected at most 6, in addition to Countersign's own.`,
  taken: (path: Path, by: Path) =>
    `${written(path)} is the same as ${written(by)}. Expected each pool once, with a name of its own.`,
  noSuchAnchor:
    'A value that begins with "*" repeats what an anchor names, and no anchor of this name stands above it. ' +
    'Fix the name, or put the value in quotation marks.',
  tooManyAliases:
    'Values that begin with "*" repeat too much of the file. Expected at most 100 such repetitions: write the values out.',
} as const

/** What helps with a key that its place does not have, or with a value, besides what advice.ts knows. */
export const fileAdvice = {
  meant: (name: string) => `Did you mean ${name}?`,
  misplaced: (key: string, level: string) => `Did you mean ${key}, ${places[level] ?? 'elsewhere'}?`,
  variable: (name: string) => `It stays a variable of the environment, ${name}.`,
  region: "The region is the first part of the pool's id: leave it out.",
  onlyKeys: (keys: readonly string[]) => `Expected only ${keys.join(', ')}.`,
  comment: 'What follows a "#" is a comment to YAML.',
  space: 'Leave out the space after the colon.',
  list: 'Write a list: its entries in square brackets, or each on a line that begins with "- ".',
  quotationMarks: 'Put it in quotation marks.',
} as const

const places: Readonly<Record<string, string>> = {
  file: 'at the top of the file',
  'pools[]': 'in a pool',
  approvers: "in a pool's approvers",
  after: "in a pool's after",
  quiet_hours: "in a pool's quiet_hours",
  daily_digest: "in a pool's daily_digest",
}

function whatIs(value: unknown, key: string): string {
  if (value === undefined) return 'is missing'
  if (value === null) return 'is empty'
  if (Array.isArray(value)) return value.length === 0 ? 'is an empty list' : 'is a list'
  if (typeof value === 'object') return 'holds keys'
  if (key === 'file') return 'holds no keys'
  return typeof value === 'string' || key === 'required_approvals' || key === 'rush_at'
    ? 'has a wrong value'
    : `is a ${typeof value}`
}

/** The key of an entry of `client_metadata` is the operator's own: it is not shown. */
function subjectOf(path: Path): string {
  if (path.length === 0) return 'the file'
  const isEntry = path.at(-2) === 'client_metadata'
  return isEntry ? `an entry of ${written(path.slice(0, -1))}` : written(path)
}

function written(path: Path): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .slice(1)
}

/** What to fix where YAML was not understood; `key` is the one that stands there. */
export function adviceOnYaml(code: string, key: string): string {
  if (code === 'DUPLICATE_KEY') {
    const name = Object.hasOwn(poolKeys, key) ? key : 'This key'
    return `${name} stands here for the second time. Expected each key once.`
  }
  return (
    yamlAdvice[code] ??
    'This is not valid YAML. Look at the indentation and the punctuation, here and in the line above.'
  )
}

const secondColon =
  'A second key begins where a value was expected. Indent the keys of one pool alike; ' +
  'a value that holds ": " needs quotation marks, for example "Shop: customers".'
const indentation =
  'This line does not go with those above it. Indent the keys of one pool alike, by spaces; ' +
  'begin each entry of a list with "- "; close every quotation mark and bracket.'

/** By the error codes of the library `yaml`. Its own sentences repeat what the file holds. */
const yamlAdvice: Readonly<Record<string, string>> = {
  BAD_ALIAS: 'A value that begins with "&" or "*" needs quotation marks.',
  BAD_DIRECTIVE: 'A line that begins with "%" is not understood. Expected keys and values only.',
  BAD_DQ_ESCAPE: 'A "\\" in double quotation marks needs a second one: "\\\\".',
  BAD_INDENT: indentation,
  BAD_SCALAR_START:
    'A value that begins with "@", "`" or "%" needs quotation marks, for example "@sign-up-approvers".',
  BLOCK_AS_IMPLICIT_KEY: secondColon,
  MISSING_CHAR: indentation,
  MULTILINE_IMPLICIT_KEY:
    'A colon with a space after it is missing. Expected, for example, channel: C0123456789.',
  MULTIPLE_DOCS: 'A second document begins here. Expected one: leave out the line that separates them.',
  RESOURCE_EXHAUSTION: 'This is nested too deeply to be read.',
  TAB_AS_INDENT: 'A tab stands where the line is indented. Expected spaces.',
  TAG_RESOLVE_FAILED: 'A value that begins with "!" needs quotation marks; YAML takes it for a tag.',
  UNEXPECTED_TOKEN:
    'Something follows here that does not belong to the value before it. ' +
    'Look at the quotation marks and brackets of this line: a value in quotation marks holds none of its own kind.',
}
