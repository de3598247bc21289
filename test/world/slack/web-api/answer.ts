// What a Web API method answers: `ok: true` with facts, or `ok: false` with Slack's error code.

/** A method's answer, before it becomes JSON. */
export interface Answer {
  readonly ok: boolean
  readonly [field: string]: unknown
}

/** A method of the Web API: arguments in, answer out. */
export type Answerer = (args: Readonly<Record<string, unknown>>) => Answer

/** A refusal; the messages go where Slack puts them, into `errors` and `response_metadata.messages`. */
export function refuse(error: string, messages: readonly string[] = []): Answer {
  if (messages.length === 0) return { ok: false, error }
  const marked = messages.map((message) => `[ERROR] ${message}`)
  return { ok: false, error, errors: messages, response_metadata: { messages: marked } }
}
