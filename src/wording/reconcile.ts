// What `npm run audit -- reconcile` says: who is in a pool and how they came in, and what AWS's own trail knows of that.
import type { HowIn } from '../domain/reconcile.ts'
import type { PoolUser } from '../domain/sign-up.ts'
import type { Comparison, OwnCall, TrailEvent } from '../domain/trail.ts'
import { printable } from './printable.ts'
import { person, type Sentence, time, value } from './sentence.ts'

type Kind = HowIn['kind']

/** Over those who came in like this, in the order in which they are printed: what it means, and what it may be. */
export const howCameIn: { readonly [Each in Kind]: string } = {
  approved: 'approved here',
  against: 'denied here, or undone, and yet let in: somebody let them in elsewhere after that',
  elsewhere:
    'confirmed outside Slack while they waited, as the audit log has noted: by the console or another program, or by a code',
  unnoticed:
    'known here as waiting, as lapsed or as disabled, and confirmed all the same: since Countersign last looked, or while it did not run',
  'never-waited':
    'confirmed before Countersign ever saw them waiting: by a pre sign-up or migration function, by a code or by an administrator within one poll, by an administrator who made them and set their password, or before the store was restored',
  federated: 'let in by an identity provider (EXTERNAL_PROVIDER): nobody approves these',
  invited: 'made by an administrator, and not signed in yet (FORCE_CHANGE_PASSWORD)',
  reset: 'imported from a file, or their password was reset (RESET_REQUIRED): Cognito does not say which',
  'before-records': 'older than the oldest event that is left, so nothing can be said of them',
}

export const reconcileSays = {
  title: (poolId: string, since: Date | null): Sentence => [
    'Pool ',
    value(poolId),
    ...(since === null
      ? [', whose list Countersign has never read to its end, so only those whom it knows are compared']
      : [', watched since ', time(since)]),
    ': everybody who is not waiting, and was made since then or is known here.',
  ],
  count: (kind: Kind, count: number) => `${String(count).padStart(7)}  ${howCameIn[kind]}`,
  unreadable: (count: number) => `${count} users could not be read, and are not counted.`,
  reading: (poolId: string, users: number) => `Pool ${printable(poolId)}: ${users} users read so far.`,
  user: ({ sub, userName, attributes, signedUpAt, isEnabled }: PoolUser, how: HowIn): Sentence => {
    const email = attributes['email']
    return [
      ...(email === undefined ? ['user name ', value(userName)] : [value(email)]),
      ', sub ',
      value(sub),
      ', made ',
      time(signedUpAt),
      ...detail(how),
      ...(isEnabled ? [] : [', disabled now']),
    ]
  },
  limits: [
    'What this can’t show: who confirmed somebody elsewhere (--cloudtrail does, for up to 90 days), users who were deleted since,',
    'users who are older than the installation and never waited here, and what was deleted after AUDIT_RETENTION.',
  ].join('\n'),
  nothingRead: 'The store knows no pool yet, so there is nothing to compare.',
  refused: (action: string, name: string) =>
    `AWS refused ${action} (${printable(name)}). It needs your own credentials with that permission, in the variables that the AWS SDK reads, for example AWS_PROFILE.`,
  noAnswer: (action: string, name: string) =>
    `AWS gave no answer to ${action} (${printable(name)}). Try again later.`,
  wrongDays: '--days: expected a whole number from 1 to 90. CloudTrail’s event history goes back no further.',
} as const

function detail(how: HowIn): Sentence {
  switch (how.kind) {
    case 'against':
      return [`, ${how.what} `, time(how.at), ...(how.by === null ? [] : [' by ', person(how.by.userId)])]
    case 'elsewhere':
      return [', noticed ', time(how.at)]
    case 'never-waited':
      return [
        how.asCreated ? ', not changed since then' : '',
        how.isEmailVerified ? ', e-mail address verified' : '',
      ]
    default:
      return []
  }
}

export const trailSays = {
  estimate: (region: string, requests: number, isAtLeast: boolean) =>
    `CloudTrail in ${printable(region)}: ${isAtLeast ? 'at least' : 'about'} ${requests} requests, at most 2 a second: ${duration(requests / 2)}. Events of all pools of the account come.`,
  window: (from: Date, to: Date): Sentence => [
    'CloudTrail, from ',
    time(from),
    ' to ',
    time(to),
    ': the last 15 minutes are left out, because AWS delivers events late.',
  ],
  both: (count: number) => `In both: ${count}.`,
  onlyInAws: (count: number) =>
    `In AWS and not in this store: ${count}.${count === 0 ? '' : ' Nobody here has asked for these.'}`,
  onlyOurs: (count: number) =>
    `In this store and not in AWS: ${count}.${count === 0 ? '' : ' Were they made in another account, or was this store changed?'}`,
  left: ({ refused, ofOthers }: Comparison, others: number) =>
    `Left out: ${ofOthers} of other pools, ${refused} that AWS refused, ${others} that are not Cognito’s or could not be read.`,
  joined: ({ event, own, isByRequest }: Comparison['both'][number]): Sentence => [
    ...calledIn(event),
    ', for ',
    person(own.by.userId),
    ...(isByRequest
      ? [', request ', value(event.requestId ?? '')]
      : [': the call got no answer, and is joined by sub and time']),
    ...namedOtherwise(event, own),
  ],
  event: (event: TrailEvent): Sentence => [
    ...calledIn(event),
    ', by ',
    value(event.who),
    ...(event.sourceIdentity === null ? [] : [' (', value(event.sourceIdentity), ')']),
    ', from ',
    value(event.from ?? 'an address that AWS does not tell'),
    ...(event.userAgent === null ? [] : [', with ', value(event.userAgent)]),
    ...(event.error === null ? [] : [', which ended in ', value(event.error)]),
  ],
  own: ({ call, sub, at, by, requestId }: OwnCall): Sentence => [
    time(at),
    `  ${call}, sub `,
    value(sub),
    ', for ',
    person(by.userId),
    ...(requestId === null ? [] : [', request ', value(requestId)]),
  ],
} as const

function calledIn({ at, name, sub, poolId }: TrailEvent): Sentence {
  return [
    time(at),
    `  ${name}`,
    ...(sub === null ? [] : [', sub ', value(sub)]),
    ...(poolId === null ? [] : [', pool ', value(poolId)]),
  ]
}

/** Where approvers have sessions of their own, AWS's trail names them too. */
function namedOtherwise({ sourceIdentity }: TrailEvent, { by }: OwnCall): Sentence {
  if (sourceIdentity === null || !sourceIdentity.startsWith('slack-')) return []
  return sourceIdentity === `slack-${by.teamId}-${by.userId}`
    ? []
    : [', but AWS names ', value(sourceIdentity), ': that is somebody else']
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}
