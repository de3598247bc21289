// What Countersign is measured against: a typical hand-written handler, without a store, for one pool.
import {
  AdminConfirmSignUpCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider'
import { App } from '@slack/bolt'
import { z } from 'zod'

const { env } = z
  .object({
    env: z.object({
      SLACK_BOT_TOKEN: z.string(),
      SLACK_APP_TOKEN: z.string(),
      SLACK_API_URL: z.string(),
      COGNITO_USER_POOL_ID: z.string(),
      APPROVER_GROUPS: z.string(),
    }),
  })
  .parse(process)

const app = new App({
  token: env.SLACK_BOT_TOKEN,
  appToken: env.SLACK_APP_TOKEN,
  socketMode: true,
  // The same as the bot's: see src/slack/call/web-client.ts.
  clientOptions: {
    slackApiUrl: env.SLACK_API_URL,
    timeout: 10_000,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
  },
})

const cognito = new CognitoIdentityProviderClient({
  region: env.COGNITO_USER_POOL_ID.replace(/_.*$/, ''),
  maxAttempts: 1,
})

app.action('approve', async ({ ack, action, body, client }) => {
  await ack()
  if (body.type !== 'block_actions' || action.type !== 'button') return
  const user = body.user.id
  const { users = [] } = await client.usergroups.users.list({ usergroup: env.APPROVER_GROUPS })
  if (!users.includes(user)) return
  await cognito.send(
    new AdminConfirmSignUpCommand({
      UserPoolId: env.COGNITO_USER_POOL_ID,
      Username: action.value,
      ClientMetadata: { approvedBy: user },
    }),
  )
  const text = `✅ Approved by <@${user}>. They can sign in now.`
  await client.chat.update({
    channel: body.channel?.id ?? '',
    ts: body.message?.ts ?? '',
    text,
    blocks: [
      ...(body.message?.['blocks'] ?? []).slice(0, 1),
      { type: 'section', text: { type: 'mrkdwn', text } },
    ],
  })
})

app.error(async (error) => {
  process.stderr.write(`${error.message}\n`)
})

await app.start()
