// Values as people give them, valid or not, and how to find a piece of one in some output.
import fc from 'fast-check'

/** None of our sentences has three of these letters in a row. */
const mark = fc.string({ unit: fc.constantFrom(...'QXZJ'), minLength: 6, maxLength: 60 })

const shapes: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => `?${text}`,
  (text) => `"${text}"`,
  (text) => `Bearer ${text}`,
  (text) => `${text} ${text}\u{200b}`,
  (text) => `xoxb-${text}`,
  (text) => `xapp-1-A0-${text}`,
  (text) => `xoxe.xoxp-1-${text}`,
  (text) => `postgres://ada:${text}@db.internal:5432/countersign`,
  (text) => `postgres://ada:hush@db/x?sslmode=${text}`,
  (text) => `jdbc:postgresql://${text}@db/x`,
  (text) => `host=db user=ada password=${text}`,
  (text) => `sqlite://${text}`,
  (text) => `arn:aws:cognito-idp:eu-west-1:1:userpool/eu-west-1_${text}`,
  (text) => `eu-west-1:${text}`,
  (text) => `https://${text}@slack.com/api/?token=${text}`,
  (text) => `http://${text}.example.com`,
  (text) => `#${text}`,
  (text) => `@${text}`,
  (text) => `U${text}`,
  (text) => `S${text}`,
  (text) => `${text}@example.com`,
  (text) => `U1,@admins,${text},S2`,
  (text) => `~/${text}.yml`,
  (text) => `custom:${text} ${text}`,
]

/** A given value, and the part by which it would be recognised. */
export const givenValue = fc
  .tuple(mark, fc.constantFrom(...shapes))
  .map(([secret, shape]) => ({ given: shape(secret), secret }))

/** A Slack token of any kind. */
export const pastedToken = fc
  .tuple(fc.constantFrom('xoxb-', 'xapp-1-A0-', 'xoxp-', 'xoxe.xoxp-1-', 'xoxa-2-', 'xwfp-', 'XOXB-'), mark)
  .map(([prefix, secret]) => ({ pasted: prefix + secret, secret }))

/** Whether the output shows three letters in a row of the secret: even a piece of it must not be shown. */
export function shows(output: string, secret: string): boolean {
  const pieces = Array.from({ length: secret.length - 2 }, (_, start) => secret.slice(start, start + 3))
  return pieces.some((piece) => output.toUpperCase().includes(piece))
}
