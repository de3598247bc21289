// What an operator reads if the pools file is wrong.
import { expect, test } from 'vitest'
import { environment, problemsIn } from './environment.ts'
import { goodFile, poolWith, problemsInFile, required } from './pools-file.ts'

test('every problem in a file is reported at once, each with its line', () => {
  const file = `pools:
  - id: us-east-1_AbC
    chanel: C1
    name: 42
    approvers:
      groups: [U1, "admins"]
      users: ada
    attributes: [email]
    client_metadata: { approvedBy: me, tier: 3 }
  - id: us-east-1_AbC
    name: us-east-1_abc
    channel: #approvals
    approvers:
      groups: []
      users:
  - channel:
      "#approvals"
    approvers: { users: [U1] }
  - everything
`
  expect(problemsInFile(file)).toEqual([
    'CONFIG_FILE line 3: pools[0] has an unknown key. Did you mean channel?',
    'CONFIG_FILE line 4: pools[0].name is a number. Expected a text of 1 to 100 characters on one line, ' +
      'for example Customers. Put it in quotation marks.',
    `CONFIG_FILE line 6: pools[0].approvers.groups[0] has a wrong value. Expected a user group's id or @handle, ` +
      `for example "@sign-up-approvers". A user's id belongs in users.`,
    `CONFIG_FILE line 6: pools[0].approvers.groups[1] has a wrong value. Expected a user group's id or @handle, ` +
      'for example "@sign-up-approvers". A handle begins with @.',
    `CONFIG_FILE line 7: pools[0].approvers.users has a wrong value. Expected a list of users' ids, for example ` +
      '[U0123456789, U9876543210]. Write a list: its entries in square brackets, or each on a line that begins with "- ".',
    `CONFIG_FILE line 8: pools[0].attributes[0] has a wrong value. Expected an attribute's name as Cognito has it, ` +
      'for example custom:company. Every card shows it: leave it out.',
    'CONFIG_FILE line 9: pools[0].client_metadata.approvedBy is what Countersign itself tells of an approval. ' +
      'Expected another key.',
    'CONFIG_FILE line 9: an entry of pools[0].client_metadata is a number. Expected a text of 1 to 256 printable ' +
      'ASCII characters, for example customers. Put it in quotation marks.',
    'CONFIG_FILE line 10: pools[1].id is the same as pools[0].id. Expected each pool once, with a name of its own.',
    'CONFIG_FILE line 11: pools[1].name is the same as pools[0].id. Expected each pool once, with a name of its own.',
    `CONFIG_FILE line 12: pools[1].channel is empty. Expected a channel's id, for example C0123456789. ` +
      'What follows a "#" is a comment to YAML.',
    'CONFIG_FILE line 13: pools[1].approvers names nobody, so nobody could approve a sign-up. Expected at least ' +
      'one user group or user, for example groups: ["@sign-up-approvers"] or users: [U0123456789].',
    'CONFIG_FILE line 16: pools[2].id is missing. Expected a user pool id, for example us-east-1_AbCdEfGhI.',
    `CONFIG_FILE line 16: pools[2].channel has a wrong value. Expected a channel's id, for example C0123456789. ` +
      `In Slack, open the channel's details: the id is at the bottom.`,
    'CONFIG_FILE line 19: pools[3] has a wrong value. Expected a pool with its keys, for example ' +
      '{ id: us-east-1_AbCdEfGhI, channel: C0123456789, approvers: { users: [U0123456789] } }.',
  ])
})

test.each([
  'approvers:',
  'approvers: {}',
  'approvers: { groups: [], users: [] }',
  'approvers: { groups: , users: ~ }',
  '',
])('a pool with the approvers %j is refused, because nobody could approve', (approvers) => {
  const line = approvers === '' ? 2 : 4
  expect(problemsInFile(poolWith('channel: C1', approvers))).toEqual([
    expect.stringMatching(`^CONFIG_FILE line ${line}: pools\\[0\\]\\.approvers names nobody`),
  ])
})

test.each([
  ['id: us-east-1', 'pools[0].id has a wrong value.'],
  ['id: arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_A', 'An ARN will not do'],
  ['id: 5', 'pools[0].id is a number.'],
  ['channel: 0123456789', 'pools[0].channel is a number. Expected a channel’s id'.replace('’', "'")],
  ['channel: [C1]', 'pools[0].channel is a list.'],
  ['channel: approvals', "In Slack, open the channel's details"],
  ['name: ""', 'pools[0].name has a wrong value.'],
  ['name: " x"', 'pools[0].name has a wrong value.'],
  ['name: "a\\nb"', 'pools[0].name has a wrong value.'],
  [`name: ${'x'.repeat(101)}`, 'Expected a text of 1 to 100 characters on one line'],
  ['name: true', 'pools[0].name is a boolean.', 'Put it in quotation marks.'],
  ['approvers: [U1]', 'pools[0].approvers is a list.', 'for example { users: [U0123456789] }'],
  ['approvers: everybody', 'pools[0].approvers has a wrong value.'],
  ['approvers: { users: "U1,U2" }', 'pools[0].approvers.users has a wrong value.', 'Write a list'],
  [
    'approvers: { users: [U1, ada@example.com] }',
    'users[1] has a wrong value.',
    'an e-mail address will not do',
  ],
  ['approvers: { users: [S1] }', "A user group's id belongs in groups."],
  ['approvers: { users: [U1, ] , groups: [ ~ ] }', 'pools[0].approvers.groups[0] is empty.'],
  ['approvers: { groups: ["@Admins"] }', 'A handle has only lower-case letters'],
  ['approvers: { groups: [@admins] }', 'A value that begins with "@", "`" or "%" needs quotation marks'],
  ['approvers: { user: [U1] }', 'pools[0].approvers has an unknown key. Did you mean users?'],
  ['aprovers: { users: [U1] }', 'Did you mean approvers?'],
  ['attributes: custom:company', 'Write a list'],
  ['attributes: [company]', "An attribute of one's own begins with custom:."],
  ['attributes: [custom: company]', 'attributes[0] holds keys.', 'Leave out the space after the colon.'],
  ['attributes: [givenName]', 'Did you mean given_name?'],
  ['attributes: [phone_number_verified]', 'Every card shows it: leave it out.'],
  [`attributes: ["custom:${'x'.repeat(21)}"]`, "Expected an attribute's name as Cognito has it"],
  [
    `attributes: [${'abcdefghijk'.replaceAll(/./g, 'custom:$&, ')}]`,
    'names 11 attributes. Expected at most 10',
  ],
  ['allow_no_email: yes', 'pools[0].allow_no_email has a wrong value. Expected true or false'],
  ['allow_no_emails: true', 'Did you mean allow_no_email?'],
  ['approver_role: countersign-approver', "Expected a role's ARN", 'the ARN is in the role'],
  ['approver_role: arn:aws:sts::123456789012:assumed-role/a/b', 'This looks like a session'],
  ['approver_role: arn:aws:iam::123456789012:user/ada', 'something else than a role'],
  ['approver_role: arn:aws:iam::12345:role/a', "Expected a role's ARN"],
  ['visibility: none', 'visibility has a wrong value. Expected full, masked or domain'],
  ['undo_window: 24', 'Expected a duration of at most 365d, or 0'],
  ['undo_window: 366d', 'undo_window has a wrong value'],
  ['rush_at: 0', 'rush_at has a wrong value. Expected a whole number from 1 to 1,000'],
  ['rush_at: 1001', 'rush_at has a wrong value. Expected a whole number from 1 to 1,000'],
  ['rush_at: off', 'rush_at has a wrong value. Expected a whole number from 1 to 1,000'],
  [
    'after: { groups: customers }',
    'after.groups has a wrong value. Expected a list of at most 5',
    'Write a list',
  ],
  [
    'after: { groups: [two words] }',
    "after.groups[0] has a wrong value. Expected a group's name as Cognito has it",
  ],
  [`after: { groups: [${'x'.repeat(129)}] }`, 'after.groups[0] has a wrong value'],
  ['after: { groups: [a, b, c, d, e, f] }', 'after.groups names 6 groups. Expected at most 5'],
  ['after: { group: [customers] }', 'Did you mean groups?'],
  ['after: { tell_members: true }', 'Did you mean tell_member?'],
  ['after: { tell_member: yes }', 'tell_member has a wrong value. Expected true or false'],
  ['after: { sign_in_needs_group: true }', 'is true, but no group is named'],
  ['after: [customers]', 'after is a list. Expected groups, tell_member or sign_in_needs_group'],
  ['tell_member: true', "Did you mean tell_member, in a pool's after?"],
  ['required_approvals: 0', 'required_approvals has a wrong value. Expected a whole number from 1 to 5'],
  ['required_approvals: 6', 'required_approvals has a wrong value. Expected a whole number from 1 to 5'],
  ['required_approvals: 1.5', 'required_approvals has a wrong value. Expected a whole number from 1 to 5'],
  ['required_approvals: two', 'required_approvals has a wrong value. Expected a whole number from 1 to 5'],
  ['required_approvals: 4', 'asks for more people than may approve: approvers names 3.'],
  ['mention: "@here everyone"', "mention has a wrong value. Expected a user group's id or @handle"],
  ['mention: sign-up-approvers', "mention has a wrong value. Expected a user group's id or @handle"],
  ['on_deny: delete', 'on_deny has a wrong value. Expected disable or keep'],
  ['memory: 400', 'memory is a number. Expected a duration from 1d to 36500d, for example 800d'],
  ['memory: 1h', 'memory has a wrong value. Expected a duration from 1d to 36500d'],
  ['remind_after: 4', 'remind_after is a number. Expected a duration of at least 1s, or off'],
  ['remind_after: "4"', 'The unit is missing: ms, s, m, h or d.'],
  ['remind_after: 999ms', 'remind_after has a wrong value'],
  ['remind_afer: 4h', 'Did you mean remind_after?'],
  ['lapse_after: never', 'lapse_after has a wrong value. Expected a duration of at least 1s, or off'],
  ['quiet_hours: 20:00', 'quiet_hours has a wrong value. Expected from, to and zone, for example { from:'],
  ['quiet_hours: { from: "20:00", to: "07:00" }', 'quiet_hours.zone is missing.'],
  ['quiet_hours: { from: "20:00", to: "7:00", zone: UTC }', 'The hour has two digits: 07:00.'],
  ['quiet_hours: { from: "8pm", to: "07:00", zone: UTC }', 'The hours count to 23: 20:00 is 8 p.m.'],
  ['quiet_hours: { from: "20:00", to: "24:00", zone: UTC }', 'Midnight is 00:00.'],
  [
    'quiet_hours: { from: "20:00", to: "07:00", zone: Berlin }',
    'zone has a wrong value. Expected the name of',
  ],
  ['quiet_hours: { form: "20:00", to: "07:00", zone: UTC }', 'Did you mean from?'],
  ['quiet_hours: { from: "20:00", to: "20:00", zone: UTC }', 'quiet_hours begins when it ends.'],
  ['daily_digest: "09:00"', 'daily_digest has a wrong value. Expected at and zone'],
  ['daily_digest: { at: 9, zone: UTC }', 'daily_digest.at is a number. Expected a time of day'],
  ['daily_digest: { at: "09:00", zon: UTC }', 'Did you mean zone?'],
  ['zone: UTC', "Did you mean zone, in a pool's quiet_hours?"],
  ['deny_reasons: Spam', 'Write a list'],
  [`deny_reasons: [${'x'.repeat(76)}]`, 'Expected a text of 1 to 75 characters on one line'],
  ['deny_reasons: ["two\\nlines"]', 'Expected a text of 1 to 75 characters on one line'],
  ['deny_reasons: [""]', 'deny_reasons[0] has a wrong value'],
  [
    `deny_reasons: [${Array.from({ length: 101 }, (_, index) => `r${index}`).join(', ')}]`,
    'names 101 reasons. Expected at most 100',
  ],
  ['expected_domains: acme.example', 'Write a list'],
  ['expected_domains: ["@acme.example"]', 'expected_domains[0] has a wrong value.', 'without @'],
  ['expected_domains: [Acme.example]', 'expected_domains[0] has a wrong value.', 'in small ASCII letters'],
  ['expected_domains: [bücher.example]', 'expected_domains[0] has a wrong value.', 'in small ASCII letters'],
  ['expected_domains: [acme]', 'expected_domains[0] has a wrong value. Expected a domain'],
  [
    `expected_domains: [${Array.from({ length: 101 }, (_, index) => `d${index}.example`).join(', ')}]`,
    'names 101 domains. Expected at most 100',
  ],
  ['client_metadata: [a]', 'pools[0].client_metadata is a list. Expected at most 6 entries of text'],
  ['client_metadata: { a: { b: c } }', 'an entry of pools[0].client_metadata holds keys.'],
  ['client_metadata: { a: }', 'an entry of pools[0].client_metadata is empty.'],
  ['client_metadata: { a: é }', 'an entry of pools[0].client_metadata has a wrong value.', 'printable ASCII'],
  ['client_metadata: { é: a }', 'pools[0].client_metadata has an unusual key.'],
  ['client_metadata: { approvers: a }', 'is what Countersign itself tells of an approval'],
  ['client_metadata: { approvalId: a }', 'is what Countersign itself tells of an approval'],
  ['client_metadata: { a: A, b: B, c: C, d: D, e: E, f: F, g: G }', 'has 7 entries. Expected at most 6'],
  ['region: us-east-1', "The region is the first part of the pool's id"],
  ['channel_id: C1', 'Did you mean channel?'],
  ['client-metadata: {}', 'Did you mean client_metadata?'],
  ['clientMetadata: {}', 'Did you mean client_metadata?'],
  ['users: [U1]', "Did you mean users, in a pool's approvers?"],
  ['pools: []', 'Did you mean pools, at the top of the file?'],
  ['POLL_INTERVAL: 1s', 'It stays a variable of the environment, POLL_INTERVAL.'],
  ['<<: {}', 'pools[0] has an unknown key. Expected only id, name, channel'],
  ['__proto__: {}', 'pools[0] has an unknown key.'],
])('%s is answered with %j', (line, ...sayings) => {
  const [key = ''] = line.split(':')
  const others = ['id: local_1', ...required].filter((other) => !other.startsWith(`${key}:`))
  const isInstead = /^a?p+rovers:/.test(line)
  const kept = isInstead ? others.filter((other) => !other.startsWith('approvers')) : others
  const problems = problemsInFile(`pools:\n  -\n${[...kept, line].map((each) => `    ${each}\n`).join('')}`)
  expect(problems).toHaveLength(1)
  expect(problems[0]).toMatch(new RegExp(`^CONFIG_FILE line ${kept.length + 3}: `))
  for (const saying of sayings) expect(problems[0]).toContain(saying)
})

test.each([
  ['', 'the file is empty. Expected the key pools with a list of pools'],
  ['# nothing but a comment\n', 'the file is empty.'],
  ['hello', 'the file holds no keys.'],
  ['- id: local_1', 'the file is a list.'],
  ['{}', 'pools is missing.'],
  ['pools:', 'pools is empty.'],
  ['pools: []', 'pools is an empty list. Expected a list of at least one pool'],
  ['pools: { id: local_1 }', 'pools holds keys.'],
  ['pool: []', 'the file has an unknown key. Did you mean pools?'],
])('the file %j is answered with %j', (text, saying) => {
  const [problem = '', ...others] = problemsInFile(text)
  expect(others).toEqual([])
  expect(problem.startsWith('CONFIG_FILE line 1: ')).toBe(true)
  expect(problem).toContain(saying)
})

test('names must differ in more than capitalisation; ids need not', () => {
  const pool = (id: string, name: string) =>
    `  - { id: ${id}, name: ${name}, channel: C1, approvers: { users: [U1] } }\n`
  const file = `pools:\n${pool('local_a', 'Shop')}${pool('local_A', 'SHOP')}`
  expect(problemsInFile(file)).toEqual([
    expect.stringContaining('3: pools[1].name is the same as pools[0].name.'),
  ])
})

test('a problem in what two pools share by an alias is reported for both, with the same line', () => {
  const file = `${poolWith('channel: C1', 'approvers: &all', '  users: [x]')}  - { id: local_2, channel: C1, approvers: *all }\n`
  expect(problemsInFile(file)).toEqual([
    expect.stringContaining('CONFIG_FILE line 5: pools[0].approvers.users[0] has a wrong value.'),
    expect.stringContaining('CONFIG_FILE line 5: pools[1].approvers.users[0] has a wrong value.'),
  ])
})

test('of hundreds of problems, the first hundred are reported, and that there are more', () => {
  const problems = problemsInFile(`pools:\n${'  - x\n'.repeat(500)}`)
  expect(problems).toHaveLength(101)
  expect(problems.slice(-2)).toEqual([
    expect.stringContaining('CONFIG_FILE line 101: pools[99] has a wrong value.'),
    'CONFIG_FILE line 102: There are more problems from here on.',
  ])
})

test.each([
  'COGNITO_USER_POOL_ID',
  'APPROVAL_CHANNEL',
  'APPROVER_GROUPS',
  'APPROVER_USERS',
  'POOL_NAME',
  'SHOWN_ATTRIBUTES',
])('%s must be removed beside a file, because the file replaces it', (name) => {
  const tokens = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' }
  expect(problemsIn({ ...tokens, CONFIG_FILE: 'good.yml', [name]: 'x' }, () => goodFile)).toEqual([
    `${name} is set beside CONFIG_FILE, which replaces it. Remove ${name}: the file says it for each pool.`,
  ])
})

test('problems of the variables and of the file are reported together', () => {
  const given = {
    SLACK_BOT_TOKEN: 'x',
    SLACK_APP_TOKEN: 'xapp-1',
    APPROVAL_CHANNEL: 'C1',
    CONFIG_FILE: 'a/b.yml',
  }
  expect(problemsIn(given, () => 'pools:').map((line) => line.split(' ')[0])).toEqual([
    'SLACK_BOT_TOKEN',
    'APPROVAL_CHANNEL',
    'CONFIG_FILE',
  ])
})

test.each([
  [
    './no-such-file.yml',
    'CONFIG_FILE: there is no such file. Expected a YAML file, its path relative to the working directory, for example ./countersign.yml.',
  ],
  ['./package.json/x.yml', 'there is no such file.'],
  ['./src', 'CONFIG_FILE: that is a folder.'],
  ['"countersign.yml"', 'Leave out the quotation marks.'],
  ['~/countersign.yml', 'The "~" is not replaced: write the whole path.'],
  ['a\0b', "it can't be read (ERR_INVALID_ARG_VALUE)."],
])('the file %j, which is not readable, is answered with %j', (path, saying) => {
  const { SLACK_BOT_TOKEN, SLACK_APP_TOKEN } = environment()
  const problems = problemsIn({ SLACK_BOT_TOKEN, SLACK_APP_TOKEN, CONFIG_FILE: path })
  expect(problems).toEqual([expect.stringContaining(saying)])
})

test('a file that this process may not read is reported as such, and an unexpected error is thrown', () => {
  const given = {
    ...environment(),
    COGNITO_USER_POOL_ID: '',
    APPROVAL_CHANNEL: '',
    APPROVER_USERS: '',
    CONFIG_FILE: 'a.yml',
  }
  const refused = () => {
    throw Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' })
  }
  expect(problemsIn(given, refused)).toEqual([
    expect.stringMatching(/^CONFIG_FILE: this process may not read it\./),
  ])
  const broken = () => {
    throw new Error('broken')
  }
  expect(() => problemsIn(given, broken)).toThrow('broken')
})

test('a daily digest that would come in quiet hours is refused; by two clocks, nobody can know', () => {
  const quiet = 'quiet_hours: { from: "20:00", to: "07:00", zone: Europe/Berlin }'
  const at = (time: string, zone: string) =>
    problemsInFile(poolWith(...required, quiet, `daily_digest: { at: "${time}", zone: ${zone} }`))
  expect(at('06:59', 'Europe/Berlin')).toEqual([
    expect.stringContaining('pools[0].daily_digest is to come in quiet_hours, when nothing comes.'),
  ])
  expect(at('07:00', 'Europe/Berlin')).toEqual([])
  expect(at('06:59', 'UTC')).toEqual([])
})
