// How the local Slack reaches the bot: over Socket Mode, or over HTTP.
import { createServer } from 'node:net'
import type { WorkspaceOptions } from '../world/slack/start-workspace.ts'
import type { Workspace } from '../world/slack/workspace.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** How Slack reaches the bot in this project's stories. */
    readonly delivery: 'sockets' | 'http'
  }
}

export interface Delivery {
  readonly workspace: Pick<WorkspaceOptions, 'requestUrl'>
  /** What the bot is told. */
  environment(slack: Workspace): Readonly<Record<string, string>>
}

export const overSockets: Delivery = {
  workspace: {},
  environment: ({ appToken }) => ({ SLACK_APP_TOKEN: appToken }),
}

const signingSecret = 'c0ffee00c0ffee00c0ffee00c0ffee00'

/** `now` is the bot's time, which signatures must not be far from. */
export async function deliverOverHttp(now: () => Date): Promise<Delivery> {
  const port = await findPort()
  const url = `http://127.0.0.1:${port}/slack/events`
  return {
    workspace: { requestUrl: { url, signingSecret, now } },
    environment: () => ({ SLACK_SIGNING_SECRET: signingSecret, PORT: String(port) }),
  }
}

/** None that the system gives to connections, or the bot might find it taken. */
export async function findPort(): Promise<number> {
  const port = 20_000 + Math.floor(Math.random() * 12_000)
  return (await isFree(port)) ? port : findPort()
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
