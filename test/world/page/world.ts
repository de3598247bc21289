// What the page shows and works on: a Slack, a Cognito once it runs, and the bot between them.
import type { CognitoLocal } from '../cognito/start-cognito-local.ts'
import type { CognitoProxy } from '../cognito/start-proxy.ts'
import type { Workspace } from '../slack/workspace.ts'
import type { Bot } from '../start-bot.ts'
import type { Cast } from './cast.ts'
import type { PoolFunction } from './pool-function.ts'

/** cognito-local, and the proxy through which everyone talks to it. */
export interface Cognito {
  readonly pool: CognitoLocal
  readonly proxy: CognitoProxy
  readonly poolFunction: PoolFunction
  /** The e-mails that were tried here. */
  readonly tried: Set<string>
  /** The presses of a button that signs up, oldest first. */
  readonly presses: Press[]
}

/** One press of a button, with the e-mails that it tried: one, or very many. */
interface Press {
  readonly at: Date
  readonly emails: ReadonlySet<string>
}

export type CognitoState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'running'; readonly cognito: Cognito }
  | { readonly kind: 'failed'; readonly why: string }

export interface World {
  readonly slack: Workspace
  readonly cast: Cast
  readonly cognito: CognitoState
  readonly bot: Bot
  /** Calls back after every change of any part; the returned function unsubscribes. */
  readonly subscribe: (listener: () => void) => () => void
}
