// The local Slack workspace, as tests, the demo and its page use it.
import type { Building } from './build-workspace.ts'
import type { Faults } from './faults.ts'
import type { Clicking } from './people/click.ts'
import type { Interaction } from './people/do-something.ts'
import type { Saying } from './people/say.ts'
import type { Command } from './people/type-command.ts'
import type { UsingViews } from './people/use-view.ts'
import type { Seeing } from './see-workspace.ts'
import type { DisconnectReason } from './socket-mode/accept-sockets.ts'

export interface Workspace extends Building, Clicking, UsingViews, Seeing, Faults {
  /** `http://127.0.0.1:PORT/api/`, for `SLACK_API_URL`. */
  readonly apiUrl: string
  readonly botToken: string
  readonly appToken: string
  readonly teamId: string
  readonly appId: string
  readonly botUserId: string
  readonly botId: string
  /** How many Socket Mode connections are open now. Over HTTP: 1 if the app listens. */
  readonly sockets: number
  /** Types a slash command. */
  readonly slash: (command: Command) => Promise<Interaction>
  /** Posts as a person, or as another app, and returns the message's ts. */
  readonly say: (saying: Saying) => string
  /** Cuts all connections without notice. */
  readonly dropSockets: () => void
  /** Asks the app to reconnect, then closes (a warning only warns). */
  readonly disconnectSockets: (reason?: DisconnectReason) => void
  /** While true, new connections are refused; `apps.connections.open` still answers. */
  readonly refuseSockets: (refusing: boolean) => void
  /** Makes Slack unreachable: stops listening and cuts every connection. */
  readonly goDown: () => Promise<void>
  /** Brings Slack back on the same port. */
  readonly comeUp: () => Promise<void>
  /** Ends everything at once. */
  readonly stop: () => Promise<void>
}
