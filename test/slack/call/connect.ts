// A local Slack workspace, and the client with which the bot calls it.
import type { WebClient } from '@slack/web-api'
import { onTestFinished } from 'vitest'
import { createClient } from '../../../src/slack/call/create-client.ts'
import { createReadableLog } from '../../shared/hand-clock.ts'
import { startWorkspace } from '../../world/slack/start-workspace.ts'
import type { Workspace } from '../../world/slack/workspace.ts'

export async function connect(): Promise<{ readonly slack: Workspace; readonly client: WebClient }> {
  const slack = await startWorkspace()
  onTestFinished(() => slack.stop())
  return { slack, client: createClient(slack, createReadableLog()) }
}
