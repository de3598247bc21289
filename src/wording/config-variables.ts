// Every sentence about the environment's variables. None repeats a value: people paste secrets into the wrong place.

/** What should have been given: `expected` completes the sentence "Expected …", and the example passes. */
export interface Expectation {
  readonly expected: string
  readonly example: string
}

/** What a person is told about one variable. */
export interface Variable extends Expectation {
  /** One line, also the comment in `.env.example`. */
  readonly meaning: string
  /** Applies if the variable is not set. */
  readonly default?: string
}

/** The default is the example, too. */
function unlessSet<const Text extends string>(text: Text) {
  return { example: text, default: text }
}

/** In the order in which people read about them. Their formats are in variables.ts, under the same names. */
export const variables = {
  SLACK_BOT_TOKEN: {
    meaning: "The Slack app's bot token, from its page OAuth & Permissions.",
    expected: 'a bot token and nothing else',
    example: 'xoxb-your-bot-token',
  },
  SLACK_APP_TOKEN: {
    meaning: "The Slack app's app-level token for Socket Mode, from its page Basic Information.",
    expected: 'an app-level token and nothing else',
    example: 'xapp-your-app-token',
  },
  SLACK_SIGNING_SECRET: {
    meaning: "For HTTP mode, instead of the app-level token: the Slack app's signing secret.",
    expected: 'a signing secret, or two, comma-separated',
    example: 'your-signing-secret',
  },
  PORT: {
    meaning: 'For HTTP mode: the port on which Slack’s requests arrive.',
    expected: 'a whole number from 1 to 65535',
    example: '3000',
  },
  HOST: {
    meaning: 'For HTTP mode: the address on which this process listens.',
    expected: 'an address of this machine, or a name for one',
    ...unlessSet('127.0.0.1'),
  },
  COGNITO_USER_POOL_ID: {
    meaning: 'The user pool whose sign-ups wait for approval; its region is the first part of the id.',
    expected: 'a user pool id',
    example: 'us-east-1_AbCdEfGhI',
  },
  APPROVAL_CHANNEL: {
    meaning: 'The id of the Slack channel where sign-ups are shown.',
    expected: "a channel's id",
    example: 'C0123456789',
  },
  APPROVER_GROUPS: {
    meaning: 'Slack user groups whose members may approve: ids or @handles, comma-separated.',
    expected: "user groups' ids or @handles, comma-separated",
    example: '@sign-up-approvers,S0123456789',
  },
  APPROVER_USERS: {
    meaning: 'Slack users who may approve, besides or instead of the groups: ids, comma-separated.',
    expected: "users' ids, comma-separated",
    example: 'U0123456789,U9876543210',
  },
  POOL_NAME: {
    meaning: 'What people call the pool, on cards and in commands; its id unless this is set.',
    expected: 'a text of 1 to 100 characters on one line',
    example: 'Customers',
  },
  SHOWN_ATTRIBUTES: {
    meaning: 'Up to 10 attributes that cards show besides e-mail, phone and name, comma-separated.',
    expected: "attributes' names as Cognito has them, comma-separated",
    example: 'custom:company,locale',
  },
  APPROVER_ROLE_ARN: {
    meaning: 'The role in which decisions are made in AWS, in a session in the approver’s name.',
    expected: "a role's ARN",
    example: 'arn:aws:iam::123456789012:role/countersign-approver',
  },
  POLL_INTERVAL: {
    meaning: 'How long to wait between two looks at the pool: 500ms, 15s, 2m.',
    expected: 'a duration from 100ms to 1h',
    ...unlessSet('15s'),
  },
  DATABASE_URL: {
    meaning: 'Where decisions are kept: sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE.',
    expected: 'sqlite:PATH or postgres://USER:PASSWORD@HOST:PORT/DATABASE',
    ...unlessSet('sqlite:./data/countersign.db'),
  },
  REPLICAS: {
    meaning: 'How many processes run on this PostgreSQL database: they share the quotas equally.',
    expected: 'a whole number from 1 to 5',
    ...unlessSet('1'),
  },
  CONFIG_FILE: {
    meaning: 'A YAML file with several pools; it replaces the variables of the single pool.',
    expected: 'a YAML file, its path relative to the working directory',
    example: './countersign.yml',
  },
  RETENTION: {
    meaning:
      'How long sign-ups are kept after their end, with their clicks, and with what audit events say of them.',
    expected: 'a duration from 1d to 36500d',
    ...unlessSet('400d'),
  },
  AUDIT_RETENTION: {
    meaning: 'How long audit events are kept; after RETENTION, without what they say of the person.',
    expected: 'a duration from 1d to 100y',
    ...unlessSet('7y'),
  },
  BACKLOG_AGE: {
    meaning:
      "On a pool's first start, sign-ups older than this get no card: one message tells how many there are.",
    expected: 'a duration from 0s to 36500d',
    ...unlessSet('7d'),
  },
  APPROVAL_SIGNING_KEY: {
    meaning: 'Signs each approval for the pool’s post confirmation function: `npm run keys` makes one.',
    expected: 'an Ed25519 private key in PKCS#8 PEM',
    example: '-----BEGIN PRIVATE KEY-----\\nyour-key\\n-----END PRIVATE KEY-----',
  },
  SLACK_SOCKETS: {
    meaning: 'How many Socket Mode connections this process holds; Slack allows an app 10.',
    expected: 'a whole number from 1 to 10',
    ...unlessSet('2'),
  },
  SLACK_API_URL: {
    meaning: 'Another base of the Slack Web API, for tests and proxies.',
    expected: 'an https address without credentials, query or fragment (http only for this very machine)',
    ...unlessSet('https://slack.com/api/'),
  },
  LOG_LEVEL: {
    meaning: 'How much is logged: trace, debug, info, warn, error, fatal or silent.',
    expected: 'one of trace, debug, info, warn, error, fatal, silent',
    ...unlessSet('info'),
  },
  OBSERVE_PORT: {
    meaning: 'Answers health checks and Prometheus on this port; off unless it is set.',
    expected: 'a whole number from 1 to 65535',
    example: '9464',
  },
  OBSERVE_HOST: {
    meaning: 'The address on which they are answered, to whoever can reach it.',
    expected: 'an address of this machine, or a name for one',
    ...unlessSet('127.0.0.1'),
  },
  HEARTBEAT_URL: {
    meaning: 'Is fetched each time all pools have been scanned, so that a service can miss it.',
    expected: 'an https address without credentials (http only for this very machine)',
    example: 'https://heartbeats.example.com/ping/your-check',
  },
} as const satisfies Readonly<Record<string, Variable>>

export type VariableName = keyof typeof variables

/** What is wrong with the environment, a line each. `near` is a name that is set, and similar to the one that is not. */
export const variableSays = {
  notSet: (name: VariableName, near: string | undefined) =>
    sentences(`${name} is not set.`, expectation(variables[name]), didYouMean(near, name)),
  /** `entry` is a place in a list, and counts from 0. */
  wrong: (name: VariableName, entry: unknown, advice: string | undefined) =>
    sentences(
      `${name} has a wrong value${typeof entry === 'number' ? ` in entry ${entry + 1}` : ''}.`,
      expectation(variables[name]),
      advice,
    ),
  noWayToListen: (near: string | undefined) =>
    sentences(
      'SLACK_APP_TOKEN is not set.',
      expectation(variables.SLACK_APP_TOKEN),
      'For HTTP mode, set SLACK_SIGNING_SECRET and PORT instead.',
      didYouMean(near, 'SLACK_APP_TOKEN'),
    ),
  portWithoutSecret: (near: string | undefined) =>
    sentences(
      'PORT is set, but neither SLACK_SIGNING_SECRET nor SLACK_APP_TOKEN.',
      'Expected SLACK_SIGNING_SECRET beside it for HTTP mode, or SLACK_APP_TOKEN for Socket Mode.',
      didYouMean(near, 'SLACK_SIGNING_SECRET'),
    ),
  bothModes:
    'SLACK_APP_TOKEN and SLACK_SIGNING_SECRET are both set. Expected SLACK_APP_TOKEN for Socket Mode, ' +
    'or SLACK_SIGNING_SECRET and PORT for HTTP mode: leave one out.',
  tooManySecrets:
    'SLACK_SIGNING_SECRET names more than two secrets. Expected one, or two while you replace it.',
  misspelt: (near: string, name: VariableName) =>
    sentences(didYouMean(near, name), expectation(variables[name]), ifItIsAnothers(near, name)),
  nobodyMayApprove: (nearGroups: string | undefined, nearUsers: string | undefined) =>
    sentences(
      'APPROVER_GROUPS and APPROVER_USERS name nobody, so nobody could approve a sign-up.',
      'Expected at least one user group or user,',
      'for example APPROVER_GROUPS=@sign-up-approvers or APPROVER_USERS=U0123456789.',
      didYouMean(nearGroups, 'APPROVER_GROUPS'),
      didYouMean(nearUsers, 'APPROVER_USERS'),
    ),
  tooManyAttributes:
    'SHOWN_ATTRIBUTES names more than 10 attributes. Expected at most 10, so that a card can be read.',
  besideConfigFile: (name: string) =>
    `${name} is set beside CONFIG_FILE, which replaces it. Remove ${name}: the file says it for each pool.`,
  badProxy: (name: string) =>
    `${name} has a wrong value. Expected the proxy's address, for example http://proxy.example.com:3128.`,
  replicasOnSqlite:
    'REPLICAS is more than 1, but only one process can work with a SQLite file. ' +
    'Remove REPLICAS, or give a DATABASE_URL that begins with postgres://.',
  samePort: 'OBSERVE_PORT and PORT are the same. Expected a port for each: health checks have their own.',
  tooManySockets:
    'REPLICAS times SLACK_SOCKETS is more than the 10 connections that Slack allows an app. Lower one of them.',
  /** `code` is the system's name for the reason. */
  unreadableFile: (code: string, advice: string | undefined) =>
    sentences(`CONFIG_FILE: ${whyUnreadable(code)}.`, expectation(variables.CONFIG_FILE), advice),
} as const

export function expectation({ expected, example }: Expectation): string {
  return `Expected ${expected}, for example ${example}.`
}

/** Joins the sentences that are given. */
export function sentences(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(' ')
}

function didYouMean(near: string | undefined, name: VariableName): string | undefined {
  return near === undefined ? undefined : `${near} is set: did you mean ${name}?`
}

function ifItIsAnothers(near: string, name: VariableName): string {
  const { default: fallback }: Variable = variables[name]
  return fallback === undefined
    ? `If another program needs ${near}, start Countersign without it.`
    : `If another program needs ${near}, set ${name} as well; its default is ${fallback}.`
}

/** `code` is the system's. Part of a sentence. */
export function whyUnreadable(code: string): string {
  return reasons[code] ?? `it can't be read (${code})`
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'that is a folder',
  EACCES: 'this process may not read it',
  EPERM: 'this process may not read it',
}
