// A local Slack workspace, and the client with which the bot calls it.
import type { WebClient } from '@slack/web-api'
import { onTestFinished } from 'vitest'
import { startWorkspace } from '../../../src/sandbox/slack/start-workspace.ts'
import type { Workspace } from '../../../src/sandbox/slack/workspace.ts'
import { createClient } from '../../../src/slack/call/create-client.ts'
import { createReadableLog } from '../../shared/hand-clock.ts'

export async function connect(): Promise<{ readonly slack: Workspace; readonly client: WebClient }> {
  const slack = await startWorkspace()
  onTestFinished(() => slack.stop())
  return { slack, client: createClient(slack, createReadableLog()) }
}
