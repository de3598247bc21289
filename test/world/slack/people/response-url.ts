// The response_url that a click or a command gives the app: valid five times, for thirty minutes.
import { makeDigits, makeSecret } from '../ids.ts'
import type { Records, ResponseUrl } from '../records.ts'

const mostUses = 5
const validForMs = 30 * 60_000

/** A new response_url for this user in this channel. */
export function issueResponseUrl(
  records: Records,
  kind: 'actions' | 'commands',
  { user, channel, original }: Pick<ResponseUrl, 'user' | 'channel' | 'original'>,
): string {
  const path = `/${kind}/${records.team.id}/${makeDigits(13)}/${makeSecret(24)}`
  records.responseUrls.set(path, { path, user, channel, original, at: records.now(), uses: 0 })
  return `${records.address}${path}`
}

/** The response_url behind a path, or Slack's error if it is not valid. */
export function findResponseUrl(
  records: Records,
  path: string,
):
  | { readonly kind: 'good'; readonly url: ResponseUrl }
  | { readonly kind: 'refused'; readonly error: string } {
  const url = records.responseUrls.get(path)
  if (url === undefined) return { kind: 'refused', error: 'no_service' }
  if (records.now().getTime() - url.at.getTime() > validForMs)
    return { kind: 'refused', error: 'expired_url' }
  if (url.uses >= mostUses) return { kind: 'refused', error: 'used_url' }
  return { kind: 'good', url }
}
