// Events API events: wrapped as event_callback, sent again if they are not acknowledged.
import { makeId } from '../ids.ts'
import type { Records } from '../records.ts'
import type { Ack, makePostOffice, Retry } from './send-envelopes.ts'

/** An event before it is wrapped. */
export interface SlackEvent {
  readonly type: string
  readonly [field: string]: unknown
}

// Slack retries at once, after a minute and after five minutes; then it gives up.
const retryAfterMs = [0, 60_000, 300_000]

/** Sends an event if the app has subscribed to it. */
export function makeSendEvent(
  records: Records,
  { post, onceConnected }: Pick<ReturnType<typeof makePostOffice>, 'post' | 'onceConnected'>,
  signal: AbortSignal,
): (event: SlackEvent) => void {
  return (event) => {
    const { events } = records.settings
    if (events === 'all' || events.includes(event.type)) void deliver(wrap(records, event))
  }

  async function deliver(payload: Readonly<Record<string, unknown>>, retry?: Retry): Promise<void> {
    const ack = await post('events_api', payload, {}, retry).acked
    if (ack.kind === 'acked' || signal.aborted) return
    const attempt = retry?.attempt ?? 0
    const again = () => void deliver(payload, { attempt: attempt + 1, reason: reasonOf(ack) })
    if (ack.reason === 'no socket' && onceConnected !== undefined) {
      onceConnected(again)
      return
    }
    const pause = retryAfterMs[attempt]
    if (pause === undefined) return
    const timer = setTimeout(again, pause)
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true })
  }
}

function reasonOf(ack: Ack & { kind: 'failed' }): string {
  return ack.reason === 'no socket' ? 'connection_failed' : 'http_timeout'
}

function wrap({ team, app, now, nextTs }: Records, event: SlackEvent): Readonly<Record<string, unknown>> {
  return {
    token: 'XXYYZZ',
    team_id: team.id,
    api_app_id: app.id,
    event: { ...event, event_ts: nextTs() },
    type: 'event_callback',
    event_id: makeId('Ev'),
    event_time: Math.floor(now().getTime() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: team.id,
        user_id: app.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
  }
}
