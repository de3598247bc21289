// Server-sent events: whatever changed on one person's screen, as soon as it changed.
import type { ServerResponse } from 'node:http'
import type { Person } from './cast.ts'
import type { Piece, Screen } from './draw-screen.ts'
import type { World } from './world.ts'

/** Many changes within this time make one event. */
const coalesceMs = 30
const keepAliveMs = 15_000

/** Sends the whole screen, and then the pieces that change, until the browser leaves. */
export function sendLive(
  { world, drawScreen, viewer }: { world: World; drawScreen: (viewer: Person) => Screen; viewer: Person },
  response: ServerResponse,
): void {
  const shown = new Map<string, string>()
  const onlyNew = (pieces: readonly Piece[]) =>
    pieces
      .filter(({ id, version }) => shown.get(id) !== version)
      .map(({ id, version, content }) => {
        shown.set(id, version)
        return { id, version, markup: content.markup }
      })
  const orders = new Map<string, string>()
  const onlyChanged = (id: string, items: readonly Piece[]) => {
    const order = items.map((item) => item.id)
    const list = { id, items: onlyNew(items), order }
    const isNews = list.items.length > 0 || order.join() !== orders.get(id)
    orders.set(id, order.join())
    return isNews ? [list] : []
  }
  let timer: NodeJS.Timeout | undefined
  const send = () => {
    timer = undefined
    const { regions, messages, happened } = drawScreen(viewer)
    const event = {
      regions: onlyNew(regions),
      lists: [...onlyChanged('messages', messages), ...onlyChanged('happened', happened)],
    }
    if (event.regions.length + event.lists.length > 0) response.write(`data: ${JSON.stringify(event)}\n\n`)
  }

  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.write('retry: 500\n\n')
  const unsubscribe = world.subscribe(() => {
    timer ??= setTimeout(send, coalesceMs)
  })
  const keepAlive = setInterval(() => response.write(': here\n\n'), keepAliveMs)
  response.once('close', () => {
    unsubscribe()
    clearInterval(keepAlive)
    clearTimeout(timer)
  })
  send()
}
