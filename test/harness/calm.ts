// After the faults: nothing more goes wrong, the bot is up, and all that is left to do is done.
import type { Complaint } from './verdicts/verdicts.ts'
import { judgeAll, whatIsLeft } from './verdicts/verdicts.ts'
import { pause, type World } from './world/world.ts'

/** The longest that anything may take by design: a look that is not repeated, in milliseconds of the world's time. */
const patience = 13 * 60_000

/** What takes longer than this is looked at less often, in milliseconds. */
const soon = 60_000

/** Resolves to what is wrong when nothing changes any more, or when patience is over. */
export async function calmAndJudge(
  world: World,
  ensureUp: () => Promise<void>,
): Promise<readonly Complaint[]> {
  const began = Date.now()
  const end = began + patience
  for (;;) {
    await ensureUp()
    await pause(Date.now() - began < soon ? 1000 : 10_000)
    const evidence = world.evidence()
    if (whatIsLeft(evidence).length === 0 || Date.now() >= end) return judgeAll(evidence)
  }
}

/** Whatever was broken works again. */
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
