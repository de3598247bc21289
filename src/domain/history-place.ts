// Where a page of a sign-up's history ends: at this event.

export interface HistoryPlace {
  /** In milliseconds. */
  readonly at: number
  readonly id: string
}
