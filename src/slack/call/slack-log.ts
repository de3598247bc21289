// Passes on what Slack's libraries log, without payloads, tokens and addresses.
import { type Logger, LogLevel } from '@slack/logger'
import { type Log, withoutSecrets } from '../../shared/log.ts'

/** Their `debug` prints every payload, so it is dropped whatever the level. */
export function slackLog(log: Log, library: string): Logger {
  const words = (content: readonly unknown[]) =>
    withoutSecrets(content.filter((part) => typeof part === 'string').join(' '))
  return {
    debug: () => {},
    info: (...content) => log.debug({ library }, words(content)),
    warn: (...content) => log.warn({ library }, words(content)),
    error: (...content) => log.warn({ library }, words(content)),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  }
}
