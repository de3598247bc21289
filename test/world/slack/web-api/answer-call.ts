// One Web API call from token to answer, in the order in which Slack checks things.
import type { Call, Records } from '../records.ts'
import { refuse } from './answer.ts'
import { makeLimiter } from './limit-calls.ts'
import type { Method } from './methods.ts'

/** An HTTP answer that is ready to be sent. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Answers calls: checks the method's name, the token, the rate and the scope, then runs the method. */
export function makeAnswerCall({
  records,
  methods,
}: {
  readonly records: Records
  readonly methods: ReadonlyMap<string, Method>
}): (call: Call, token: string | undefined) => Reply {
  const waitFor = makeLimiter(records.now)
  const provided = records.settings.scopes.join(',')

  return (call, token) => {
    const method = methods.get(call.method)
    if (method === undefined) return replyJson({ ...refuse('unknown_method'), req_method: call.method })
    const tokenError = findTokenError(records, method, token)
    if (tokenError !== undefined) return replyJson(refuse(tokenError))
    call.scopesNeeded = method.scopes(call.args)
    const limit = method.limit(call.args)
    const seconds = limit === undefined ? 0 : waitFor(limit)
    if (seconds > 0) return replyRateLimited(seconds)
    const isGranted =
      call.scopesNeeded.length === 0 ||
      call.scopesNeeded.some((scope) => records.settings.scopes.includes(scope))
    const answer = isGranted
      ? method.answer(call.args)
      : { ...refuse('missing_scope'), needed: call.scopesNeeded.join(','), provided }
    return replyJson(answer, {
      'x-oauth-scopes': token === records.tokens.app ? 'connections:write' : provided,
      'x-accepted-oauth-scopes': call.scopesNeeded.join(','),
    })
  }
}

/** HTTP 429 as Slack sends it; without the header if `seconds` is undefined. */
export function replyRateLimited(seconds: number | undefined): Reply {
  const headers = seconds === undefined ? undefined : { 'retry-after': String(seconds) }
  return { ...replyJson(refuse('ratelimited'), headers), status: 429 }
}

/** HTTP 200 with JSON. */
export function replyJson(answer: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(answer),
  }
}

function findTokenError(records: Records, method: Method, token: string | undefined): string | undefined {
  if (token === undefined || token === '') return 'not_authed'
  const revoked = records.revoked.get(token)
  if (revoked !== undefined) return revoked
  const kind = token === records.tokens.bot ? 'bot' : token === records.tokens.app ? 'app' : undefined
  if (kind === undefined) return 'invalid_auth'
  return kind === method.token ? undefined : 'not_allowed_token_type'
}
