// Every environment variable of Countersign, in the order in which people read about them.
import { logLevels } from './config.ts'
import type { Expectation } from './mistake.ts'

/** What a person is told about one variable. */
export interface Variable extends Expectation {
  /** One line, also the comment in `.env.example`. */
  readonly meaning: string
  /** A secret's value is never shown, neither whole nor in part. */
  readonly secret: boolean
  /** What holds where the variable is not set. */
  readonly default?: string
}

/** The table of variables. Of the two for approvers, either will do; `CONFIG_FILE` replaces all four of the pool. */
export const variables = {
  SLACK_BOT_TOKEN: {
    meaning: "The Slack app's bot token, from its page OAuth & Permissions.",
    expected: 'a bot token and nothing else',
    example: 'xoxb-your-bot-token',
    secret: true,
  },
  SLACK_APP_TOKEN: {
    meaning: "The Slack app's app-level token for Socket Mode, from its page Basic Information.",
    expected: 'an app-level token and nothing else',
    example: 'xapp-your-app-token',
    secret: true,
  },
  COGNITO_USER_POOL_ID: {
    meaning: 'The user pool whose sign-ups wait for approval; its region is the first part of the id.',
    expected: 'a user pool id',
    example: 'us-east-1_AbCdEfGhI',
    secret: false,
  },
  APPROVAL_CHANNEL: {
    meaning: 'The id of the Slack channel where sign-ups are shown.',
    expected: "a channel's id",
    example: 'C0123456789',
    secret: false,
  },
  APPROVER_GROUPS: {
    meaning: 'Slack user groups whose members may approve: ids or @handles, comma-separated.',
    expected: "user groups' ids or @handles, comma-separated",
    example: '@sign-up-approvers,S0123456789',
    secret: false,
  },
  APPROVER_USERS: {
    meaning: 'Slack users who may approve, besides or instead of the groups: ids, comma-separated.',
    expected: "users' ids, comma-separated",
    example: 'U0123456789,U9876543210',
    secret: false,
  },
  POLL_INTERVAL: {
    meaning: 'How long to wait between two looks at the pool: 500ms, 15s, 2m.',
    expected: 'a duration from 100ms to 1h',
    example: '15s',
    secret: false,
    default: '15s',
  },
  DATABASE_URL: {
    meaning: 'Where decisions are kept: sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE.',
    expected: 'sqlite:PATH or postgres://USER:PASSWORD@HOST:PORT/DATABASE',
    example: 'sqlite:./data/countersign.db',
    secret: true,
    default: 'sqlite:./data/countersign.db',
  },
  REPLICAS: {
    meaning: 'How many processes run on this PostgreSQL database: they share the quotas equally.',
    expected: 'a whole number from 1 to 5',
    example: '1',
    secret: false,
    default: '1',
  },
  CONFIG_FILE: {
    meaning: 'A YAML file with several pools; it replaces the four variables of the single pool.',
    expected: 'a YAML file, its path relative to the working directory',
    example: './countersign.yml',
    secret: false,
  },
  RETENTION: {
    meaning: 'How long sign-ups are kept after their end, with their clicks and audit events.',
    expected: 'a duration from 1d to 36500d',
    example: '400d',
    secret: false,
    default: '400d',
  },
  BACKLOG_AGE: {
    meaning:
      "On a pool's first start, sign-ups older than this get no card: one message tells how many there are.",
    expected: 'a duration from 0s to 36500d',
    example: '7d',
    secret: false,
    default: '7d',
  },
  SLACK_SOCKETS: {
    meaning: 'How many Socket Mode connections this process holds; Slack allows an app 10.',
    expected: 'a whole number from 1 to 10',
    example: '2',
    secret: false,
    default: '2',
  },
  SLACK_API_URL: {
    meaning: 'Another base of the Slack Web API, for tests and proxies.',
    expected: 'an https address without credentials, query or fragment (http only for this very machine)',
    example: 'https://slack.com/api/',
    secret: false,
    default: 'https://slack.com/api/',
  },
  LOG_LEVEL: {
    meaning: 'How much is logged: trace, debug, info, warn, error, fatal or silent.',
    expected: `one of ${logLevels.join(', ')}`,
    example: 'info',
    secret: false,
    default: 'info',
  },
} as const satisfies Readonly<Record<string, Variable>>
