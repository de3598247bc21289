// What must be true at every moment of a history.
import { expect } from 'vitest'
import { messageStateFormat } from '../../../src/domain/message.ts'
import type { RoundState } from '../../../src/domain/round.ts'
import { roundStateFormat } from '../../../src/store/queries/row-formats.ts'
import type { World } from './world.ts'

export interface Witness {
  /** Throws where something has just happened that never may. */
  look(): Promise<void>
}

interface SeenRound {
  readonly version: number
  readonly fence: number
  readonly kind: string
  readonly state: string
}

export function createWitness(world: World): Witness {
  const { database } = world
  const rounds = new Map<string, SeenRound>()
  const drawerFences = new Map<string, number>()
  const gone = new Set<string>()
  let seenEvents = 0

  const lookAtRounds = async () => {
    for (const row of await database.selectFrom('rounds').selectAll().execute()) {
      const before = rounds.get(row.id)
      rounds.set(row.id, row)
      if (before === undefined) continue
      expect(row.version, 'a version never falls').toBeGreaterThanOrEqual(before.version)
      expect(row.fence, 'a fence never falls').toBeGreaterThanOrEqual(before.fence)
      if (row.state !== before.state)
        expect(row.version, 'a change has a new version').toBeGreaterThan(before.version)
      if (before.kind === 'settled')
        expect(row.state, 'a settled round stays as it is settled').toBe(before.state)
    }
  }

  const lookAtMessages = async () => {
    for (const row of await database.selectFrom('messages').select(['id', 'state']).execute()) {
      const state = messageStateFormat.parse(JSON.parse(row.state))
      if (gone.has(row.id)) expect(state.kind, 'what is gone stays gone').toBe('gone')
      if (state.kind === 'gone') gone.add(row.id)
      if (state.kind !== 'live') continue
      const before = drawerFences.get(row.id) ?? 0
      expect(state.fence, 'a drawer’s fence never falls').toBeGreaterThanOrEqual(before)
      drawerFences.set(row.id, state.fence)
    }
  }

  const lookAtEvents = async () => {
    const events = await database.selectFrom('audit_events').select('id').execute()
    expect(events.length, 'the audit log only grows').toBeGreaterThanOrEqual(seenEvents)
    seenEvents = events.length
    expect(world.lies, 'nothing that we have done is called undone').toEqual([])
  }

  const lookAtCards = () => {
    for (const { signUp, round } of world.slack.messages.flatMap(({ shows }) => shows)) {
      if (!saysConfirmed(round.state)) continue
      const user = world.cognito.users.find(({ sub }) => sub === signUp.sub)
      expect(user?.confirmedBy, 'no card says confirmed before Cognito does').not.toBeNull()
    }
  }

  return {
    look: async () => {
      await lookAtRounds()
      await lookAtMessages()
      await lookAtEvents()
      lookAtCards()
    },
  }
}

function saysConfirmed(state: RoundState): boolean {
  return (
    state.kind === 'settled' &&
    (state.ending.kind === 'confirmed' || state.ending.kind === 'confirmed-elsewhere')
  )
}

/** How a round ended, as its row says; null while it has not. */
export function endingIn(row: { readonly state: string }) {
  const state = roundStateFormat.parse(JSON.parse(row.state))
  return state.kind === 'settled' ? state.ending : null
}
