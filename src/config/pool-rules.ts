// Rules that span several values of the file. They are checked even if the file has other problems.
import { z } from 'zod'
import { mostRequired } from '../domain/approvals.ts'
import { mostFixedEntries } from '../domain/client-metadata.ts'
import { mostReasons } from '../domain/decision.ts'
import { mostGroups } from '../domain/pool.ts'
import { isWithin } from '../domain/quiet-hours.ts'
import { minuteOf } from '../domain/wall-time.ts'
import { fileSays, type Path } from '../wording/config-file.ts'

interface BrokenRule {
  readonly path: Path
  readonly says: string
}

/** Every rule that the file breaks. Ignores values in a wrong format: pool-format.ts refuses them. */
export function brokenRules(file: unknown): readonly BrokenRule[] {
  const pools = outlineFormat.parse(file)
  return [...pools.flatMap(brokenInPool), ...takenBefore(pools)]
}

const text = z.string().optional().catch(undefined)
const noEntry = z.tuple([]).nullish()
const nobody = z.object({ groups: noEntry, users: noEntry }).nullish()
/** Nobody but these: how many a group has is not known here. */
const onlyUsers = z.object({ groups: noEntry, users: z.array(z.string()) })

const timeOfDay = z.string().transform(minuteOf).catch(null)
const quietOutline = z.object({ from: timeOfDay, to: timeOfDay, zone: text })
const digestOutline = z.object({ at: timeOfDay, zone: text })

const poolOutline = z
  .object({
    id: text,
    name: text,
    approvers: z.unknown().optional(),
    expected_domains: z.array(z.unknown()).catch([]),
    attributes: z.array(z.unknown()).catch([]),
    deny_reasons: z.array(z.unknown()).catch([]),
    required_approvals: z.int().max(mostRequired).catch(1),
    after: z
      .object({ groups: z.array(z.unknown()).catch([]), sign_in_needs_group: z.boolean().catch(false) })
      .catch({ groups: [], sign_in_needs_group: false }),
    quiet_hours: quietOutline.optional().catch(undefined),
    daily_digest: digestOutline.optional().catch(undefined),
    client_metadata: z.record(z.string(), z.unknown()).catch({}),
  })
  .optional()
  .catch(undefined)
type Outline = z.infer<typeof poolOutline>
type Quiet = NonNullable<Outline>['quiet_hours']

const outlineFormat = z
  .object({ pools: z.array(poolOutline) })
  .transform(({ pools }) => pools)
  .catch([])

function brokenInPool(pool: Outline, index: number): readonly BrokenRule[] {
  if (pool === undefined) return []
  const rule = (key: string, isBroken: boolean, says: (path: Path) => string) => {
    const path = ['pools', index, key]
    return isBroken ? [{ path, says: says(path) }] : []
  }
  const attributes = new Set(pool.attributes).size
  const reasons = new Set(pool.deny_reasons).size
  const groups = new Set(pool.after.groups).size
  const domains = new Set(pool.expected_domains).size
  const entries = Object.keys(pool.client_metadata).length
  const people = new Set(onlyUsers.safeParse(pool.approvers).data?.users).size
  const required = pool.required_approvals
  return [
    ...rule('approvers', nobody.safeParse(pool.approvers).success, fileSays.nobodyMayApprove),
    ...rule('required_approvals', people > 0 && required > people, (path) =>
      fileSays.tooFewApprovers(path, people),
    ),
    ...rule('attributes', areTooMany(pool.attributes), (path) =>
      fileSays.tooManyAttributes(path, attributes),
    ),
    ...rule('deny_reasons', reasons > mostReasons, (path) => fileSays.tooManyReasons(path, reasons)),
    ...rule('after', groups > mostGroups, (path) => fileSays.tooManyGroups([...path, 'groups'], groups)),
    ...rule('after', pool.after.sign_in_needs_group && groups === 0, (path) =>
      fileSays.needsNoGroup([...path, 'sign_in_needs_group']),
    ),
    ...rule('expected_domains', domains > 100, (path) => fileSays.tooManyDomains(path, domains)),
    ...rule('quiet_hours', isNoTime(pool.quiet_hours), fileSays.noQuietTime),
    ...rule('daily_digest', isNeverSent(pool), fileSays.digestInQuietHours),
    ...rule('client_metadata', entries > mostFixedEntries, (path) => fileSays.tooManyEntries(path, entries)),
  ]
}

function isNoTime(quiet: Quiet): boolean {
  return quiet !== undefined && quiet.from !== null && quiet.from === quiet.to
}

/** Whether the digest's time lies in the quiet hours. By the clocks of two zones, that may differ from day to day. */
function isNeverSent({ quiet_hours: quiet, daily_digest: digest }: NonNullable<Outline>): boolean {
  if (quiet?.from == null || quiet.to === null || digest?.at == null) return false
  return quiet.zone === digest.zone && isWithin(digest.at, { from: quiet.from, to: quiet.to })
}

/** Whether a card that shows these attributes could not be read. */
export function areTooMany(attributes: readonly unknown[]): boolean {
  return new Set(attributes).size > 10
}

/** Names are unique in any capitalisation, and are no other pool's id. Ids are unique as Cognito writes them. */
function takenBefore(pools: readonly Outline[]): readonly BrokenRule[] {
  const ids = firstPlaces(pools.map((pool) => pool?.id))
  const idsInAnyCase = firstPlaces(pools.map((pool) => pool?.id?.toLowerCase()))
  const names = firstPlaces(pools.map((pool) => pool?.name?.toLowerCase()))
  return pools.flatMap((pool, index) => {
    const name = pool?.name?.toLowerCase()
    const taken = (key: string, holder: number | undefined, heldKey: string) => {
      if (holder === undefined || holder === index) return []
      const path = ['pools', index, key]
      return [{ path, says: fileSays.taken(path, ['pools', holder, heldKey]) }]
    }
    const byName = [...taken('name', idsInAnyCase.get(name), 'id'), ...taken('name', names.get(name), 'name')]
    return [...taken('id', ids.get(pool?.id), 'id'), ...byName.slice(0, 1)]
  })
}

/** The index at which each text occurs first. */
function firstPlaces(texts: readonly (string | undefined)[]): ReadonlyMap<string | undefined, number> {
  const lastFirst = texts.map((each, index) => [each, index] as const).toReversed()
  return new Map(lastFirst.filter(([each]) => each !== undefined))
}
