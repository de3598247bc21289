// `--send-test`: the only thing that the doctor writes. One test card in each channel.
import { type Found, fault, ok, warning } from '../domain/finding.ts'
import type { Pool } from '../domain/pool.ts'
import type { SlackAnswer } from '../domain/slack-answer.ts'
import { never } from '../shared/never.ts'
import { slackSays as says } from '../wording/doctor-slack.ts'
import type { Check } from './run-checks.ts'

/** `post` is made once for each channel, and not repeated. */
export function testCardChecks(
  pools: readonly Pool[],
  post: (pool: Pool) => Promise<SlackAnswer>,
): readonly Check[] {
  const ofChannels = new Map(pools.toReversed().map((pool) => [pool.channel, pool]))
  return pools
    .filter((pool) => ofChannels.get(pool.channel) === pool)
    .map((pool) => ({
      id: 'slack-test-card',
      section: 'slack',
      pool,
      run: async () => [told(pool, await post(pool))],
    }))
}

function told(pool: Pool, answer: SlackAnswer): Found {
  switch (answer.kind) {
    case 'done':
      return ok(says.testSent(pool))
    case 'refused':
      return fault(says.testNotSent(pool, answer.error))
    case 'rate-limited':
      return fault(says.testNotSent(pool, 'ratelimited'))
    case 'no-answer':
      return warning(says.testUnsure(pool))
    default:
      return never(answer)
  }
}
