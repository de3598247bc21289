// @ts-check
// The pre token generation function of a user pool: only members of a group get tokens. With SIGN_IN_NEEDS_GROUP, the groups that
// Countersign adds approved users to (`after.groups`, with `sign_in_needs_group`). It needs Node.js 20 or later, and nothing beside it.

/**
 * What Cognito hands over, in any of its versions, as far as it is read here.
 * @typedef {object} Event
 * @property {string} triggerSource
 * @property {string} userPoolId
 * @property {{
 *   readonly userAttributes?: Readonly<Record<string, string>> | null | undefined
 *   readonly groupConfiguration?: {
 *     readonly groupsToOverride?: readonly string[] | null | undefined
 *   } | null | undefined
 * }} request
 */

/**
 * @typedef {object} World
 * @property {Readonly<Record<string, string | undefined>>} environment
 * @property {(line: string) => unknown} print
 */

export const handler = createHandler({
  environment: process.env,
  print: (line) => process.stdout.write(`${line}\n`),
})

/**
 * Prints a line for whoever is not in all of the groups. They get tokens all the same unless REPORT_ONLY is false.
 * @param {World} world
 */
export function createHandler({ environment, print }) {
  /** @template {Event} T @param {T} event @returns {Promise<T>} */
  return async (event) => {
    // A machine has no groups.
    if (event.triggerSource === 'TokenGeneration_ClientCredentials') return event
    const needed = groupsIn(environment['SIGN_IN_NEEDS_GROUP'] ?? '')
    const groups = event.request.groupConfiguration?.groupsToOverride ?? []
    const missing = needed.filter((group) => !groups.includes(group))
    if (needed.length > 0 && missing.length === 0) return event
    const isRefused = environment['REPORT_ONLY']?.trim().toLowerCase() === 'false'
    print(
      JSON.stringify({
        function: 'pre-token-generation',
        poolId: event.userPoolId,
        sub: event.request.userAttributes?.['sub'] ?? '',
        verdict: isRefused ? 'refused' : 'would-be-refused',
        missing,
        problem: problemWith(environment, needed),
      }),
    )
    if (!isRefused) return event
    // Whoever signs in may read it.
    throw new Error('This account has not been approved for signing in yet.')
  }
}

/** @param {string} list */
function groupsIn(list) {
  const groups = list.split(',').map((group) => group.trim())
  return groups.filter((group) => group !== '')
}

/**
 * What an operator has to fix; undefined if there is nothing.
 * @param {World['environment']} environment
 * @param {readonly string[]} needed
 */
function problemWith(environment, needed) {
  if (needed.length === 0) return 'SIGN_IN_NEEDS_GROUP names no group, so nobody is in it'
  const given = environment['REPORT_ONLY']?.trim().toLowerCase() ?? ''
  return ['', 'true', 'false'].includes(given) ? undefined : 'REPORT_ONLY is neither true nor false'
}
