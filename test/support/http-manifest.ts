// The app's manifest for HTTP mode, made from the one for Socket Mode: only what tells Slack where to send things differs.
import { readFileSync } from 'node:fs'
import { parseDocument } from 'yaml'

export const socketManifest = new URL('../../manifest.yml', import.meta.url)
export const httpManifest = new URL('../../manifest.http.yml', import.meta.url)

/** An operator replaces its host. */
const address = 'https://countersign.example.com/slack/events'

/** The text that `manifest.http.yml` must have. */
export function makeHttpManifest(): string {
  const manifest = parseDocument(readFileSync(socketManifest, 'utf8'))
  manifest.commentBefore =
    ' The Slack app for HTTP mode: in all three addresses, put the host under which Slack reaches Countersign.\n' +
    ' Made from manifest.yml by `npm run manifest`.'
  manifest.setIn(['features', 'slash_commands', 0, 'url'], address)
  manifest.setIn(['settings', 'event_subscriptions', 'request_url'], address)
  manifest.setIn(['settings', 'interactivity', 'request_url'], address)
  manifest.setIn(['settings', 'socket_mode_enabled'], false)
  return manifest.toString({ lineWidth: 0 })
}
