// What a pool in the file must look like, and the pool that it becomes.
import { z } from 'zod'
import { shortAscii } from '../domain/client-metadata.ts'
import type { Pool } from '../domain/pool.ts'
import { looksLikeToken } from './secret.ts'
import { channelFormat, groupFormat, poolIdFormat, regionOf, userFormat } from './settings.ts'

/** The entries of `ClientMetadata` that say who approved, which a file may not replace. */
export const reservedEntries: readonly string[] = ['approvedBy', 'approvedInTeam', 'approvalId', 'approvedAt']

/** Cognito's standard attributes, but for those that every card shows. */
export const standardAttributes: readonly string[] = [
  'address',
  'birthdate',
  'family_name',
  'gender',
  'given_name',
  'identities',
  'locale',
  'middle_name',
  'nickname',
  'picture',
  'preferred_username',
  'profile',
  'sub',
  'updated_at',
  'website',
  'zoneinfo',
]

const nameFormat = z
  .string()
  .refine(
    (name) => /^[^\p{Cc}\p{Zl}\p{Zp}]{1,100}$/u.test(name) && name.trim() === name && !looksLikeToken(name),
  )

// Cognito allows an attribute of one's own 20 of these characters.
const attributeFormat = z
  .string()
  .refine(
    (name) =>
      (standardAttributes.includes(name) ||
        /^(?:dev:)?custom:[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,20}$/u.test(name)) &&
      !looksLikeToken(name),
  )

const metadataText = shortAscii.refine((text) => !looksLikeToken(text))
const metadataKey = metadataText.refine((key) => !reservedEntries.includes(key))

const approversFormat = z.strictObject({ groups: listOf(groupFormat), users: listOf(userFormat) })

const poolFormat = z
  .strictObject({
    id: poolIdFormat,
    name: nameFormat.nullish(),
    channel: channelFormat,
    approvers: approversFormat.nullish(),
    attributes: listOf(attributeFormat),
    client_metadata: z.record(metadataKey, metadataText).nullish(),
  })
  .transform(
    ({ id, name, channel, approvers, attributes, client_metadata }): Pool => ({
      id,
      region: regionOf(id),
      name: name ?? id,
      channel,
      approvers: approvers ?? { groups: [], users: [] },
      attributes,
      clientMetadata: client_metadata ?? {},
    }),
  )

/** The whole file. A key without a value counts as not there. Rules between keys are in pool-rules.ts. */
export const poolsFileFormat = z.strictObject({ pools: z.array(poolFormat).min(1) })

/** Each entry once, in the order given. */
function listOf(entry: z.ZodType<string>) {
  return z
    .array(entry)
    .nullish()
    .transform((entries) => [...new Set(entries)])
}
