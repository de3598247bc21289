// Looks: requests that change nothing, so they are not written down. Each person has only a few of them under way at once.
import type { Asked, LookRequest } from '../domain/request.ts'
import { createInFlight } from '../shared/in-flight.ts'
import { never } from '../shared/never.ts'
import { createPlaces } from '../shared/places.ts'
import type { Tasks } from '../shared/tasks.ts'
import { type DigestListParts, listDigest } from './list-digest.ts'
import { pressTest, type TestPressParts } from './press-test.ts'
import { type DetailsParts, openDetails, turnDetails } from './show-details.ts'
import { type ShowingParts, showMore } from './show-more.ts'

/**
 * What begins the look; null if this person has too many under way, so that it must not be acknowledged. A second delivery of
 * the same request begins nothing. `trigger` is good for 3 s.
 */
export type Look = (asked: Asked<LookRequest>, trigger: string) => (() => void) | null

/** Whoever asks for more than they can read only fills the queue in front of Slack, which is the same for all. */
const mostAtOnce = 5

export function createLook(
  start: Tasks['start'],
  lookAt: (asked: Asked<LookRequest>, trigger: string) => Promise<void>,
): Look {
  const places = createPlaces(mostAtOnce)
  const underWay = createInFlight()
  return (asked, trigger) => {
    const { deliveryKey, by, request } = asked
    const leave = places.take(by.userId)
    if (leave === null) return null
    const look = async () => {
      try {
        await underWay.unlessRunning(deliveryKey, () => lookAt(asked, trigger))
      } finally {
        leave()
      }
    }
    return () => start(request.kind, look)
  }
}

/** Shows what is asked for. */
export function lookAt(
  parts: ShowingParts & DetailsParts & DigestListParts & TestPressParts,
  { request, ...asked }: Asked<LookRequest>,
  trigger: string,
): Promise<void> {
  switch (request.kind) {
    case 'more':
      return showMore(parts, { ...asked, request })
    case 'open-details':
      return openDetails(parts, { ...asked, request }, trigger)
    case 'turn-details':
      return turnDetails(parts, { ...asked, request })
    case 'list-digest':
      return listDigest(parts, { ...asked, request }, trigger)
    case 'press-test':
      return pressTest(parts, { ...asked, request })
    default:
      return never(request)
  }
}
