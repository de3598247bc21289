// The metrics, as `/metrics` and the docs describe them. Where several processes run, each tells what it did itself, and all
// tell the same of the store.

export interface Metric {
  readonly kind: 'gauge' | 'counter' | 'histogram'
  readonly labels: readonly string[]
  readonly meaning: string
}

/** By name, without the `countersign_` in front. */
export const metrics = {
  waiting: {
    kind: 'gauge',
    labels: ['pool'],
    meaning: 'Sign-ups that wait for a decision. From the store.',
  },
  oldest_waiting_seconds: {
    kind: 'gauge',
    labels: ['pool'],
    meaning:
      'How long the one of them that was noticed or reopened first has waited; 0 if nobody waits. From the store.',
  },
  last_scan_timestamp_seconds: {
    kind: 'gauge',
    labels: ['pool'],
    meaning:
      'When the last scan that reached the end of the pool’s list began; 0 if none has. From the store.',
  },
  scan_seconds: {
    kind: 'histogram',
    labels: ['pool'],
    meaning: 'How long scans took that reached the end of the list.',
  },
  discovery_seconds: {
    kind: 'histogram',
    labels: ['pool'],
    meaning: 'From a sign-up to its card, for those that get a card of their own or share one.',
  },
  decision_seconds: {
    kind: 'histogram',
    labels: ['outcome'],
    meaning: 'From a click, by button, command or form, to its end.',
  },
  ends_total: {
    kind: 'counter',
    labels: ['pool', 'kind'],
    meaning: 'How clicks ended, as in the audit log; the pool is empty if the click was about no sign-up.',
  },
  confirmed_outside_total: {
    kind: 'counter',
    labels: ['pool'],
    meaning:
      'Sign-ups that left the list without a decision in Slack, with whatever status but disabled or deleted.',
  },
  unended_clicks: {
    kind: 'gauge',
    labels: [],
    meaning: 'Clicks that have no end yet. From the store.',
  },
  oldest_unended_click_seconds: {
    kind: 'gauge',
    labels: [],
    meaning: 'How long ago the first of them was made; 0 if there are none. From the store.',
  },
  redraws_queued: {
    kind: 'gauge',
    labels: [],
    meaning: 'Messages that show something older than the store. From the store.',
  },
  unlinked_audit_events: {
    kind: 'gauge',
    labels: [],
    meaning: 'Audit events that are not linked into the chain yet. From the store.',
  },
  oldest_unlinked_audit_event_seconds: {
    kind: 'gauge',
    labels: [],
    meaning: 'How long the first of them has waited; 0 if there are none. From the store.',
  },
  last_checkpoint_timestamp_seconds: {
    kind: 'gauge',
    labels: [],
    meaning: 'When the chain’s last checkpoint was made; 0 if there is none. From the store.',
  },
  calls_total: {
    kind: 'counter',
    labels: ['service', 'operation', 'outcome'],
    meaning:
      'Calls to `slack`, `cognito` and `sts`, which were `done`, `throttled`, `refused` or got `no-answer`.',
  },
  slack_connections: {
    kind: 'gauge',
    labels: [],
    meaning: 'Connections to Slack that are open; in HTTP mode, 1 while this process listens.',
  },
  leader: {
    kind: 'gauge',
    labels: [],
    meaning: '1 if this process leads, as one of several replicas does, and the only process always.',
  },
  store_up: {
    kind: 'gauge',
    labels: [],
    meaning: '1 if the store answered within 2 seconds. If not, what comes from the store is left out.',
  },
} as const satisfies Readonly<Record<string, Metric>>

export type MetricName = keyof typeof metrics
