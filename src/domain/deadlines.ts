// How long things may take, in milliseconds.

/** From the claim on, retries included: no call to Cognito starts later. */
export const decisionDeadline = 60_000

/** How long a claim holds without being settled. The last call, and the look after it, end within it. */
export const claimLease = 90_000

/** How long Slack is asked who may decide, before the click ends as one that could not be checked. */
export const checkDeadline = 30_000

/** A click that is older than this when it is taken up again is not carried out any more. */
export const clickLife = 15 * 60_000

/** A call to Cognito that takes longer than this is shown as "Confirming…". */
export const quickCall = 700

/** The most calls of `AdminConfirmSignUp` that one decision makes. */
export const mostCalls = 6

/** A card that has not told a click's end after this long is helped by a private answer. */
export const cardDeadline = 10_000

/** The same for one of many approvals, whose message is drawn less often. */
export const bulkDeadline = 60_000
