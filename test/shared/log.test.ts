import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { errorFacts, withoutSecrets } from '../../src/shared/log.ts'

describe('an error in the log', () => {
  it('is its kind, its code, its cause’s kind, and where it came from', () => {
    const cause = new TypeError('fetch failed')
    const error = Object.assign(new RangeError('no', { cause }), { code: 'ECONNRESET' })
    expect(errorFacts(error)).toMatchObject({ error: 'RangeError', code: 'ECONNRESET', cause: 'TypeError' })
    expect(errorFacts(error)['where']).toContain('log.test.ts')
  })

  it('is its cause’s code too, and not what the cause says', () => {
    const cause = Object.assign(new Error('postgres://ada:hush@db refused'), { code: 'ECONNREFUSED' })
    const facts = errorFacts(new TypeError('fetch failed', { cause }))
    expect(facts).toMatchObject({ error: 'TypeError', cause: 'Error', causeCode: 'ECONNREFUSED' })
    expect(JSON.stringify(facts)).not.toContain('hush')
    expect(errorFacts(new Error('no'))['causeCode']).toBeUndefined()
  })

  it('names the host that was not found, and why, however deep a library hides it', () => {
    const cause = Object.assign(new Error('getaddrinfo ENOTFOUND slack.com'), {
      code: 'ENOTFOUND',
      hostname: 'slack.com',
    })
    const original = new TypeError('fetch failed', { cause })
    const error = Object.assign(new Error('A request error occurred'), { code: 'slack_request', original })
    expect(errorFacts(error)).toMatchObject({ causeCode: 'ENOTFOUND', host: 'slack.com' })
  })

  it('is only the type of what was thrown if it is no error', () => {
    expect(errorFacts('grace@example.com')).toEqual({ error: 'string' })
    expect(errorFacts(undefined)).toEqual({ error: 'undefined' })
  })

  it('is logged without its message, even one of several lines', () => {
    const error = new Error('[\n  { "received": "grace@example.com" }\n]')
    const line = JSON.stringify(errorFacts(error))
    expect(line).not.toContain('grace')
    expect(errorFacts(error)['where']).toContain('log.test.ts')
  })

  it('is logged without its message, whatever that looks like', () => {
    const secret = 'grace-and-her-token'
    const line = fc.constantFrom('\n', '\n    at ', ': ', '    at x (', ')')
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), (pieces) => {
        const error = new Error(pieces.join(secret) + secret)
        expect(JSON.stringify(errorFacts(error))).not.toContain(secret)
      }),
    )
  })

  it('is logged without its message, even if that was changed after the error was made', () => {
    const secret = 'grace@example.com'
    for (const before of [secret, `no\n    at ${secret}`, `short ${secret}`])
      for (const after of ['UnknownError', 'short', '']) {
        const error = Object.assign(new Error(before), { message: after })
        expect(JSON.stringify(errorFacts(error))).not.toContain('grace')
      }
  })

  it('is AWS’s name, status and request id, and nothing that an answer put in their place', () => {
    const $metadata = { httpStatusCode: 400, requestId: 'aws-1', extendedRequestId: 'grace' }
    const error = Object.assign(new Error('sub = "grace"'), { name: 'InvalidParameterException', $metadata })
    const facts = { error: 'InvalidParameterException', status: 400, awsRequestId: 'aws-1' }
    expect(errorFacts(error)).toMatchObject(facts)
    expect(JSON.stringify(errorFacts(error))).not.toContain('grace')

    const odd = { name: 'no grace@example.com', code: 'no grace', $metadata: { requestId: 'of grace' } }
    const cause = Object.assign(new Error('no'), odd)
    const oddFacts = errorFacts(Object.assign(new Error('no', { cause }), odd))
    expect(oddFacts).toMatchObject({ error: 'Error', cause: 'Error' })
    expect(JSON.stringify(oddFacts)).not.toContain('grace')
  })

  it('has no place if there is none', () => {
    const error = new Error('no')
    Reflect.deleteProperty(error, 'stack')
    expect(errorFacts(error)['where']).toBeUndefined()
  })
})

describe('a library’s words', () => {
  it.each([
    ['a bot token', 'token xoxb-1234-abcd-EFGH was refused', 'token … was refused'],
    ['a rotated token', 'xoxe.xoxp-1-Mi0yLTE', 'xoxe.…'],
    ['an app token', 'xapp-1-A0-1-abc', '…'],
    ['an e-mail', 'no user grace.hopper+test@navy.example.com here', 'no user … here'],
    ['an e-mail of other letters', 'no user grâce.müller@bücher.example here', 'no user … here'],
    ['a URL', 'POST https://hooks.slack.com/actions/T1/2/secret failed', 'POST … failed'],
    ['a socket’s ticket', 'connecting to wss://wss.slack.com/link/?ticket=1-2-3', 'connecting to …'],
    ['a database’s password', 'postgres://user:pass@db.example/x', '…'],
  ])('are logged without %s', (_, words, expected) => {
    expect(withoutSecrets(words)).toBe(expected)
  })

  it('are otherwise logged as they are', () => {
    expect(withoutSecrets('The socket was closed (1006) after 5 s')).toBe(
      'The socket was closed (1006) after 5 s',
    )
  })

  it('are cut when they are long', () => {
    expect(withoutSecrets('x'.repeat(1000))).toHaveLength(300)
  })
})
