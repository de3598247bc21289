// deploy/countersign.service as systemd reads it, and the environment that it gives the bot.
import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'

type Lines = readonly (readonly [key: string, value: string])[]

const deploy = new URL('../../deploy/', import.meta.url)

const unitText = readFileSync(new URL('countersign.service', deploy), 'utf8')

/** What isn't secret, as the unit's EnvironmentFile and compose.yml's env_file have it. */
export const commonVariables = parseEnv(readFileSync(new URL('countersign.env', deploy), 'utf8'))

export const unit = linesOf(unitText)

/** Those that are commented out, to be chosen instead of others. */
export const choices = linesOf(unitText.replace(/^(?!#[A-Z]\w+=).*$/gm, '').replace(/^#/gm, ''))

export function valuesOf(key: string, lines: Lines = unit): readonly string[] {
  return lines.filter(([name]) => name === key).map(([, value]) => value)
}

/** The names of the credentials that these lines load. */
export function credentialsOf(lines: Lines): readonly string[] {
  return valuesOf('LoadCredential', lines).map((value) => value.split(':')[0] ?? '')
}

export function environmentOf(lines: Lines): Readonly<Record<string, string>> {
  return Object.fromEntries(
    valuesOf('Environment', lines).map((value) => {
      const [name = '', ...rest] = value.split('=')
      return [name, rest.join('=')]
    }),
  )
}

function linesOf(text: string): Lines {
  return [...text.matchAll(/^([A-Z]\w+)=(.*)$/gm)].map(([, key = '', value = '']) => [key, value] as const)
}
