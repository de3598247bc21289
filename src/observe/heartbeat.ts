// The heartbeat: a GET after each complete scan of all pools, so that somebody outside notices when there are none.
import { errorFacts, type Facts, type Log } from '../shared/log.ts'

export interface HeartbeatParts {
  /** Whoever knows it can send heartbeats, so nothing but its host is told. */
  readonly url: string
  readonly poolIds: readonly string[]
  readonly log: Log
  /** Once it aborts, no heartbeat is under way. */
  readonly signal: AbortSignal
}

/** How long a heartbeat may take, in milliseconds. */
const deadline = 10_000

/** The returned function notes that a pool was scanned. Nobody waits for what it sends. */
export function createHeartbeat({ url, poolIds, log, signal }: HeartbeatParts): (poolId: string) => void {
  const missing = new Set(poolIds)
  let isUnderWay = false
  let isFailing = false

  const note = (failure: Facts | null) => {
    const facts = { ...failure, flow: 'heartbeat', host: new URL(url).host }
    if (failure !== null && !isFailing) log.warn(facts, 'a heartbeat was not sent')
    if (failure === null && isFailing) log.info(facts, 'heartbeats are sent again')
    isFailing = failure !== null
  }

  const beat = async () => {
    const enough = AbortSignal.any([signal, AbortSignal.timeout(deadline)])
    try {
      const answer = await fetch(url, { redirect: 'error', signal: enough })
      await answer.body?.cancel()
      note(answer.ok ? null : { status: answer.status })
    } catch (error) {
      if (!signal.aborted) note(errorFacts(error))
    }
  }

  return (poolId) => {
    missing.delete(poolId)
    if (missing.size > 0) return
    for (const id of poolIds) missing.add(id)
    if (isUnderWay || signal.aborted) return
    isUnderWay = true
    void beat().finally(() => {
      isUnderWay = false
    })
  }
}
