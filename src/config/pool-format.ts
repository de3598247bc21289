// The format of each key of the pools file, and the pools that they become.
import { z } from 'zod'
import { mostRequired } from '../domain/approvals.ts'
import { reservedEntries, shortAscii } from '../domain/client-metadata.ts'
import { longestReason, onDenyFormat, usualReasons } from '../domain/decision.ts'
import { mostRushAt, usualRushAt } from '../domain/digest.ts'
import { mailboxOf } from '../domain/mailbox.ts'
import type { Pool } from '../domain/pool.ts'
import { visibilityFormat } from '../domain/visibility.ts'
import { isZone, minuteOf } from '../domain/wall-time.ts'
import type { Path } from '../wording/config-file.ts'
import { day, durationBetween, longest, parseDuration, readAs } from './duration.ts'

/** Cognito's standard attributes, except those that every card shows. */
export const standardAttributes: readonly string[] = (
  'address birthdate family_name gender given_name identities locale middle_name nickname ' +
  'picture preferred_username profile sub updated_at website zoneinfo'
).split(' ')

// Cognito's own pattern and length; `local` is cognito-local's region.
const poolIdFormat = z.string().regex(/^(?=.{1,55}$)(?:[a-z]{2}(?:-[a-z]+)+-\d+|local)_[0-9A-Za-z]+$/)
const channelFormat = z.string().regex(/^[CG][A-Z0-9]+$/)
const groupFormat = z.string().regex(/^(?:S[A-Z0-9]+|@[a-z0-9._-]+)$/)
const userFormat = z.string().regex(/^[UW][A-Z0-9]+$/)

const domainPattern = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/
const nameFormat = textThat((name) => isOneLine(name) && [...name].length <= 100)

// As the DNS has it: international names in their ASCII form.
const domainFormat = textThat(
  (text) => mailboxOf(`someone@${text}`) === `someone@${text}` && domainPattern.test(text),
)

// Cognito allows up to 20 of these characters in the name of a custom attribute.
const attributeFormat = textThat(
  (name) =>
    standardAttributes.includes(name) || /^(?:dev:)?custom:[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,20}$/u.test(name),
)

/** Slack's limit for an entry of a menu. */
const reasonFormat = textThat((text) => isOneLine(text) && text.length <= longestReason)

/** A duration, or 0 for none; in milliseconds. */
const undoWindowFormat = z.union([z.literal(0), z.string()]).transform((given, context) => {
  const duration = given === 0 || given === '0' ? 0 : parseDuration(given)
  if (duration !== undefined && duration <= 365 * day) return duration
  context.addIssue({ code: 'custom', input: given })
  return z.NEVER
})

/** A duration of at least a second, in milliseconds. */
const orOff = z.union([z.literal('off'), durationBetween(1000, longest)])

/** In minutes from midnight. */
const timeFormat = readAs((text) => minuteOf(text) ?? undefined)
const zoneFormat = z.string().refine(isZone)

const quietHoursFormat = z.strictObject({ from: timeFormat, to: timeFormat, zone: zoneFormat })
const dailyDigestFormat = z.strictObject({ at: timeFormat, zone: zoneFormat })

// IAM's own pattern and lengths, with the role's path.
const roleFormat = textThat((arn) =>
  /^arn:aws[a-z-]*:iam::\d{12}:role\/(?:[!-~]{1,510}\/)?[\w+=,.@-]{1,64}$/.test(arn),
)

const metadataText = textThat((text) => shortAscii.safeParse(text).success)
const metadataKey = metadataText.refine((key) => !reservedEntries.includes(key))

// Cognito's own pattern and length.
const userGroupFormat = textThat((name) => /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u.test(name))

const afterFormat = z.strictObject({
  groups: listOf(userGroupFormat),
  tell_member: z.boolean().nullish(),
  sign_in_needs_group: z.boolean().nullish(),
})

const approversFormat = z.strictObject({ groups: listOf(groupFormat), users: listOf(userFormat) })

const poolShape = z.strictObject({
  id: poolIdFormat,
  name: nameFormat.nullish(),
  channel: channelFormat,
  approvers: approversFormat.nullish(),
  allow_no_email: z.boolean().nullish(),
  expected_domains: listOf(domainFormat),
  attributes: listOf(attributeFormat),
  required_approvals: z.int().min(1).max(mostRequired).nullish(),
  mention: groupFormat.nullish(),
  rush_at: z.int().min(1).max(mostRushAt).nullish(),
  on_deny: onDenyFormat.nullish(),
  deny_reasons: listOf(reasonFormat),
  visibility: visibilityFormat.nullish(),
  undo_window: undoWindowFormat.nullish(),
  after: afterFormat.nullish(),
  memory: durationBetween(day, longest).nullish(),
  remind_after: orOff.nullish(),
  lapse_after: orOff.nullish(),
  quiet_hours: quietHoursFormat.nullish(),
  daily_digest: dailyDigestFormat.nullish(),
  approver_role: roleFormat.nullish(),
  client_metadata: z.record(metadataKey, metadataText).nullish(),
})

export const poolFormat = poolShape.transform(poolFrom)

/** The whole file. A key without a value counts as absent. Rules that span several keys are in pool-rules.ts. */
export const poolsFileFormat = z.strictObject({ pools: z.array(poolFormat).min(1) })

/** Which keys may be used, by the key that holds them. */
export const keysIn: Readonly<Record<string, readonly string[]>> = {
  file: Object.keys(poolsFileFormat.shape),
  'pools[]': Object.keys(poolShape.shape),
  approvers: Object.keys(approversFormat.shape),
  after: Object.keys(afterFormat.shape),
  quiet_hours: Object.keys(quietHoursFormat.shape),
  daily_digest: Object.keys(dailyDigestFormat.shape),
}

/**
 * The key at the end of a path: `file` if the path is empty, and with [] for an entry of that key. The groups of `after` are not
 * those of approvers.
 */
export function keyAt(path: Path): string {
  const [holder, last = holder] = path.slice(-2).map(String)
  if (holder === undefined || last === undefined) return 'file'
  const isEntry = path.length > 1 && (/^\d+$/.test(last) || holder === 'client_metadata')
  const key = isEntry ? `${holder}[]` : last
  return path.at(isEntry ? -3 : -2) === 'after' && key.startsWith('groups') ? `after.${key}` : key
}

function poolFrom({
  allow_no_email,
  approver_role,
  client_metadata,
  expected_domains,
  required_approvals,
  rush_at,
  on_deny,
  deny_reasons,
  undo_window,
  after,
  remind_after,
  lapse_after,
  quiet_hours,
  daily_digest,
  ...pool
}: z.infer<typeof poolShape>): Pool {
  return {
    ...pool,
    region: regionOf(pool.id),
    name: pool.name ?? pool.id,
    approvers: pool.approvers ?? { groups: [], users: [] },
    allowsNoEmail: allow_no_email ?? false,
    expectedDomains: expected_domains,
    requiredApprovals: required_approvals ?? 1,
    mention: pool.mention ?? null,
    rushAt: rush_at ?? usualRushAt,
    onDeny: on_deny ?? 'disable',
    memory: pool.memory ?? null,
    remindAfter: nullIfOff(remind_after ?? remindUnlessSet),
    lapseAfter: nullIfOff(lapse_after ?? 'off'),
    quietHours: quiet_hours ?? null,
    dailyDigest: daily_digest ?? null,
    denyReasons: deny_reasons.length === 0 ? usualReasons : deny_reasons,
    visibility: pool.visibility ?? 'full',
    undoWindow: undo_window ?? day,
    after: {
      groups: after?.groups ?? [],
      tellsMember: after?.tell_member ?? false,
      signInNeedsGroup: after?.sign_in_needs_group ?? false,
    },
    approverRole: approver_role ?? null,
    isFromFile: true,
    clientMetadata: client_metadata ?? {},
  }
}

const remindUnlessSet = 4 * 60 * 60_000

function nullIfOff(duration: number | 'off'): number | null {
  return duration === 'off' ? null : duration
}

/** A pool's region is the first part of its id. */
function regionOf(poolId: string): string {
  return poolId.slice(0, poolId.indexOf('_'))
}

/** Not empty, without control characters, and without spaces around it. */
function isOneLine(text: string): boolean {
  return /^[^\p{Cc}\p{Zl}\p{Zp}]+$/u.test(text) && text.trim() === text
}

/** Whether the text contains a Slack token, or begins a private key. */
export function holdsToken(text: string): boolean {
  return /(?:xox[a-z]|xapp|xwfp)[-._%]|-BEGIN[A-Z]*PRIVATEKEY-/i.test(text.replace(/[\p{C}\p{Z}]/gu, ''))
}

/** Refuses tokens: they would be shown in Slack, or sent to the pool's function. */
function textThat(isRight: (text: string) => boolean) {
  return z.string().refine((text) => isRight(text) && !holdsToken(text))
}

/** Keeps each entry once, in the given order. */
function listOf(entry: z.ZodType<string>) {
  return z
    .array(entry)
    .nullish()
    .transform((entries) => [...new Set(entries)])
}
