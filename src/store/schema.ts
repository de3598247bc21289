// The tables, as Kysely knows them. Times are milliseconds since 1970, states and outcomes JSON, booleans 0 or 1.
import type { Generated } from 'kysely'

export interface Schema {
  /** One row, made when the store was opened for the first time. `only` is 1. */
  store: {
    only: number
    id: string
  }
  /** One row: the time when the clock was last looked at. `name` is 'last'. See `NotedTime`. */
  noted_time: {
    name: string
    at: number
    is_steady: number
  }
  /** How much of a table was forgotten in a day. See `ForgottenInDay`. */
  forgotten_rows: {
    table_name: string
    since: number
    rows: number
    most: number
  }
  sign_ups: {
    id: string
    pool_id: string
    sub: string
    user_name: string
    /** The `sub` and the user name as `fold` makes them: what is compared to find imitations. */
    folded_sub: string
    folded_name: string
    attributes: string
    signed_up_at: number
    is_imitation: number
    seen_at: number
    /** See `ClaimedAddress`; both null if there is none. */
    folded_address: string | null
    folded_host: string | null
    /** See `PastDecision`: the team's last one. All null if there is none. */
    decided: string | null
    decided_at: number | null
    decided_reason: string | null
  }
  rounds: {
    id: string
    sign_up_id: string
    /** A copy of its sign-up's, so that an index alone finds what wants a card in a pool. */
    pool_id: string
    /** A copy of its sign-up's, so that an index alone finds who has waited longest in a pool. */
    signed_up_at: number
    number: number
    version: number
    fence: number
    kind: string
    state: string
    lease_until: number | null
    opened_at: number
    changed_at: number
    /** See `RoundCard`. */
    card: string
    /** See `Evidence`; null until its card is planned. */
    evidence: string | null
    /** See `Origin`. Null for a round that nobody opened by a click. */
    origin: string | null
    /** Until when its ending can be undone: null if it can't be, or not any more. */
    undo_until: number | null
    /** When it lapsed: null once it was reopened, and for any other ending. */
    lapsed_at: number | null
    /** See `dueChange`. Null if nothing of what its card shows ends by itself. */
    changes_at: number | null
    /** The digest that counts it: a message. Null if there is none, or not yet. */
    digest_id: string | null
    /** When it joined that because too many wanted a card; null if that is not why it stands there. */
    joined_at: number | null
    /** See `DigestResult`; null unless it is settled. */
    digest_result: string | null
    /** A copy of its sign-up's, so that an index alone finds who waits from a host. */
    folded_host: string | null
    /** How many warnings its evidence had when they were counted; -1 if they were not. */
    warnings: Generated<number>
  }
  clicks: {
    id: string
    /** No foreign key: a click on an unknown round is written down too. Null until a command turns out to be about one. */
    round_id: string | null
    request: string
    /** See `ToldBy`. */
    told_by: string
    user_id: string
    team_id: string
    channel: string | null
    /** The message whose button was pressed. */
    message_ts: string | null
    response_url: string | null
    delivery_key: string
    slack_request_id: string | null
    clicked_at: number
    outcome: string | null
    ended_at: number | null
    /** See `Teller`; null until it ends. */
    teller: string | null
    /** The version of its round that its end made: a card that shows this version tells the end. Null if it made none. */
    round_version: number | null
    told_at: number | null
    bulk_id: string | null
    /** The version of its bulk approval's message that tells its end. Null for any other click. */
    message_version: number | null
    /** 'due' from its end on, then 'told'; null if it needs none. See `PrivateWord`. */
    private_word: string | null
    /** See `Entitlement`; null unless it has claimed a round. */
    entitlement: string | null
  }
  /** Forms that list many, to be decided about at once. Whom one lists stands in the end of the click that opened it. */
  list_forms: {
    /** The click that opened it. */
    form_id: string
    /** How many more waited then, whom it does not list. */
    left_out: number
    /** The place in the list at which each page begins: JSON. */
    starts: string
    /** See `Ticks`. */
    ticks: string
    /** The page that is shown. */
    page: number
    /** How many pages were turned, and when the last one was, by Slack's time. */
    turn: number
    turned_at: number
  }
  /** Bulk decisions, of either kind: several clicks that one form asked for. */
  bulk_approvals: {
    id: string
    /** The click that opened the form. Unique, so that only one submission counts; null if this one was not taken. */
    form_id: string | null
    /** Where it is told; empty if no message lists those whom it is about. */
    message_id: string
    user_id: string
    team_id: string
    asked_at: number
  }
  attempts: {
    id: string
    sign_up_id: string
    round_id: string
    click_id: string
    user_id: string
    team_id: string
    /** See `Call`. */
    call: string
    fence: number
    sent_at: number
    answer: string | null
    answered_at: number | null
    /** 1 while this call may have confirmed or disabled the user unseen. */
    may_have_worked: number
  }
  /** What has to be done about a sign-up once it is confirmed. See `Step`. */
  steps: {
    sign_up_id: string
    /** See `nameOf`. */
    name: string
    position: number
    pool_id: string
    /** Who let the user in. */
    user_id: string
    team_id: string
    deed: string
    /** That of its state. */
    kind: string
    state: string
    fence: number
    /** From when on it may be done; null if it is not its turn, or has ended. */
    due_at: number | null
  }
  messages: {
    id: string
    /** Empty for what is its channel's. */
    pool_id: string
    channel: string
    /** 'cards', or what is its channel's: 'digest', 'reminder' or 'daily'. */
    shows: string
    planned_at: number
    /** Rises with every change of what the message should show. */
    version: number
    /** 1 if Slack refused it as it was, so that it is drawn in its plainest form. */
    is_plain: number
    /** See `MessageState`. The columns below are copies of what is searched for. */
    state: string
    kind: string
    ts: string | null
    /** The version that was drawn: -1 if unknown, null unless the message is live. */
    drawn_version: number | null
    /** Null unless it is being drawn. */
    drawing_until: number | null
    /** From when on the channel is searched for a second copy; null if there is none. */
    doubtful_until: number | null
    /** The user group that its post mentioned, in which attempt, and when that began; null if it mentioned nobody. */
    mentioned_group: string | null
    mentioned_by: string | null
    mentioned_at: number | null
    /** JSON: what a reminder or a daily digest says that no other row does, as it was when it was planned. See `ReminderFacts`, `PoolDay`. */
    facts: string | null
  }
  /** The rounds that a message shows, fixed when it is planned. */
  message_rounds: {
    message_id: string
    round_id: string
    position: number
  }
  /** The last reminder of each channel, and the last daily digest of each pool. */
  nudges: {
    /** 'reminder' or 'daily'. */
    kind: string
    /** The channel, or the pool. */
    subject: string
    at: number
    /** Of a digest, the day that it was for. */
    day: string | null
  }
  /** When the whole list of a pool was read for the first time. */
  first_scans: {
    pool_id: string
    at: number
  }
  /** See `PoolRead`. */
  pool_reads: {
    pool_id: string
    read_at: number | null
    problem: string | null
  }
  /** One row: the key of the hashes below, made when the first was written down. `only` is 1. */
  memory_key: {
    only: number
    key: string
  }
  /** What teams decided about sign-ups whose rows are forgotten, in pools that have a `memory`. */
  past_decisions: {
    id: string
    pool_id: string
    /** Keyed hashes of `folded_address` and `folded_host`. */
    address_hash: string
    host_hash: string
    outcome: string
    /** The day on which it was decided: its beginning, in UTC. */
    day: number
    reason: string | null
  }
  /** The processes that worked on this store in the last day, for the doctor. */
  processes: {
    holder: string
    seen_at: number
    /** How many Socket Mode connections the app had when this process last opened one; null if it opened none. */
    connections: number | null
  }
  leases: {
    name: string
    holder: string
    fence: number
    until: number
  }
  /** Append-only: one row for each click's end, each change seen outside, each lapse, each approval that no longer counts, and each step that has ended. */
  audit_events: {
    id: string
    at: number
    kind: string
    pool_id: string | null
    sub: string | null
    round_id: string | null
    click_id: string | null
    user_id: string | null
    team_id: string | null
    outcome: string
    slack_request_id: string | null
    aws_request_id: string | null
    /** See `Entitlement`; null unless somebody was allowed to decide. */
    entitlement: string | null
    /** Of an approval: what `ClientMetadata` carried, with the key's id; null if there was no key. */
    signature: string | null
    signing_key: string | null
    /** Under which name the approver stands in AWS's own trail; null if they don't. */
    role_session: string | null
    /** The order in which rows were inserted, for those that are still to be linked. */
    inserted: number | null
    /** See `Seal`. All null in a row that an older version wrote, until it is linked. */
    content_hash: string | null
    applicant_salt: string | null
    applicant_hash: string | null
    actor_salt: string | null
    actor_hash: string | null
    /** Its place in the chain, and the chain's hash there; null until it is linked. */
    seq: number | null
    chain_hash: string | null
  }
  /** One row: how far the audit chain is linked, and how many rows that is. `only` is 1. */
  audit_chain: {
    only: number
    seq: number
    chain_hash: string
    rows: number
  }
  /** See `Checkpoint`. */
  audit_checkpoints: {
    seq: number
    kind: string
    at: number
    chain_hash: string
    rows: number
    /** Of `checkpointText`; null if there was no key. */
    signature: string | null
    signing_key: string | null
  }
  /** Rows of `audit_events` that the running transaction may erase, and the event that names them. Empty outside of one. */
  audit_erasing: {
    seq: number
    event_id: string
  }
  /** What App Home shows to whom. See `PublishedHome`. */
  homes: {
    user_id: string
    team_id: string
    look: string
    hash: string | null
    drawn: string
    seen_at: number
    read_at: number
  }
  /** The approvers that were configured when a pool was last seen. See `Approvers`. */
  configured_approvers: {
    pool_id: string
    approvers: string
  }
}
