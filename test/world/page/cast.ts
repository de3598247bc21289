// The people of the demo's workspace, its channel, and the group whose members may approve.
import { z } from 'zod'
import type { Workspace } from '../slack/workspace.ts'

/** What the page calls each of them, also in its address: `?as=ada`. */
export const keyFormat = z.enum(['ada', 'ben', 'eve', 'gus', 'ola'])

export type Key = z.infer<typeof keyFormat>

const roles = {
  ada: { name: 'Ada Lindqvist', role: 'Approver' },
  ben: { name: 'Ben Okafor', role: 'Second approver' },
  eve: { name: 'Eve Laurent', role: 'Not an approver' },
  gus: { name: 'Gus Moreno', role: 'Guest' },
  ola: { name: 'Ola Nowak', role: 'Other workspace' },
} as const satisfies Record<Key, { readonly name: string; readonly role: string }>

/** Who is looking, from the page's address; Ada if it names nobody. */
export function readKey(given: unknown): Key {
  return keyFormat.catch('ada').parse(given)
}

export interface Person {
  readonly key: Key
  /** Their Slack user id. */
  readonly id: string
  readonly name: string
  readonly role: string
}

export interface Cast {
  readonly people: readonly Person[]
  readonly channel: string
  /** The user group whose members may approve. */
  readonly group: string
  readonly person: (key: Key) => Person
}

/** The app's direct messages with this person: their one conversation, once it has begun. */
export function directMessagesOf(
  slack: Pick<Workspace, 'channels'>,
  person: Pick<Person, 'id'>,
): readonly string[] {
  return slack
    .channels()
    .filter(({ imWith }) => imWith === person.id)
    .map(({ id }) => id)
}

/** The user ids of those who may approve now. */
export function approversIn(
  slack: Pick<Workspace, 'groups'>,
  { group }: Pick<Cast, 'group'>,
): ReadonlySet<string> {
  return new Set(slack.groups().find(({ id }) => id === group)?.members)
}

const ownDomain = 'our-company.example'

/** Fills an empty workspace; the guest and the person from elsewhere are in the channel like everyone else. */
export function makeCast(slack: Workspace): Cast {
  const add = (key: Key, more: { team?: string; isGuest?: boolean } = {}): Person => {
    const { name, role } = roles[key]
    const domain = more.team === undefined ? ownDomain : 'partner.example'
    return {
      key,
      name,
      role,
      id: slack.addUser({ name: key, realName: name, email: `${key}@${domain}`, ...more }),
    }
  }
  const people = {
    ada: add('ada'),
    ben: add('ben'),
    eve: add('eve'),
    gus: add('gus', { isGuest: true }),
    ola: add('ola', { team: 'T0PARTNER' }),
  }
  return {
    people: Object.values(people),
    group: slack.addGroup({ handle: 'approvers', members: [people.ada.id, people.ben.id] }),
    channel: slack.addChannel({ name: 'sign-ups' }),
    person: (key) => people[key],
  }
}
