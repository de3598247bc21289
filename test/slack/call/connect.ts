// A local Slack workspace, and the bot's client for it.
import { onTestFinished } from 'vitest'
import { createKnownApprovers } from '../../../src/slack/call/known-approvers.ts'
import { createSlackClient, type SlackClient } from '../../../src/slack/call/slack-client.ts'
import { createReadableLog } from '../../shared/hand-clock.ts'
import { startWorkspace } from '../../world/slack/start-workspace.ts'
import type { Workspace } from '../../world/slack/workspace.ts'

export async function connect(): Promise<{ readonly slack: Workspace; readonly client: SlackClient }> {
  const slack = await startWorkspace()
  onTestFinished(() => slack.stop())
  return {
    slack,
    client: createSlackClient(
      { ...slack, replicas: 1, approvers: createKnownApprovers([]) },
      createReadableLog(),
    ),
  }
}
