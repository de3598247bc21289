// After the faults: nothing more goes wrong, the bot is up, and it does all that is left to do.
import type { Complaint } from './verdicts/verdicts.ts'
import { judgeAll, whatIsLeft } from './verdicts/verdicts.ts'
import { pause, type World } from './world/world.ts'

/** The longest that anything may take by design, in milliseconds of the world's time. */
const longestCalm = 13 * 60_000

/** After this time the world is checked less often; in milliseconds. */
const soon = 60_000

/** Resolves to what is wrong once nothing is left to do, or when time is up. */
export async function calmAndJudge(
  world: World,
  ensureUp: () => Promise<void>,
): Promise<readonly Complaint[]> {
  const began = Date.now()
  const end = began + longestCalm
  for (;;) {
    await ensureUp()
    await pause(Date.now() - began < soon ? 1000 : 10_000)
    const evidence = world.evidence()
    if (whatIsLeft(evidence).length === 0 || Date.now() >= end) return judgeAll(evidence)
  }
}

export async function healAll({
  slack,
  cognito,
  people,
  pools,
  spareChannel,
  membersChanged,
}: World): Promise<void> {
  slack.heal()
  cognito.heal()
  cognito.lagBehind(false)
  cognito.ignoreFilter(false)
  slack.refuseSockets(false)
  await Promise.all([slack.comeUp(), cognito.comeUp()])
  for (const channel of [spareChannel, ...pools.map((pool) => pool.channel)]) slack.share(channel, 'private')
  for (const pool of pools) {
    pool.isConfigured = true
    slack.changeGroup(pool.group, { add: [people.ada, people.bob] })
  }
  membersChanged()
}
