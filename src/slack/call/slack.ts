// Slack as the flows use it. Each part is wrapped under its name, so that tests can intercept it.
import type { Clock } from '../../shared/clock.ts'
import type { Log } from '../../shared/log.ts'
import type { Wake } from '../../shared/wake.ts'
import { webApiFetch } from './bounded-fetch.ts'
import { createCards } from './cards.ts'
import { saysAppTokenIsWrong } from './check-app-token.ts'
import { createChannelCheck } from './check-channels.ts'
import { createDetailsViews } from './details-views.ts'
import { createForms } from './forms.ts'
import type { GroupDirectory } from './group-directory.ts'
import { createGroupMembers } from './group-members.ts'
import { createHomes } from './homes.ts'
import type { Identity } from './identity.ts'
import { createWarmth } from './keep-warm.ts'
import { createMembers } from './members.ts'
import { createMentions } from './mentioned-groups.ts'
import { createNotices } from './notices.ts'
import { createPeople } from './people.ts'
import { createPrivateAnswers } from './private-answers.ts'
import { createProfiles } from './profiles.ts'
import { retryAfterOf } from './slack-answer.ts'
import type { SlackClient } from './slack-client.ts'
import { slackLog } from './slack-log.ts'

export interface SlackParts {
  readonly slack: SlackClient
  readonly directory: GroupDirectory
  readonly identity: Identity
  /** How many processes share Slack's limits. */
  readonly replicas: number
  readonly clock: Clock
  readonly log: Log
  /** Wakes the loop that keeps approvers warm. */
  readonly warm: Wake
  wrap<Part extends object>(name: string, part: Part): Part
}

export function openSlack(parts: SlackParts) {
  const { slack, log, wrap, warm } = parts
  const profiles = createProfiles(parts)
  const groups = createGroupMembers(parts)
  return {
    cards: wrap('cards', createCards(parts)),
    answers: wrap('privateAnswers', createPrivateAnswers(parts)),
    notices: createNotices(slack),
    groupsToMention: createMentions(parts),
    forms: wrap('forms', createForms(parts)),
    views: wrap('views', createDetailsViews(parts)),
    homes: wrap('homes', createHomes(parts)),
    members: wrap('members', createMembers(parts)),
    people: wrap('people', createPeople({ ...parts, profiles, groups })),
    ...wrap('channels', { checkChannel: createChannelCheck(slack) }),
    warmth: wrap('warmth', createWarmth({ ...parts, profiles, groups, wake: warm })),
    groups,
    approvers: slack.approvers,
    boltLog: slackLog(log, 'bolt'),
    /** What opening connections needs to know about the Web API's errors. */
    opening: {
      libraryLog: slackLog(log, 'socket-mode'),
      isWrongToken: saysAppTokenIsWrong,
      retryAfter: retryAfterOf,
      fetch: webApiFetch,
    },
  }
}
