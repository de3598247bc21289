// What the doctor checks of the store, and what the store tells of the bot.
import { type Found, fault, notChecked, ok, warning } from '../domain/finding.ts'
import type { StartProblem } from '../domain/start-problem.ts'
import { storeSays as says } from '../wording/doctor-store.ts'
import { startProblemLines } from '../wording/start.ts'
import { type RowCheckParts, rowChecks, type StoreRows } from './row-checks.ts'
import type { Check } from './run-checks.ts'

type StoreSurvey =
  | {
      readonly kind: 'seen'
      readonly tables: 'missing' | 'none' | 'behind' | 'current'
      readonly rows: StoreRows | null
      readonly server: ServerFacts | null
    }
  | { readonly kind: 'unusable'; readonly problem: StartProblem }
  | { readonly kind: 'out-of-reach'; readonly name: string; readonly code: string }

interface ServerFacts {
  readonly version: string
  readonly isEncrypted: boolean
  readonly pooler: 'none' | 'session' | 'transaction'
  /** How much its clock is ahead of this machine's, in milliseconds. */
  readonly clockAhead: number
}

interface FilePlace {
  readonly fileSystem:
    | { readonly kind: 'local' }
    | { readonly kind: 'network' | 'passed-through'; readonly name: string }
  readonly isWritable: boolean
  readonly free: number
}

export interface StoreCheckParts extends RowCheckParts {
  readonly place:
    | { readonly kind: 'file'; readonly path: string; look(): FilePlace }
    | {
        readonly kind: 'server'
        readonly name: string
        readonly staysHere: boolean
        readonly isVerified: boolean
      }
  /** Reads only, and takes no lock. */
  survey(): Promise<StoreSurvey>
}

/** Less than these are free: little, and too little, in bytes. */
const [little, tooLittle] = [500_000_000, 50_000_000]

/** So far, in seconds, its clock may be wrong: clicks are dated by it, and whoever checks an approval's signature knows better. */
const [tooFar, farther] = [300, 30]

export function storeChecks(parts: StoreCheckParts): readonly Check[] {
  const { place } = parts
  const survey = parts.survey()
  // Each check that needs it tells of the failure.
  survey.catch(() => undefined)
  const check = (id: string, run: Check['run']): Check => ({ id, section: 'store', run })
  return [
    check('store-kind', async () => kind(parts, await survey)),
    ...(place.kind === 'file'
      ? [
          check('store-file-system', async () => [fileSystem(place.path, place.look())]),
          check('store-rights', async () => [
            place.look().isWritable ? ok(says.writable) : fault(says.notWritable(place.path)),
          ]),
          check('store-space', async () => [space(place.look().free)]),
        ]
      : [
          check('store-tls', async () => onServer(await survey, (server) => tls(server, place))),
          check('store-owner', async () => onServer(await survey, () => ok(says.owner))),
          check('store-pooler', async () =>
            onServer(await survey, ({ pooler }) => poolerFound(pooler, parts.replicas)),
          ),
          check('store-clock', async () =>
            onServer(await survey, ({ clockAhead }) => serverClock(clockAhead)),
          ),
        ]),
    check('store-migrations', async () => tables(await survey)),
    ...rowChecks(parts, async () => {
      const seen = await survey
      return seen.kind === 'seen' ? seen.rows : null
    }),
  ]
}

function kind({ place }: StoreCheckParts, survey: StoreSurvey): readonly Found[] {
  switch (survey.kind) {
    case 'out-of-reach':
      return [
        place.kind === 'file'
          ? notChecked(says.busy(survey.name, survey.code))
          : fault(says.outOfReach(survey.name, survey.code)),
      ]
    case 'unusable':
      return [fault(startProblemLines([survey.problem], []).join(' '))]
    default:
      return [
        ok(
          place.kind === 'file'
            ? says[survey.tables === 'missing' ? 'noFileYet' : 'file'](place.path)
            : says.database(place.name, survey.server?.version ?? ''),
        ),
      ]
  }
}

function fileSystem(path: string, { fileSystem: system }: FilePlace): Found {
  switch (system.kind) {
    case 'network': {
      const problem = { kind: 'store-on-network', path, fileSystem: system.name } as const
      return fault(startProblemLines([problem], []).join(' '))
    }
    case 'passed-through':
      return warning(says.doubtfulDisk(system.name))
    default:
      return ok(says.localDisk)
  }
}

function space(free: number): Found {
  if (free >= little) return ok(says.space(free))
  return (free < tooLittle ? fault : warning)(says.littleSpace(free))
}

function onServer(survey: StoreSurvey, judge: (server: ServerFacts) => Found): readonly Found[] {
  return survey.kind === 'seen' && survey.server !== null ? [judge(survey.server)] : []
}

function tls(
  { isEncrypted }: ServerFacts,
  { staysHere, isVerified }: Extract<StoreCheckParts['place'], { kind: 'server' }>,
): Found {
  if (staysHere) return ok(isEncrypted ? says.encrypted : says.unencryptedHere)
  if (!isEncrypted) return warning(says.unencrypted)
  return isVerified ? ok(says.encrypted) : warning(says.unverified)
}

function poolerFound(pooler: ServerFacts['pooler'], replicas: number): Found {
  switch (pooler) {
    case 'none':
      return ok(says.noPooler)
    case 'session':
      return ok(says.sessionPooler)
    default:
      // Alone, a process learns of its changes by itself.
      return (replicas > 1 ? warning : ok)(says.transactionPooler)
  }
}

function serverClock(ahead: number): Found {
  const seconds = Math.abs(Math.round(ahead / 1000))
  if (seconds >= tooFar) return fault(says.clockOff(seconds))
  return seconds >= farther ? warning(says.clockOff(seconds)) : ok(says.clock(seconds))
}

function tables(survey: StoreSurvey): readonly Found[] {
  if (survey.kind !== 'seen') return []
  switch (survey.tables) {
    case 'missing':
      return []
    case 'none':
      return [ok(says.noTables)]
    case 'behind':
      return [warning(says.behind)]
    default:
      return [ok(says.upToDate)]
  }
}
