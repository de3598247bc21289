// What people mix up, and the sentence that helps each of them out. No sentence repeats what was given.

type MixUp = readonly [looksLike: RegExp, advice: string]

/** The advice for a wrong value of this variable or key (of a list: for one entry), if it is a known mix-up. */
export function adviceOn(name: string, text: string): string | undefined {
  const known = [...(swapped[name] ?? []), ...everywhere, ...(mixUps[name] ?? [])]
  return known.find(([looksLike]) => looksLike.test(text))?.[1]
}

function placeholder(token: string, page: string): string {
  return `It is still this placeholder: put the ${token} there, from the app's page, ${page}.`
}

const quoted: MixUp = [/^["'].*["']$/s, 'Leave out the quotation marks.']

const swapped: Readonly<Record<string, readonly MixUp[]>> = {
  SLACK_BOT_TOKEN: [
    [/^xapp-/i, 'An app-level token belongs in SLACK_APP_TOKEN: perhaps the two are swapped.'],
    [/^xoxb-your-bot-token$/, placeholder('Bot User OAuth Token', 'OAuth & Permissions')],
  ],
  SLACK_APP_TOKEN: [
    [/^xoxb-/i, 'A bot token belongs in SLACK_BOT_TOKEN: perhaps the two are swapped.'],
    [/^xapp-your-app-token$/, placeholder('app-level token', 'Basic Information')],
  ],
  APPROVAL_SIGNING_KEY: [
    quoted,
    [/your-key/, 'It is still this placeholder: npm run keys makes a key.'],
    [/BEGIN ENCRYPTED/, 'It is encrypted: a key without a passphrase is expected. npm run keys makes one.'],
    [/BEGIN PUBLIC/, 'It is a public key, which belongs to the function: the private one is expected here.'],
    [/BEGIN (?:RSA|DSA|EC) /, 'It is a key of another type: npm run keys makes one.'],
    [/BEGIN OPENSSH/, 'It is in OpenSSH’s own format: npm run keys makes one in PKCS#8.'],
    // The key's type stands at the same place in each.
    [/BEGIN PRIVATE KEY(?!.*BQYDK2Vw)/s, 'It is a key of another type: npm run keys makes one.'],
    [/BEGIN PRIVATE KEY/, 'Part of it is missing, or something else stands beside it.'],
  ],
  SLACK_SIGNING_SECRET: [[/^your-signing-secret$/, placeholder('Signing Secret', 'Basic Information')]],
}

const everywhere: readonly MixUp[] = [
  quoted,
  [
    /(?:xox[a-z]|xapp|xwfp)-/i,
    'A bot token belongs in SLACK_BOT_TOKEN, an app-level token in SLACK_APP_TOKEN.',
  ],
  [/-BEGIN [A-Z ]*PRIVATE KEY-/, 'A private key belongs in APPROVAL_SIGNING_KEY.'],
]

const durationMixUps: readonly MixUp[] = [[/^\d+$/, 'The unit is missing: ms, s, m, h or d.']]

const timeMixUps: readonly MixUp[] = [
  [/^\d:\d\d$/, 'The hour has two digits: 07:00.'],
  [/^\d{1,2}(?::\d\d)?\s*[ap]\.?m\.?$/i, 'The hours count to 23: 20:00 is 8 p.m.'],
  [/^24:00$/, 'Midnight is 00:00.'],
]

const zoneMixUps: readonly MixUp[] = [[/^/, 'Its name is that of a place, such as America/New_York, or UTC.']]

const poolIdMixUps: readonly MixUp[] = [
  [/^arn:/i, 'An ARN will not do: the id is its last part, after userpool/.'],
  [/^https?:/i, "An address will not do: the id is the last part of the pool's."],
  [/^[a-z]{2}(?:-[a-z]+)+-\d+:/, 'This looks like the id of an identity pool, which is something else.'],
  [/^[0-9a-z]+$/, "This looks like the id of an app client: the pool's id is on the pool's overview page."],
]

const channelMixUps: readonly MixUp[] = [
  [/^/, "In Slack, open the channel's details: the id is at the bottom."],
]

const groupMixUps: readonly MixUp[] = [
  [/^@/, 'A handle has only lower-case letters, digits, "-", "_" and ".".'],
  [/^[a-z0-9._-]+$/, 'A handle begins with @.'],
]

const userMixUps: readonly MixUp[] = [
  [/^/, "A name or an e-mail address will not do. In Slack, open the person's profile, ⋮, Copy member ID."],
]

const isUser = /^[UW][A-Z0-9]+$/
const isGroup = /^S[A-Z0-9]+$/

function postgres(rest: string): RegExp {
  return new RegExp(`^postgres(?:ql)?://${rest}`, 'i')
}

/** In the order in which they would be noticed. */
const postgresMixUps: readonly MixUp[] = [
  [/^jdbc:/i, 'Leave out "jdbc:".'],
  [/^postgres(?:ql)?\+/i, 'Leave out the "+" and the driver behind it.'],
  [/^postgres(?:ql)?:(?!\/\/)/i, 'After "postgres:" come two slashes.'],
  [postgres('(?:[^/?]*@)?[^/?@]*,'), 'Give one host: several are not supported.'],
  [postgres('(?!.*@)'), 'The user is missing: it stands before an "@".'],
  [
    postgres('[^?]*@[^/?]*\\/?(?:\\?|$)'),
    "The database's name is missing: it follows the host, after a slash.",
  ],
  [
    postgres('[^?]*@\\/'),
    'The host is missing: it stands between "@" and "/". The folder of a Unix socket is written there with %2F for each slash.',
  ],
  [
    postgres('.*[?&]sslmode=(?!(?:disable|prefer|require|verify-ca|verify-full)(?:&|$))'),
    'sslmode is disable, prefer, require, verify-ca or verify-full.',
  ],
  [
    postgres('(?=.*[?&]sslmode=verify)(?!.*[?&]sslrootcert=[^&])'),
    "To verify the server, sslrootcert names the file of its authority's certificate, or is system with verify-full.",
  ],
  [
    postgres('(?=.*[?&]sslrootcert=system)(?=.*[?&]sslmode=(?!verify-full))'),
    'sslrootcert=system goes with sslmode=verify-full only.',
  ],
  [
    postgres('(?:(?=.*[?&]sslcert=)(?!.*[?&]sslkey=)|(?=.*[?&]sslkey=)(?!.*[?&]sslcert=))'),
    'sslcert and sslkey go together.',
  ],
  [
    postgres('.*[?&](?!(?:sslmode|sslrootcert|sslcert|sslkey)=)[^=&]'),
    'After the "?" only sslmode, sslrootcert, sslcert and sslkey are understood. If the password holds a "?", write %3F.',
  ],
  [
    postgres(''),
    'In a user name or password, special characters are percent-encoded: "@" is %40, ":" %3A, "/" %2F, "#" %23, "%" %25.',
  ],
]

const attributeMixUps: readonly MixUp[] = [
  [/^(?:email|phone_number|name)(?:_verified)?$/, 'Every card shows it: leave it out.'],
  [/^[^:]{1,20}$/, "An attribute of one's own begins with custom:."],
]

const roleMixUps: readonly MixUp[] = [
  [/^arn:[\w-]+:sts:/i, 'This looks like a session: the ARN of the role itself begins with arn:aws:iam.'],
  [/:(?:user|group|policy|instance-profile)\//i, 'This is the ARN of something else than a role.'],
  [/^(?!arn:)/i, "In the IAM console, the ARN is in the role's summary."],
]

/** By variable, and by key of the file that `CONFIG_FILE` names. */
const mixUps: Readonly<Record<string, readonly MixUp[]>> = {
  COGNITO_USER_POOL_ID: poolIdMixUps,
  id: poolIdMixUps,
  APPROVAL_CHANNEL: channelMixUps,
  channel: channelMixUps,
  APPROVER_GROUPS: [[isUser, "A user's id belongs in APPROVER_USERS."], ...groupMixUps],
  'groups[]': [[isUser, "A user's id belongs in users."], ...groupMixUps],
  APPROVER_USERS: [[isGroup, "A user group's id belongs in APPROVER_GROUPS."], ...userMixUps],
  'users[]': [[isGroup, "A user group's id belongs in groups."], ...userMixUps],
  'attributes[]': attributeMixUps,
  SHOWN_ATTRIBUTES: attributeMixUps,
  APPROVER_ROLE_ARN: roleMixUps,
  approver_role: roleMixUps,
  PORT: [[/^[^:]*:\d+$/, 'The address belongs in HOST.']],
  HOST: [
    [/^https?:/i, 'Leave out everything but the address.'],
    [/:\d+$/, 'The port belongs in PORT.'],
  ],
  OBSERVE_PORT: [[/^[^:]*:\d+$/, 'The address belongs in OBSERVE_HOST.']],
  OBSERVE_HOST: [
    [/^https?:/i, 'Leave out everything but the address.'],
    [/:\d+$/, 'The port belongs in OBSERVE_PORT.'],
  ],
  HEARTBEAT_URL: [
    [/^(?!https?:)/i, 'It begins with https:// or, for this very machine, http://.'],
    [/\/\/[^/]*@/, 'Leave out the user name and the password.'],
    [/^http:/i, 'Its path would travel unencrypted: use https.'],
  ],
  CONFIG_FILE: [[/^~/, 'The "~" is not replaced: write the whole path.']],
  POLL_INTERVAL: durationMixUps,
  RETENTION: durationMixUps,
  AUDIT_RETENTION: durationMixUps,
  BACKLOG_AGE: durationMixUps,
  remind_after: durationMixUps,
  lapse_after: durationMixUps,
  from: timeMixUps,
  to: timeMixUps,
  at: timeMixUps,
  zone: zoneMixUps,
  DATABASE_URL: [
    ...postgresMixUps,
    [/:memory:/, 'A database in memory would lose every decision on a restart.'],
    [/^sqlite:\/\//i, 'The path follows sqlite: at once, without "//".'],
    [/^sqlite:/i, 'The path is missing.'],
    [/^(?![a-z][a-z0-9+.-]+:)/i, 'The scheme is missing: put sqlite: before the path.'],
  ],
  SLACK_API_URL: [
    [/^(?!https?:)/i, 'It begins with https:// or, for this very machine, http://.'],
    [/\/\/[^/]*@/, 'Leave out the user name and the password.'],
    [/[?#]/, 'Leave out everything from "?" or "#" on.'],
    [/^http:/i, 'The bot token would travel unencrypted: use https.'],
  ],
}
