import { describe, expect, it } from 'vitest'
import { isSlackUrl } from '../../../src/slack/call/response-url.ts'

const slackApi = 'https://slack.com/api/'

describe('a response_url is a credential, posted to', () => {
  it.each([
    ['https://hooks.slack.com/actions/T1/2/3', slackApi],
    ['https://hooks.slack.com/commands/T1/2/3', slackApi],
    ['https://slack.com/actions', slackApi],
    ['https://hooks.slack-gov.com/actions/T1/2/3', 'https://slack-gov.com/api/'],
    ['http://127.0.0.1:4321/response/1', 'http://127.0.0.1:4321/api/'],
    ['https://slack.proxy.example/response/1', 'https://slack.proxy.example/api/'],
  ])('to Slack: %s (API %s)', (url, apiUrl) => {
    expect(isSlackUrl(url, apiUrl)).toBe(true)
  })

  it.each([
    'https://hooks.slack.com.evil.example/actions',
    'https://hooks.slack.com@evil.example/actions',
    'https://hooks.slack.com:secret@evil.example/actions',
    'https://evil.example/hooks.slack.com',
    'https://evil.example/?https://hooks.slack.com',
    'https://evil.example#hooks.slack.com',
    'https://evilslack.com/actions',
    'https://slack.com.evil.example/',
    'https://hooks.slack.com\u3002evil.example/',
    'https://hooks.slack.co/actions',
    'http://hooks.slack.com/actions',
    'http://slack.com/api/',
    'ftp://hooks.slack.com/actions',
    'javascript:alert(1)//hooks.slack.com',
    'file:///hooks.slack.com',
    'http://169.254.169.254/latest/meta-data',
    'http://localhost/actions',
    '//hooks.slack.com/actions',
    'hooks.slack.com/actions',
    '',
  ])('and to no other address: %s', (url) => {
    expect(isSlackUrl(url, slackApi)).toBe(false)
  })

  it.each([
    'http://localhost:4321/response',
    'https://127.0.0.1:4321/response',
    'http://127.0.0.2:4321/response',
  ])('and not to an address like the stand-in’s: %s', (url) => {
    expect(isSlackUrl(url, 'http://127.0.0.1:4321/api/')).toBe(false)
  })
})
