// What the page shows and works on: a Slack, a Cognito once it runs, and the bot between them.
import type { CognitoLocal } from '../cognito/start-cognito-local.ts'
import type { CognitoProxy } from '../cognito/start-proxy.ts'
import type { Workspace } from '../slack/workspace.ts'
import type { Bot } from '../start-bot.ts'
import type { Cast } from './cast.ts'

/** cognito-local, and the proxy through which everybody talks to it. */
export interface Cognito {
  readonly pool: CognitoLocal
  readonly proxy: CognitoProxy
  /** The e-mails that somebody tried to sign up with here, and at which press of a button: one is of many at once. */
  readonly tried: Map<string, number>
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
  /** Calls back after every change of any part; the returned function ends that. */
  readonly subscribe: (listener: () => void) => () => void
}
