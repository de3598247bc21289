// What the app posts to a response_url: a private answer, a public one, or a change to the clicked message.
import { z } from 'zod'
import type { Version } from '../message.ts'
import type { Records, ResponseUrl } from '../records.ts'
import type { Reply } from '../web-api/answer-call.ts'
import { editMessage, findMessage } from '../web-api/post-message.ts'
import { flag } from '../web-api/read-arguments.ts'
import { readContent } from '../web-api/read-content.ts'
import { findResponseUrl } from './response-url.ts'
import { showResponse } from './show-response.ts'

const posted = z.looseObject({
  response_type: z.enum(['ephemeral', 'in_channel']).default('ephemeral').catch('ephemeral'),
  replace_original: flag,
  delete_original: flag,
})

/** Answers a post to a response_url with plain text, as Slack does: `ok`, or an error status with one word. */
export function answerResponseUrl(
  records: Records,
): (path: string, fields: Readonly<Record<string, unknown>>) => Reply {
  return (path, fields) => {
    const found = findResponseUrl(records, path)
    if (found.kind === 'refused') return say(404, found.error)
    const { url } = found
    if (records.channels.get(url.channel)?.isArchived) return say(410, 'channel_is_archived')
    const { response_type, replace_original, delete_original } = posted.parse(fields)
    if (delete_original) {
      changeOriginal(records, url, undefined)
      url.uses += 1
      return say(200, 'ok')
    }
    const content = readContent(fields, 40_000)
    if (content.kind === 'refused') return say(400, content.error)
    url.uses += 1
    const version: Version = { text: content.text, blocks: content.blocks, at: records.now() }
    const isChanged = replace_original && changeOriginal(records, url, version)
    if (!isChanged)
      showResponse(records, url, { version, isPublic: response_type === 'in_channel', way: 'response_url' })
    return say(200, 'ok')
  }
}

/** Gives the clicked message a new version, or deletes it; false if it is gone. */
function changeOriginal(records: Records, url: ResponseUrl, version: Version | undefined): boolean {
  const { channel, user, original } = url
  if (original === undefined) return false
  if (original.kind === 'message') {
    const message = findMessage(records, channel, original.ts)
    if (message === undefined) return false
    if (version !== undefined) editMessage(records, message, version)
    else message.deletedAt = records.now()
    records.changed('message')
    return true
  }
  const ephemeral = records.ephemerals.find((one) => one.ts === original.ts && one.user === user)
  if (ephemeral === undefined) return false
  if (version !== undefined) ephemeral.versions.push(version)
  else ephemeral.deletedAt = records.now()
  records.changed('ephemeral')
  return true
}

/** An answer in plain text. */
export function say(status: number, body: string): Reply {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body }
}
