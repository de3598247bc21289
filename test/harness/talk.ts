// What the harness and a bot's process say to each other.
import { z } from 'zod'

/** What is to happen the `hit`th time from now on that a point is passed; at any point if none is named. */
const orderFormat = z.object({
  point: z.string().nullable(),
  hit: z.number(),
  act: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('kill') }),
    z.object({ kind: z.literal('pause') }),
    z.object({ kind: z.literal('delay'), ms: z.number() }),
    z.object({ kind: z.literal('fail') }),
  ]),
})
export type Order = z.infer<typeof orderFormat>

/** From the harness to the bot. */
export const commandFormat = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('start'), environment: z.record(z.string(), z.string()), seed: z.number() }),
  z.object({ kind: z.literal('orders'), orders: z.array(orderFormat) }),
  z.object({ kind: z.literal('idle?'), question: z.number() }),
  z.object({ kind: z.literal('skipped') }),
  z.object({ kind: z.literal('stop') }),
  z.object({ kind: z.literal('go-on') }),
])
export type BotCommand = z.infer<typeof commandFormat>

/** From the bot to the harness. */
export const wordFormat = z.discriminatedUnion('kind', [
  /** Everything is loaded, and the bot waits for `start`. */
  z.object({ kind: z.literal('loaded') }),
  z.object({ kind: z.literal('idle'), question: z.number(), nextDue: z.number().nullable() }),
  /** It asks to be paused now, as by SIGSTOP. */
  z.object({ kind: z.literal('pausing') }),
  z.object({ kind: z.literal('refused'), problems: z.array(z.string()) }),
])
export type BotWord = z.infer<typeof wordFormat>
