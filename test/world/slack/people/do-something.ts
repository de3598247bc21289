// What all deeds of a person have in common: they go to the app, and the person sees if the app does not accept them.
import type { Deed, Failure, Records } from '../records.ts'
import type { Ack, Delivery, makePostOffice, Sent } from '../socket-mode/send-envelopes.ts'

/** A click, command or form on its way. */
export interface Interaction {
  readonly envelopeId: string
  readonly triggerId: string
  /** Empty for a form, which has none. */
  readonly responseUrl: string
  readonly payload: Readonly<Record<string, unknown>>
  /** Never rejects: a deed that the app does not accept ends as `failed`, and is listed in `failures`. */
  readonly acked: Promise<Ack>
  /** Sends a held envelope, or this one again. */
  readonly deliver: () => void
}

/** A deed that is ready to be sent. */
interface Prepared {
  readonly user: string
  readonly what: Deed
  readonly payload: Readonly<Record<string, unknown>>
  readonly triggerId: string
  readonly responseUrl: string
  readonly delivery: Delivery | undefined
}

/** Sends a person's deed; `onAck` is what Slack does with the acknowledgement before the person sees it. */
export type Act = (
  prepared: Prepared,
  onAck?: (payload: unknown) => Failure['reason'] | undefined,
) => Interaction

/** Makes the function by which people do things. */
export function makeAct(records: Records, { post }: Pick<ReturnType<typeof makePostOffice>, 'post'>): Act {
  return ({ user, what, payload, triggerId, responseUrl, delivery = {} }, onAck = () => undefined) => {
    const type = what === 'command' ? 'slash_commands' : 'interactive'
    const sent = post(type, payload, delivery)
    const { envelopeId } = sent.envelope
    const acked = settle(sent)
    return { envelopeId, triggerId, responseUrl, payload, acked, deliver: sent.deliver }

    async function settle({ acked: ackedBySocket }: Sent): Promise<Ack> {
      const ack = await ackedBySocket
      const reason = ack.kind === 'acked' ? onAck(ack.payload) : ack.reason
      if (reason === undefined) return ack
      records.failures.push({ user, what, envelopeId, reason, at: records.now() })
      records.changed('failure')
      return { kind: 'failed', reason, afterMs: ack.afterMs }
    }
  }
}
