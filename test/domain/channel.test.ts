import { describe, expect, it } from 'vitest'
import { type ChannelFacts, channelProblems } from '../../src/domain/channel.ts'

function channel(change: Partial<ChannelFacts> = {}): ChannelFacts {
  return {
    name: 'sign-ups',
    isPrivate: false,
    isArchived: false,
    hasBot: true,
    isShared: false,
    isPendingShared: false,
    ...change,
  }
}

describe('a channel for cards', () => {
  it('is fine where the bot is a member and nobody else’s organisation is', () => {
    expect(channelProblems(channel())).toEqual([])
    expect(channelProblems(channel({ isPrivate: true, name: null }))).toEqual([])
  })

  it('needs the bot in it', () => {
    expect(channelProblems(channel({ hasBot: false }))).toEqual([
      { kind: 'bot-not-in-channel', name: 'sign-ups' },
    ])
  })

  it('must not be shared with another organisation', () => {
    expect(channelProblems(channel({ isShared: true }))).toEqual([
      { kind: 'channel-shared', name: 'sign-ups', isPending: false },
    ])
  })

  it('must not be about to be shared: an invitation is out', () => {
    expect(channelProblems(channel({ isPendingShared: true }))).toEqual([
      { kind: 'channel-shared', name: 'sign-ups', isPending: true },
    ])
  })

  it('is shared, not about to be, while a further invitation is out', () => {
    expect(channelProblems(channel({ isShared: true, isPendingShared: true }))).toEqual([
      { kind: 'channel-shared', name: 'sign-ups', isPending: false },
    ])
  })

  it('is reported with everything that is wrong at once', () => {
    expect(channelProblems(channel({ hasBot: false, isShared: true })).map(({ kind }) => kind)).toEqual([
      'bot-not-in-channel',
      'channel-shared',
    ])
  })

  it('that is archived is only that: nobody can be invited to it', () => {
    const archived = channel({ isArchived: true, hasBot: false, isShared: true })
    expect(channelProblems(archived)).toEqual([{ kind: 'channel-archived', name: 'sign-ups' }])
  })
})
