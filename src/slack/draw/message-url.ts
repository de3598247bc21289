// Where a message can be opened.
import type { Place } from '../../domain/card-view.ts'

/** A message's address, as Slack's own "Copy link" makes it. */
export function urlOf({ channel, ts }: Place, workspaceUrl: string): string {
  const path = `/archives/${encodeURIComponent(channel)}/p${ts.replace('.', '')}`
  return new URL(path, workspaceUrl).href
}
