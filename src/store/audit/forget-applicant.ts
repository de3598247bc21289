// Forgets one applicant at their own wish: everything but what the audit chain proves about whoever decided.
import { z } from 'zod'
import type { Place } from '../../domain/card-view.ts'
import { claimedAddress } from '../../domain/claimed-address.ts'
import { isSameMailbox } from '../../domain/mailbox.ts'
import { attributesFormat } from '../../domain/sign-up.ts'
import { eraseApplicants } from '../queries/erase-applicants.ts'
import { touchShowing } from '../queries/message-versions.ts'
import { forgetPastDecisions, rememberedPools } from '../queries/past-decisions.ts'
import { deleteClicks, forgetSignUps } from '../queries/retention.ts'
import type { Tx } from '../transaction.ts'

export interface Applicant {
  readonly id: string
  readonly poolId: string
  readonly sub: string
  readonly userName: string
  readonly attributes: Readonly<Record<string, string>>
}

export type Forgetting =
  | {
      readonly kind: 'forgotten'
      readonly events: number
      readonly clicks: number
      /** Messages that showed nobody else: they are to be closed. */
      readonly places: readonly Place[]
      /** How many messages also show others: the bot draws them again. */
      readonly shared: number
    }
  /** They wait for a decision, or one is being carried out. */
  | { readonly kind: 'waiting' }
  /** Cognito could take another sign-up for theirs, or theirs for another. */
  | { readonly kind: 'imitation' }

/** How many rows one event names. */
const namedAtOnce = 100

/**
 * The messages that show nobody else; none if they may not be forgotten. They are closed before anything is erased: a command
 * that was killed on the way finds them again.
 */
export async function readOwnPlaces(tx: Tx, applicant: Applicant): Promise<readonly Place[]> {
  const found = await look(tx, applicant)
  return found.kind === 'forgettable' ? placesIn(found.messages) : []
}

/** All their events are linked by now. */
export async function forgetApplicant(
  tx: Tx,
  now: number,
  applicant: Applicant,
  newId: () => string,
): Promise<Forgetting> {
  const found = await look(tx, applicant)
  if (found.kind !== 'forgettable') return found
  const { id, poolId, attributes } = applicant
  const { roundIds, clickIds, messages } = found
  const events = await readEvents(tx, applicant, clickIds)
  for (let first = 0; first < events.length; first += namedAtOnce)
    await eraseApplicants(tx, { id: newId(), at: now }, events.slice(first, first + namedAtOnce), 'asked')
  await touchShowing(tx, roundIds)
  await deleteClicks(tx, clickIds)
  const claimed = claimedAddress(attributes)
  if (claimed !== null) await forgetPastDecisions(tx, poolId, claimed)
  await forgetSignUps(tx, [id])
  return {
    kind: 'forgotten',
    events: events.length,
    clicks: clickIds.length,
    places: placesIn(messages),
    shared: messages.filter(({ others }) => others > 0).length,
  }
}

async function look(tx: Tx, { id, sub, userName, attributes }: Applicant) {
  const rounds = await tx.selectFrom('rounds').select(['id', 'kind']).where('sign_up_id', '=', id).execute()
  const roundIds = rounds.map((round) => round.id)
  const clicks = await readClicks(tx, roundIds, [sub, userName, attributes['email'] ?? ''])
  if (rounds.some(({ kind }) => kind !== 'settled') || clicks.some(({ ended_at }) => ended_at === null))
    return { kind: 'waiting' } as const
  if (await isMistakable(tx, id)) return { kind: 'imitation' } as const
  const messages = await readMessages(tx, roundIds)
  return { kind: 'forgettable', roundIds, clickIds: clicks.map((click) => click.id), messages } as const
}

type Shown = Awaited<ReturnType<typeof readMessages>>

function placesIn(messages: Shown): readonly Place[] {
  const own = messages.filter(({ others }) => others === 0)
  return own.flatMap(({ channel, ts }) => (ts === null ? [] : [{ channel, ts }]))
}

/** What every pool's memory keeps of an address, also of sign-ups that are forgotten long since. Counts it. */
export async function forgetRemembered(tx: Tx, email: string): Promise<number> {
  const claimed = claimedAddress({ email })
  let count = 0
  if (claimed !== null)
    for (const poolId of await rememberedPools(tx)) count += await forgetPastDecisions(tx, poolId, claimed)
  return count
}

/** By their `sub`, or by their e-mail address, whatever its case. */
export async function findApplicants(
  tx: Tx,
  who: { readonly sub: string } | { readonly email: string },
): Promise<readonly Applicant[]> {
  const address = 'email' in who ? claimedAddress({ email: who.email }) : null
  if ('email' in who && address === null) return []
  const rows = await tx
    .selectFrom('sign_ups')
    .select(['id', 'pool_id', 'sub', 'user_name', 'attributes'])
    .$if('sub' in who, (query) => query.where('sub', '=', 'sub' in who ? who.sub : ''))
    .$if(address !== null, (query) =>
      query
        .where('folded_host', '=', address?.host ?? '')
        .where('folded_address', '=', address?.mailbox ?? ''),
    )
    .execute()
  return rows.map(({ id, pool_id, sub, user_name, attributes }) => ({
    id,
    poolId: pool_id,
    sub,
    userName: user_name,
    attributes: attributesFormat.parse(JSON.parse(attributes)),
  }))
}

/** Clicks on their rounds, and commands in which they were named: commands about others stay. */
async function readClicks(tx: Tx, roundIds: readonly string[], names: readonly string[]) {
  const onThem = await tx
    .selectFrom('clicks')
    .select(['id', 'ended_at'])
    .where('round_id', 'in', ['', ...roundIds])
    .execute()
  const others = await tx
    .selectFrom('clicks')
    .select(['id', 'ended_at', 'request'])
    .where('round_id', 'is', null)
    .where('ended_at', 'is not', null)
    .execute()
  return [...onThem, ...others.filter(({ request }) => isNamed(request, names))]
}

const commandFormat = z.object({ kind: z.literal('command'), text: z.string() })

/** As a word of its own: whoever is called Ann is not meant by Joanna, nor by ann@example.com. */
function isNamed(request: string, names: readonly string[]): boolean {
  const command = commandFormat.safeParse(JSON.parse(request)).data
  if (command === undefined) return false
  const text = spelled(command.text)
  const words = text.split(/[\s<>|"“”(),;]+/)
  return names.some(
    (name) =>
      name !== '' && (isWordIn(text, spelled(name)) || words.some((word) => isSameMailbox(word, name))),
  )
}

function spelled(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}

const continues = /^(?:[\p{L}\p{M}\p{N}@_+-]|[.'’][\p{L}\p{N}])/u
const beginsBefore = /[\p{L}\p{M}\p{N}@._+-]$/u

function isWordIn(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const isWhole = !beginsBefore.test(text.slice(0, at)) && !continues.test(text.slice(at + word.length))
    if (isWhole) return true
  }
  return false
}

async function isMistakable(tx: Tx, id: string): Promise<boolean> {
  const row = await tx.selectFrom('sign_ups').select('is_imitation').where('id', '=', id).executeTakeFirst()
  return row?.is_imitation === 1
}

async function readEvents(
  tx: Tx,
  { poolId, sub }: Pick<Applicant, 'poolId' | 'sub'>,
  clickIds: readonly string[],
): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('audit_events')
    .select('id')
    .where((row) =>
      row.or([
        row.and([row('pool_id', '=', poolId), row('sub', '=', sub)]),
        row('click_id', 'in', ['', ...clickIds]),
      ]),
    )
    .where('applicant_salt', 'is not', null)
    .orderBy('seq')
    .execute()
  return rows.map(({ id }) => id)
}

/** With how many rounds of others each shows. */
async function readMessages(tx: Tx, roundIds: readonly string[]) {
  const shown = await tx
    .selectFrom('message_rounds')
    .innerJoin('messages', 'messages.id', 'message_rounds.message_id')
    .select(['messages.id', 'messages.channel', 'messages.ts', 'message_rounds.round_id as roundId'])
    .where('messages.id', 'in', (from) =>
      from
        .selectFrom('message_rounds as own')
        .select('own.message_id')
        .where('own.round_id', 'in', ['', ...roundIds]),
    )
    .execute()
  return [...new Set(shown.map(({ id }) => id))].flatMap((id) => {
    const rows = shown.filter((row) => row.id === id)
    const others = rows.filter(({ roundId }) => !roundIds.includes(roundId)).length
    return rows.slice(0, 1).map(({ channel, ts }) => ({ channel, ts, others }))
  })
}
