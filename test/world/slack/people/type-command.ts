// A person types a slash command; the app's acknowledgement is shown to them.
import { z } from 'zod'
import type { Failure, Records } from '../records.ts'
import type { Delivery } from '../socket-mode/send-envelopes.ts'
import { readContent } from '../web-api/read-content.ts'
import type { Act, Interaction } from './do-something.ts'
import { knowChannel, knowPerson, nameInPayload } from './know-person.ts'
import { issueResponseUrl } from './response-url.ts'
import { showResponse } from './show-response.ts'
import { issueTrigger } from './trigger.ts'

export interface Command {
  readonly user: string
  readonly channel: string
  /** With its slash. */
  readonly command: string
  readonly text?: string | undefined
  readonly delivery?: Delivery | undefined
}

const response = z.looseObject({
  response_type: z.string().optional(),
  text: z.unknown().optional(),
  blocks: z.unknown().optional(),
})

/** Types a command; rejects if the manifest has no such command, as Slack's composer does. */
export function makeSlash(records: Records, act: Act): (command: Command) => Promise<Interaction> {
  return async ({ user, channel, command, text = '', delivery }) => {
    const { commands } = records.settings
    if (commands !== 'all' && !commands.includes(command))
      throw new Error(`${command} is not a valid command.`)
    const triggerId = issueTrigger(records, user)
    const responseUrl = issueResponseUrl(records, 'commands', { user, channel, original: undefined })
    const payload = {
      token: 'XXYYZZ',
      team_id: records.team.id,
      team_domain: records.team.domain,
      channel_id: channel,
      channel_name: nameInPayload(knowChannel(records, channel)),
      user_id: user,
      user_name: knowPerson(records, user).name,
      command,
      text,
      api_app_id: records.app.id,
      is_enterprise_install: 'false',
      response_url: responseUrl,
      trigger_id: triggerId,
    }
    return act({ user, what: 'command', payload, triggerId, responseUrl, delivery }, (answer) =>
      showAnswer(records, { user, channel }, answer),
    )
  }
}

function showAnswer(
  records: Records,
  where: { readonly user: string; readonly channel: string },
  answer: unknown,
): Failure['reason'] | undefined {
  const parsed = response.safeParse(typeof answer === 'string' ? { text: answer } : (answer ?? {}))
  if (!parsed.success) return 'invalid response'
  const { text, blocks, response_type } = parsed.data
  if (text === undefined && blocks === undefined) return undefined
  const content = readContent({ text, blocks }, 40_000)
  if (content.kind === 'refused') return 'invalid response'
  showResponse(records, where, {
    version: { text: content.text, blocks: content.blocks, at: records.now() },
    isPublic: response_type === 'in_channel',
    way: 'slash response',
  })
  return undefined
}
