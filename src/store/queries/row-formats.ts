// What the JSON in a row must look like before anything of it is believed.
import { z } from 'zod'
import type { ClickEnd } from '../../domain/click.ts'
import type { CommandAnswer, Request } from '../../domain/command.ts'
import { failureReasonFormat } from '../../domain/failure.ts'
import type { Ending, RoundState } from '../../domain/round.ts'

const date = z.coerce.date()
const person = z.object({ userId: z.string(), teamId: z.string() })

const confirmed = z.object({
  kind: z.literal('confirmed'),
  by: person,
  at: date,
  certainty: z.enum(['answered', 'probable']),
  functionError: z.string().nullable(),
})

const ending: z.ZodType<Ending> = z.discriminatedUnion('kind', [
  confirmed,
  z.object({ kind: z.literal('confirmed-elsewhere'), status: z.string(), at: date }),
  z.object({ kind: z.literal('disabled'), at: date }),
  z.object({ kind: z.literal('gone'), at: date }),
])

const failure = z.object({
  reason: failureReasonFormat,
  by: person,
  at: date,
  requestId: z.string().nullable(),
})

const claim = z.object({
  clickId: z.string(),
  by: person,
  holder: z.string(),
  fence: z.number(),
  since: date,
  until: date,
})

/** A round's state as `rounds.state` holds it. */
export const roundStateFormat: z.ZodType<RoundState> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('waiting'), failure: failure.nullable() }),
  z.object({ kind: z.literal('claimed'), claim }),
  z.object({ kind: z.literal('settled'), ending }),
])

/** What a command asked for, as `clicks.request` holds it. */
export const requestFormat: z.ZodType<Request> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({ kind: z.literal('more'), clickId: z.string() }),
  z.object({ kind: z.literal('approve-all'), messageId: z.string() }),
])

const notWaiting = z.object({
  poolName: z.string(),
  userName: z.string(),
  status: z.string(),
  isEnabled: z.boolean(),
  ending: ending.nullable(),
})

const commandAnswer: z.ZodType<CommandAnswer> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('help') }),
  z.object({ kind: z.literal('list'), poolIds: z.array(z.string()), offset: z.number() }),
  z.object({ kind: z.literal('candidates'), user: z.string(), roundIds: z.array(z.string()) }),
  z.object({ kind: z.literal('unknown-user'), user: z.string(), poolNames: z.array(z.string()) }),
  z.object({ kind: z.literal('not-waiting'), users: z.array(notWaiting) }),
  z.object({ kind: z.literal('unknown-pool'), given: z.string(), poolNames: z.array(z.string()) }),
  z.object({ kind: z.literal('could-not-look') }),
  z.object({ kind: z.literal('approve-all'), roundIds: z.array(z.string()) }),
  z.object({ kind: z.literal('none-left') }),
])

/** A click's end as `clicks.outcome` holds it. */
export const clickEndFormat: z.ZodType<ClickEnd> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('confirmed'), ending: confirmed }),
  z.object({ kind: z.literal('overtaken'), ending }),
  z.object({ kind: z.literal('failed'), reason: failureReasonFormat }),
  z.object({
    kind: z.literal('refused'),
    because: z.enum([
      'other-workspace',
      'deactivated',
      'bot',
      'guest',
      'not-an-approver',
      'own-sign-up',
      'imitation',
    ]),
  }),
  z.object({ kind: z.literal('unchecked') }),
  z.object({ kind: z.literal('late'), first: person.nullable(), ending: ending.nullable() }),
  z.object({ kind: z.literal('expired') }),
  z.object({ kind: z.literal('superseded') }),
  z.object({ kind: z.literal('unknown-round') }),
  z.object({ kind: z.literal('answered'), answer: commandAnswer }),
])

/** A sign-up's attributes as `sign_ups.attributes` holds them. */
export const attributesFormat = z.record(z.string(), z.string())
