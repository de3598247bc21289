// The secrets: each comes from its variable, from the file that NAME_FILE names, or from systemd's credentials directory.
import {
  fileVariable,
  type SecretName,
  type SecretPlace,
  secretNames,
  secretSays,
} from '../wording/config-secrets.ts'
import { isMisspelt } from './near-name.ts'
import { type Given, isSafeToShow } from './variable-names.ts'

type ReadFile = (path: string) => string

export interface Secrets {
  /** What is set, with each secret under its own name, wherever it came from, and without the names of files. */
  readonly given: Given
  /** The files that were read, for `readable-files.ts`. */
  readonly files: readonly string[]
  /** A line each. */
  readonly problems: readonly string[]
  /** Those that are given, but could not be read: nothing else is said about them. */
  readonly unread: ReadonlySet<string>
}

/** Rethrows an error of `readFile` that has no `code`. */
export function readSecrets(given: Given, readFile: ReadFile): Secrets {
  const found = secretNames.map((name) => ({ name, places: placesOf(name, given, readFile) }))
  const ofFiles: readonly string[] = secretNames.map(fileVariable)
  const others = Object.entries(given).filter(([name]) => !ofFiles.includes(name))
  const values = found.flatMap(({ name, places: [first] }) =>
    first?.content.kind === 'read' ? [[name, first.content.text] as const] : [],
  )
  return {
    given: Object.fromEntries([...others, ...values]),
    files: found.flatMap(({ places }) => places.flatMap(({ file }) => file ?? [])),
    problems: [
      ...found.flatMap(({ name, places }) => problemsOf(name, places)),
      ...misspeltFiles(others.map(([name]) => name)),
    ],
    unread: new Set(found.filter(({ places }) => places.some(isUnread)).map(({ name }) => name)),
  }
}

interface Place {
  readonly place: SecretPlace
  /** Null for a variable. */
  readonly file: string | null
  readonly content: Content
}

type Content =
  | { readonly kind: 'read'; readonly text: string }
  | { readonly kind: 'empty' }
  /** `code` is the system's. */
  | { readonly kind: 'unreadable'; readonly code: string }

function isUnread({ content }: Place): boolean {
  return content.kind !== 'read'
}

function placesOf(name: SecretName, given: Given, readFile: ReadFile): readonly Place[] {
  const [value, path, folder] = [given[name], given[fileVariable(name)], given['CREDENTIALS_DIRECTORY']]
  const places: Place[] = []
  if (value !== undefined)
    places.push({ place: 'variable', file: null, content: { kind: 'read', text: value } })
  if (path !== undefined) places.push({ place: 'file', file: path, content: contentOf(path, readFile) })
  if (folder !== undefined) places.push(...inCredentials(`${folder}/${name}`, readFile))
  return places
}

/** systemd passes only those that the unit names. */
function inCredentials(file: string, readFile: ReadFile): readonly Place[] {
  const content = contentOf(file, readFile)
  const isMissing = content.kind === 'unreadable' && (content.code === 'ENOENT' || content.code === 'ENOTDIR')
  return isMissing ? [] : [{ place: 'credentials', file, content }]
}

function contentOf(path: string, readFile: ReadFile): Content {
  try {
    const text = readFile(path).trim()
    return text === '' ? { kind: 'empty' } : { kind: 'read', text }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    return { kind: 'unreadable', code: String(error.code) }
  }
}

function problemsOf(name: SecretName, places: readonly Place[]): readonly string[] {
  const unread = places.flatMap(({ place, content }) => {
    if (content.kind === 'read') return []
    return content.kind === 'empty'
      ? [secretSays.empty(name, place)]
      : [secretSays.unreadable(name, place, content.code)]
  })
  if (places.length < 2) return unread
  const twice = secretSays.givenTwice(
    name,
    places.map(({ place }) => place),
  )
  return [twice, ...unread]
}

/** Otherwise a database whose URL is in a file would silently be the default one. */
function misspeltFiles(names: readonly string[]): readonly string[] {
  return names.filter(isSafeToShow).flatMap((other) => {
    const meant = secretNames.find((name) => isMisspelt(other, fileVariable(name)))
    return meant === undefined ? [] : [secretSays.misspelt(other, meant)]
  })
}
