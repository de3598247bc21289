// The tables, as Kysely knows them. Times are milliseconds since 1970, states and outcomes JSON, booleans 0 or 1.

export interface Schema {
  sign_ups: {
    id: string
    pool_id: string
    sub: string
    user_name: string
    attributes: string
    signed_up_at: number
    is_imitation: number
    seen_at: number
  }
  rounds: {
    id: string
    sign_up_id: string
    /** Its sign-up's: what wants a card in a pool is found by an index alone. */
    pool_id: string
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
  }
  clicks: {
    id: string
    /** No foreign key: a click on a round that nobody knows is written down too. Null until a command is about one. */
    round_id: string | null
    request: string
    /** 'card', 'privately' or 'bulk': where its end is told. */
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
    /** What tells its end: 'card', 'bulk', 'form', 'newer-click' or 'private-answer'; null until it ends. */
    teller: string | null
    /** The version of its round that its end made: a card that shows this version tells it. Null if it made none. */
    round_version: number | null
    told_at: number | null
    bulk_id: string | null
    /** The version of the message of its bulk that tells its end. Null for a click of its own. */
    message_version: number | null
  }
  /** Several approvals that were asked for at once: a click each. */
  bulk_approvals: {
    id: string
    /** The click that opened the form: its submission counts once. */
    form_id: string
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
    fence: number
    sent_at: number
    answer: string | null
    answered_at: number | null
    /** 1 while nobody knows whether this call confirmed the user. */
    may_have_confirmed: number
  }
  messages: {
    id: string
    pool_id: string
    channel: string
    /** 'cards', or 'held-back': how many rounds of the pool have no card. */
    shows: string
    planned_at: number
    /** Rises with every change of what the message shows. */
    version: number
    /** See `MessageState`. The columns below are what is searched for of it. */
    state: string
    kind: string
    ts: string | null
    /** The version that was drawn: -1 if nobody knows, null unless the message is live. */
    drawn_version: number | null
    /** Null unless somebody is drawing it. */
    drawing_until: number | null
    /** From then on the channel is searched for a second copy; null if there is none. */
    doubtful_until: number | null
  }
  /** Channels whose history was searched for cards of a lost store. */
  read_channels: {
    channel: string
    read_at: number
  }
  /** Which rounds a message shows: fixed when it is planned. */
  message_rounds: {
    message_id: string
    round_id: string
    position: number
  }
  /** When the whole list of a pool was read for the first time. */
  first_scans: {
    pool_id: string
    at: number
  }
  leases: {
    name: string
    holder: string
    fence: number
    until: number
  }
  /** Append-only: one row per click's end and per change seen from outside. */
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
  }
}
