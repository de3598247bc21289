// Deadlines of deciding and telling, in milliseconds.

/** Counted from the claim. No call to Cognito starts later, retries included. */
export const decisionDeadline = 60_000

/** How long a claim lasts. The last call and the look-up after it end within it. */
export const claimLease = 90_000

/** How long Slack is asked whether a clicker may decide, before the click ends as unchecked. */
export const checkDeadline = 30_000

/** The same refusal to the same person counts as told for so long. */
export const refusalPause = 30_000

/** A click that is older than this when it is taken up expires. */
export const clickLife = 15 * 60_000

/** How long an approval counts in a pool that requires several. */
export const approvalLife = 7 * 24 * 60 * 60_000

/** How long a card shows who looks into a sign-up. */
export const lookingTime = 30 * 60_000

/** A call to Cognito that takes longer than this is shown as "Confirming…". */
export const quickCall = 700

/** The most calls of `AdminConfirmSignUp` that one decision makes. */
export const mostCalls = 6

/** If a card has not told a click's end by then, a private answer does. */
export const cardDeadline = 10_000

/** The same for a bulk approval, whose message is redrawn less often. */
export const bulkDeadline = 60_000

/** How long a channel's new cards mention nobody after one that did. */
export const mentionPause = 15 * 60_000

/** Whoever clicked watches the card for so long. They are told of a later end privately, too. */
export const noticedWithin = 3000

/** Whoever clicked longer ago may be elsewhere in Slack: they are told by a direct message. */
export const directAfter = 60_000
