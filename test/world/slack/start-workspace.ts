// Starts a local Slack workspace: a Web API, Socket Mode and people, on this machine only.
import { makeRequestListener } from './answer-requests.ts'
import { makeBuilding } from './build-workspace.ts'
import { makeFaults } from './faults.ts'
import { listenLocally } from './listen-locally.ts'
import { makeDoor, type RequestUrl } from './over-http/deliver.ts'
import { makeClicking } from './people/click.ts'
import { makeAct } from './people/do-something.ts'
import { makeSay } from './people/say.ts'
import { makeSlash } from './people/type-command.ts'
import { makeUsingViews } from './people/use-view.ts'
import { readManifest, settingsForScopes } from './read-manifest.ts'
import { makeRecords } from './records.ts'
import { makeSeeing } from './see-workspace.ts'
import { makePostOffice } from './socket-mode/send-envelopes.ts'
import { makeSendEvent } from './socket-mode/send-events.ts'
import { makeAnswerCall } from './web-api/answer-call.ts'
import { makeMethods } from './web-api/methods.ts'
import type { Workspace } from './workspace.ts'

export interface WorkspaceOptions {
  /** 0 takes a free one. */
  readonly port?: number | undefined
  /** The app's `manifest.yml`, with its scopes, events and commands; the repository's own by default. */
  readonly manifest?: string | undefined
  /** Instead of a manifest: these bot scopes, every event and every command. */
  readonly scopes?: readonly string[] | undefined
  /** Delivers over HTTP to this address, signed, instead of over Socket Mode. */
  readonly requestUrl?: RequestUrl | undefined
  /** For timestamps, rates and expiries. Timeouts of sockets follow the real clock. */
  readonly now?: (() => Date) | undefined
  /** How long Slack waits for an acknowledgement before it tells the person that it failed. */
  readonly ackWithinMs?: number | undefined
  /** How long every answer over HTTP takes, at least. */
  readonly latencyMs?: number | undefined
}

const ownManifest = new URL('../../../manifest.yml', import.meta.url)
const ownHttpManifest = new URL('../../../manifest.http.yml', import.meta.url)

/** Starts an empty workspace with the app installed; throws if the manifest can't be read. */
export async function startWorkspace(options: WorkspaceOptions = {}): Promise<Workspace> {
  const { port = 0, now = () => new Date(), ackWithinMs = 3000, latencyMs = 0 } = options
  const app = options.scopes
    ? settingsForScopes(options.scopes)
    : await readManifest(options.manifest ?? (options.requestUrl ? ownHttpManifest : ownManifest))
  const records = makeRecords({ app, now })
  const stopping = new AbortController()
  const { signal } = stopping
  const faults = makeFaults()
  const door = options.requestUrl && makeDoor(records, options.requestUrl)
  const postOffice = makePostOffice({ records, ackWithinMs, signal, door })
  const { sockets } = postOffice
  const methods = makeMethods({ records, openConnection: sockets.issueTicket })
  const answerCall = makeAnswerCall({ records, methods })
  const listener = makeRequestListener({ records, answerCall, takeFault: faults.take, latencyMs, signal })
  const server = await listenLocally({
    port,
    onRequest: (request, response) => {
      listener(request, response).catch((error) => {
        // Either the connection ended first, or the local Slack has a bug, which the caller should see.
        if (response.headersSent || signal.aborted) response.destroy()
        else response.writeHead(500).end(String(error))
      })
    },
    onUpgrade: sockets.upgrade,
  })
  records.address = `http://127.0.0.1:${server.port}`
  const act = makeAct(records, postOffice)
  const sendEvent = makeSendEvent(records, postOffice, signal)
  const goDown = async () => {
    sockets.drop()
    door?.goDown()
    await server.goDown()
  }
  const comeUp = async () => {
    await server.comeUp()
    door?.comeUp()
  }
  return {
    apiUrl: `${records.address}/api/`,
    botToken: records.tokens.bot,
    appToken: records.tokens.app,
    teamId: records.team.id,
    appId: records.app.id,
    botUserId: records.app.botUserId,
    botId: records.app.botId,
    ...makeBuilding(records, sendEvent),
    ...makeClicking(records, act),
    ...makeUsingViews(records, act, sendEvent),
    ...makeSeeing(records),
    fail: faults.fail,
    heal: faults.heal,
    slash: makeSlash(records, act),
    say: makeSay(records),
    get sockets() {
      return door === undefined ? sockets.count() : Number(door.isOpen())
    },
    dropSockets: sockets.drop,
    disconnectSockets: (reason = 'refresh_requested') => sockets.disconnect(reason),
    refuseSockets: sockets.refuse,
    goDown,
    comeUp,
    stop: async () => {
      stopping.abort()
      await goDown()
    },
  }
}
