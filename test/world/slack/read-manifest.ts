// How the app is set up in Slack: its scopes, events, commands and switches, from its manifest.
import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { z } from 'zod'

/** `all` if no manifest lists them. */
export interface AppSettings {
  readonly scopes: readonly string[]
  readonly events: readonly string[] | 'all'
  readonly commands: readonly string[] | 'all'
  readonly isInteractive: boolean
  readonly hasHomeTab: boolean
  readonly hasSocketMode: boolean
}

const manifestSchema = z.object({
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
  features: z
    .object({
      slash_commands: z.array(z.object({ command: z.string() })).default([]),
      app_home: z.object({ home_tab_enabled: z.boolean().default(false) }).prefault({}),
    })
    .prefault({}),
  settings: z
    .object({
      event_subscriptions: z
        .object({ bot_events: z.array(z.string()).default([]) })
        .default({ bot_events: [] }),
      interactivity: z.object({ is_enabled: z.boolean() }).default({ is_enabled: false }),
      socket_mode_enabled: z.boolean().default(false),
    })
    .prefault({}),
})

/** Reads a `manifest.yml`; throws if there is none, or if it is invalid. */
export async function readManifest(path: string | URL): Promise<AppSettings> {
  const { oauth_config, features, settings } = manifestSchema.parse(parse(await readFile(path, 'utf8')))
  return {
    scopes: oauth_config.scopes.bot,
    events: settings.event_subscriptions.bot_events,
    commands: features.slash_commands.map(({ command }) => command),
    isInteractive: settings.interactivity.is_enabled,
    hasHomeTab: features.app_home.home_tab_enabled,
    hasSocketMode: settings.socket_mode_enabled,
  }
}

/** An app with these scopes and no other restriction. */
export function settingsForScopes(scopes: readonly string[]): AppSettings {
  return {
    scopes,
    events: 'all',
    commands: 'all',
    isInteractive: true,
    hasHomeTab: true,
    hasSocketMode: true,
  }
}
