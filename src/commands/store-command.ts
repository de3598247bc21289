// The command `store`: copies a store to another database, while no bot is running, or closes the cards of a lost one.
import { type Closing, closeCards } from './close-cards.ts'
import { type Called, copyCommand, notDone, usage, wrongUsage } from './copy.ts'

/** Resolves to the exit code. */
export async function storeCommand(called: Called): Promise<number> {
  const { given, environment, err } = called
  const [command, storeId, ...more] = given
  if (command !== 'close-cards') return copyCommand(called)
  if (storeId !== undefined && more.length === 0)
    return tell(called, await closeCards({ storeId, environment, err }))
  err(`${usage}\n`)
  return wrongUsage
}

function tell({ out, err }: Called, { closed, problems }: Closing): number {
  if (closed !== null) out(`${closed}\n`)
  if (problems.length === 0) return 0
  err(`${problems.join('\n')}\n`)
  return notDone
}
